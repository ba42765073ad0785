"""What waits is counted by what becomes of it, on both databases."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.outbox import STALE
from benchmark.database.jobs import Job
from benchmark.database.mail import Mail
from benchmark.database.people import Person, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.backlog import backlog
from tests.databases import closing

MOMENT = now()


def test_nothing_waits_at_first(database: Engine) -> None:
    with transaction(database, writes=False) as session:
        found = backlog(session, MOMENT)
    assert set(found.jobs.values()) | set(found.mails.values()) | set(found.oldest.values()) == {0}


def test_what_waits_is_counted_and_the_longest_wait_is_told(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            for state in ("waiting", "waiting", "done", "failed", "cancelled"):
                add_job(session, state)
            add_job(session, "running", MOMENT + timedelta(minutes=1))
            add_job(session, "running", MOMENT - timedelta(minutes=1))
            for state, minutes in (("waiting", -2), ("waiting", -90), ("waiting", 5), ("sent", -9)):
                add_mail(session, state, minutes)
            add_mail(session, "failed", -500)
            add_mail(session, "sending", -30, MOMENT - STALE)
            add_mail(session, "sending", -30, MOMENT)
        with transaction(engine, writes=False) as session:
            found = backlog(session, MOMENT)
    assert found.jobs == {"waiting": 2, "running": 1, "abandoned": 1, "failed": 1}
    assert found.mails == {"waiting": 2, "later": 1, "abandoned": 1, "failed": 1}
    assert found.oldest == {"job": 3600.0, "mail": 5400.0}


def add_job(session: Session, state: str, leased_until: datetime | None = None) -> None:
    running = {"worker": "somebody", "leased_until": leased_until} if leased_until else {}
    session.add(
        Job(
            kind="pack",
            trust_id=session.scalars(select(Trust.id)).first(),
            round_id=session.scalars(select(Round.id)).first(),
            level="L1",
            content_hash=str(len(session.scalars(select(Job.id)).all())),
            asked_by=session.scalars(select(Person.id)).first(),
            state=state,
            total=1,
            created_at=MOMENT - timedelta(hours=1),
            finished_at=MOMENT if state == "done" else None,
            **running,
        )
    )
    session.flush()


def add_mail(
    session: Session, state: str, minutes: int, claimed_at: datetime | None = None
) -> None:
    number = len(session.scalars(select(Mail.id)).all())
    session.add(
        Mail(
            occasion=f"test {number}",
            kind="account",
            person_id=session.scalars(select(Person.id)).first(),
            address="somebody@north.example",
            subject="",
            body="",
            message_id=str(number),
            state=state,
            due_at=MOMENT + timedelta(minutes=minutes),
            claimed_at=claimed_at,
        )
    )
    session.flush()
