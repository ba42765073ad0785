"""Nothing goes without a notice that reached somebody 90 days before."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update

from benchmark.assessment.calendar import day_in_words, london_day
from benchmark.assessment.outbox import Outcome
from benchmark.assessment.removal_notices import NOTICE, may_be_removed
from benchmark.assessment.retention import hold, kept_until, lift
from benchmark.assessment.tenures import end_tenure
from benchmark.database.audit import AuditEntry
from benchmark.database.mail import Mail
from benchmark.database.people import Membership, Person
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from tests.assessment.posts import trust_named
from tests.assessment.two_trusts import ONE_OF_THEM, as_one
from tests.databases import closing
from tests.old_rounds import LONG_AGO, THEN, TODAY, announce, grow_old

DAY = timedelta(days=1)
FAILED = Outcome("The mailbox does not exist.", final=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with closing(request.getfixturevalue(f"acceptance_{request.param}")) as opened:
        grow_old(opened)
        yield opened


def the_round(engine: Engine) -> Round:
    with transaction(engine, writes=False) as session:
        found = session.scalars(select(Round).where(Round.state == "closed")).one()
        assert found.trust.code
        return found


def removable(engine: Engine, moment: datetime) -> bool:
    with transaction(engine, writes=False) as session:
        return may_be_removed(session, session.get_one(Round, the_round(engine).id), moment)


def notices(engine: Engine) -> list[Mail]:
    with transaction(engine, writes=False) as session:
        query = select(Mail).where(Mail.occasion.startswith("removal:"))
        return list(session.scalars(query.order_by(Mail.created_at)))


def test_the_coordinator_is_told_once_90_days_before(engine: Engine) -> None:
    asked = the_round(engine)
    first = TODAY.combine(kept_until(asked) - NOTICE + DAY, TODAY.timetz())
    assert announce(engine, first - DAY) == 0  # too early
    assert announce(engine, first.replace(hour=6)) == 0  # nobody is woken up
    assert announce(engine, first) == 1
    assert [announce(engine, first + each * DAY) for each in range(3)] == [0, 0, 0]
    (mail,) = notices(engine)
    assert mail.address == "coordinator@north.example"
    goes = the_round(engine).removal_on
    assert goes == london_day(first) + NOTICE == kept_until(asked) + DAY
    assert mail.subject == f"{asked.title}: answers will be removed on {day_in_words(goes)}"
    assert "hold the round with a reason on this page" in mail.body
    assert mail.page == "/trusts/zzn/retention"
    assert not removable(engine, first + NOTICE - DAY)
    assert removable(engine, first + NOTICE)
    with transaction(engine, writes=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.trust_id == 1)).all()[-1]
    assert (entry.kind, entry.way, entry.round_id) == ("removal announced", "service", asked.id)


def test_a_round_that_is_over_for_long_already_still_has_its_90_days(engine: Engine) -> None:
    assert announce(engine, TODAY) == 1
    assert the_round(engine).removal_on == london_day(TODAY) + NOTICE
    assert not removable(engine, TODAY + NOTICE - DAY)
    assert removable(engine, TODAY + NOTICE)


def test_a_notice_counts_from_the_day_on_which_its_mail_was_sent(engine: Engine) -> None:
    announce(engine)
    with transaction(engine, writes=True) as session:
        session.execute(update(Mail).values(sent_at=TODAY - 10 * DAY))
    assert not removable(engine, TODAY)
    assert removable(engine, TODAY - 10 * DAY + NOTICE)


def test_a_notice_that_reached_nobody_is_given_again(engine: Engine) -> None:
    assert announce(engine, THEN, FAILED) == 1
    assert not removable(engine, TODAY)
    assert announce(engine, TODAY) == 1
    first, second = notices(engine)
    assert (first.state, second.state) == ("failed", "sent")
    assert not removable(engine, TODAY + NOTICE - DAY)
    assert removable(engine, TODAY + NOTICE)
    with transaction(engine, writes=True) as session:
        session.execute(delete(Mail))  # as when its reader was erased
    assert not removable(engine, TODAY + NOTICE)


def test_a_trust_without_a_coordinator_keeps_everything(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        last = {"to_date": london_day(THEN) - DAY}
        session.execute(update(Membership).where(Membership.role == "coordinator").values(last))
    assert announce(engine) == 0
    assert the_round(engine).removal_on is None
    assert not removable(engine, TODAY + 900 * DAY)


def test_of_a_merged_trust_that_nobody_coordinates_any_more_the_next_one_is_told(
    engine: Engine,
) -> None:
    with transaction(engine, writes=True) as session:
        as_one(session)
        here = (Membership.trust_id == trust_named(session, "ZZN").id,)
        session.execute(delete(Membership).where(*here, Membership.role == "coordinator"))
        new = Person(name="Invented Successor", email="successor@pennine.example")
        trust = trust_named(session, "ZZM").id
        new.memberships = [Membership(role="coordinator", trust_id=trust, from_date=LONG_AGO)]
        session.add(new)
    assert announce(engine) == 1
    mails = notices(engine)
    assert "successor@pennine.example" in {mail.address for mail in mails}
    assert {mail.page for mail in mails} == {"/trusts/zzm/rounds"}
    asked = {mail.occasion.split(":")[1] for mail in mails}
    assert all(any(f"can hold round {key} of ZZN" in mail.body for key in asked) for mail in mails)
    with transaction(engine, writes=False) as session:
        (asked,) = session.scalars(select(Round).where(Round.removal_on.is_not(None)))
        assert may_be_removed(session, asked, TODAY)


def test_a_merger_announces_anew_with_the_page_of_after_it(engine: Engine) -> None:
    """The code goes on: the page of the first notice is that of the merged trust from now on."""
    announce(engine)
    key = the_round(engine).id
    with transaction(engine, writes=True) as session:
        as_one(session, ONE_OF_THEM)
        assert session.get_one(Round, key).removal_on is None
        for post in session.scalars(select(Membership).where(Membership.role == "coordinator")):
            post.from_date = LONG_AGO
    assert announce(engine, TODAY) == 1
    pages = [mail.page for mail in notices(engine)]
    assert pages == ["/trusts/zzn/retention", f"/trusts/zzn{TODAY.year}/retention"]
    with transaction(engine, writes=False) as session:
        asked = session.get_one(Round, key)
        assert not may_be_removed(session, asked, TODAY + NOTICE - DAY)
        assert may_be_removed(session, asked, TODAY + NOTICE)


def test_who_left_the_merged_trust_is_told_no_more_and_the_next_ones_are(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        into = as_one(session)
        theirs = select(Membership).where(Membership.trust_id == into.id)
        posts = session.scalars(theirs.where(Membership.role == "coordinator")).all()
        for post in posts:
            post.from_date = LONG_AGO
        first = next(each for each in posts if each.person.email == "coordinator@north.example")
        end_tenure(session, first, LONG_AGO + DAY)
    assert announce(engine) == 1
    assert [(mail.address, mail.page) for mail in notices(engine)] == [
        ("coordinator@south.example", "/trusts/zzm/rounds")
    ]


def test_what_is_held_is_not_announced_and_afterwards_anew(engine: Engine) -> None:
    announce(engine)
    key = the_round(engine).id
    with transaction(engine, writes=True) as session:
        hold(session, session.get_one(Round, key), "Tribunal claim 1042 is not decided yet")
    assert not removable(engine, TODAY)
    assert announce(engine, TODAY) == 0
    with transaction(engine, writes=True) as session:
        lift(session, session.get_one(Round, key))
    assert not removable(engine, TODAY)
    assert announce(engine, TODAY) == 1
    assert removable(engine, TODAY + NOTICE)
