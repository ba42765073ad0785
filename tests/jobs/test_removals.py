"""The worker announces, waits, removes and scrubs: a mail has arrived, and no byte is left."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DatabaseError

from benchmark.assessment.mailing import Draft, write_mail
from benchmark.assessment.removing import due_rounds
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.jobs.mail_settings import MailSettings
from benchmark.jobs.removals import remove_and_scrub, remove_due
from benchmark.jobs.worker import work_once
from tests.assessment.canary_person import CANARY, named_in
from tests.mail_server import PostOffice
from tests.old_rounds import IN_THE_ROUND, THEN, TODAY, grow_old

DAY = timedelta(days=1)


def bytes_left(engine: Engine) -> list[str]:
    """Files of the data folder in which the canary stands, whatever the case."""
    files = Path(str(engine.url.database)).parent.rglob("*")
    whole = (each for each in files if each.is_file())
    return sorted(each.name for each in whole if CANARY.encode() in each.read_bytes().lower())


def work_on(engine: Engine, settings: MailSettings) -> None:
    """One pass of a worker on the day of the notice; its mail was sent on that day too."""
    work_once(engine, settings, THEN)
    with transaction(engine, writes=True) as session:
        session.execute(update(Mail).where(Mail.state == "sent").values(sent_at=THEN))


def test_a_worker_tells_waits_removes_and_leaves_no_byte(
    old: Engine, post_office: PostOffice
) -> None:
    settings = post_office.settings()
    work_on(old, settings)
    (told,) = post_office.arrived
    assert "answers will be removed on" in told["Subject"]
    assert "https://benchmark.example/trusts/zzn/retention" in post_office.text()
    for day in (1, 30, 89):
        work_once(old, settings, THEN + day * DAY)
        assert named_in(old) == IN_THE_ROUND
    assert bytes_left(old)
    work_once(old, settings, THEN + 90 * DAY)
    assert named_in(old) == set()
    assert bytes_left(old) == []
    assert len(post_office.arrived) == 1


def test_a_removal_that_fails_leaves_all_there_is_and_holds_up_no_mail(
    old: Engine, post_office: PostOffice
) -> None:
    settings = post_office.settings()
    work_on(old, settings)
    with transaction(old, writes=True) as session:
        session.execute(
            text("CREATE TRIGGER t BEFORE DELETE ON answers BEGIN SELECT RAISE(ABORT, 't'); END")
        )
        coordinator = session.scalars(
            select(Person).where(Person.email == "coordinator@north.example")
        ).one()
        draft = Draft("account", "Something else", ("Not about this.",))
        assert write_mail(session, "another", coordinator, draft)
    with pytest.raises(DatabaseError, match="IntegrityError"):
        work_once(old, settings, THEN + 90 * DAY)
    assert [each["Subject"] for each in post_office.arrived][1:] == ["Something else"]
    assert named_in(old) == IN_THE_ROUND


def test_a_round_that_cannot_be_removed_holds_up_no_other_and_no_scrubbing(
    old: Engine, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """The first of two fails; every byte of the second is gone, and the first is tried again."""
    grow_old(old, "ZZS")
    work_on(old, post_office.settings())
    with transaction(old, writes=True) as session:
        first, second = due_rounds(session, TODAY)
        assert (first.trust.code, second.trust.code) == ("ZZN", "ZZS")
        key, other = first.id, second.id
        session.execute(
            text(
                "CREATE TRIGGER t BEFORE DELETE ON responses "
                f"WHEN OLD.round_id = '{key}' BEGIN SELECT RAISE(ABORT, 't'); END"
            )
        )
    with pytest.raises(DatabaseError, match="IntegrityError"):
        work_once(old, post_office.settings(), TODAY)
    assert f"round {key} are due and could not be removed" in caplog.text
    with transaction(old, writes=True) as session:
        gone = session.get_one(Round, other)
        assert gone.removed_at == gone.scrubbed_at == TODAY
        assert session.get_one(Round, key).removed_at is None
        session.execute(text("DROP TRIGGER t"))
    work_once(old, post_office.settings(), TODAY + timedelta(hours=1))
    assert named_in(old) == set()
    assert bytes_left(old) == []


def test_what_was_removed_before_a_worker_was_stopped_is_scrubbed_by_the_next_pass(
    old: Engine, post_office: PostOffice
) -> None:
    """However much later that is; and a file that was scrubbed is not written anew each time."""
    work_on(old, post_office.settings())
    assert len(remove_due(old, TODAY)) == 1  # and here it is stopped
    assert bytes_left(old)
    work_once(old, post_office.settings(), TODAY + 5 * DAY)
    assert bytes_left(old) == []
    file = Path(str(old.url.database))
    before = (file.stat().st_ino, file.stat().st_mtime_ns)
    work_once(old, post_office.settings(), TODAY + 6 * DAY)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before


def test_without_a_mail_server_nothing_is_removed(old: Engine, post_office: PostOffice) -> None:
    post_office.rcpt = "550 No such mailbox"
    for day in (0, 90, 180):
        work_once(old, post_office.settings(), THEN + day * DAY)
    assert post_office.arrived == []
    assert named_in(old) == IN_THE_ROUND


def test_of_several_trusts_one_can_be_chosen(old: Engine, post_office: PostOffice) -> None:
    grow_old(old, "ZZS")
    work_on(old, post_office.settings())
    assert remove_due(old, TODAY, "zzx") == ()
    (south,) = remove_due(old, TODAY, "zzs")
    assert "responses" in [words for _, words in south.goes]
    with transaction(old, writes=False) as session:
        (north,) = due_rounds(session, TODAY)
        gone = session.scalars(select(Round).where(Round.removed_at.is_not(None))).one()
        assert (north.trust.code, gone.trust.code) == ("ZZN", "ZZS")
    assert len(remove_due(old, TODAY)) == 1


def test_a_file_in_use_is_told_in_the_log(
    old: Engine,
    post_office: PostOffice,
    caplog: pytest.LogCaptureFixture,
) -> None:
    work_on(old, post_office.settings())
    with (
        caplog.at_level(logging.WARNING),
        transaction(old, writes=False) as reading,
    ):
        reading.scalars(select(Round)).all()
        assert remove_and_scrub(old, TODAY, patience=0.3) == 1
    assert "run benchmark scrub" in caplog.text
    assert named_in(old) == set()
    assert remove_and_scrub(old, TODAY) == 0
    assert bytes_left(old) == []
