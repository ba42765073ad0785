"""The worker: one pass does what is due, many go on until it is stopped."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text, update

from benchmark.assessment.inviting import invite_lead
from benchmark.database.mail import Mail
from benchmark.database.people import SupportAccess
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs import worker
from benchmark.jobs.worker import work_once, working
from tests.databases import closing
from tests.mail_server import PostOffice
from tests.servers import response_of, support_opened


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.05)


def invite_one(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        invite_lead(session, response, response.people[0])


def wait_until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit, "the worker has not done its work"
        time.sleep(0.02)


def test_a_pass_notes_that_an_access_of_support_is_over_and_tells_the_coordinator(
    engine: Engine, post_office: PostOffice
) -> None:
    access = support_opened(engine, "sam@supplier.example")
    work_once(engine, post_office.settings(), now() + timedelta(hours=3))
    with transaction(engine, writes=False) as session:
        assert session.get_one(SupportAccess, access).ended_at is None
    work_once(engine, post_office.settings(), now() + timedelta(hours=5))
    with transaction(engine, writes=False) as session:
        assert session.get_one(SupportAccess, access).ended_how == "at its time"
        told = session.scalars(select(Mail).where(Mail.kind == "account")).all()
    assert {mail.address for mail in told} == {"coordinator@north.example"}
    assert ["has ended" in mail.subject for mail in told].count(True) == 1
    assert {mail.state for mail in told} == {"sent"}


def states(engine: Engine) -> list[str]:
    with transaction(engine, writes=False) as session:
        return list(session.scalars(select(Mail.state)))


def test_one_pass_writes_the_reminders_of_the_day_and_sends_what_is_due(
    engine: Engine, post_office: PostOffice
) -> None:
    with transaction(engine, writes=True) as session:
        # for as long as this test may be run: open today, and reminded on this day
        session.execute(update(Round).values(closes_on=date(2099, 1, 8)))
    invite_one(engine)
    reminded = datetime(2099, 1, 7, 9, tzinfo=UTC)
    assert work_once(engine, post_office.settings(), reminded) == 1
    assert sorted(states(engine)) == ["sent", *["waiting"] * 12]  # due on their own day


def test_it_goes_on_until_it_is_stopped(engine: Engine, post_office: PostOffice) -> None:
    with working(engine, post_office.settings()) as threads:
        for count in (1, 2):
            with transaction(engine, writes=True) as session:
                session.execute(update(Mail).values(state="cancelled", occasion=f"{count}"))
            invite_one(engine)
            wait_until(lambda n=count: len(post_office.arrived) == n)
    assert [thread.is_alive() for thread in threads] == [False, False]
    assert threading.active_count() >= 1


def test_a_database_that_is_away_is_waited_for(
    engine: Engine, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    invite_one(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE mails RENAME TO elsewhere"))
    with working(engine, post_office.settings()):
        wait_until(lambda: "the next one tries again" in caplog.text)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO mails"))
        wait_until(lambda: len(post_office.arrived) == 1)
    assert states(engine) == ["sent"]
