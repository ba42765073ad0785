"""A removal on PostgreSQL while somebody changes the trust: both get through, one by one."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, func, select, text, update
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.removing import due_rounds
from benchmark.assessment.retention import hold, set_years
from benchmark.database.people import LONGEST_RETENTION
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.jobs.removals import remove_due
from tests.assessment.canary_person import named_in
from tests.assessment.posts import trust_named
from tests.assessment.two_trusts import close_all, merged
from tests.databases import closing
from tests.old_rounds import TODAY, announce

GATE = 7
OPEN = select(func.pg_advisory_unlock_all())
# every deletion of answers waits until the gate is open
AT_THE_GATE = (
    "CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN PERFORM pg_advisory_xact_lock({GATE}); RETURN NULL; END $$"
)
WAITS = (
    "CREATE TRIGGER wait_at_gate BEFORE DELETE ON answers "
    "FOR EACH STATEMENT EXECUTE FUNCTION wait_at_gate()"
)
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
def engine(old_postgresql: str) -> Iterator[Engine]:
    with closing(old_postgresql) as opened:
        announce(opened)
        with transaction(opened, writes=True) as session:
            close_all(session)
            # so that a longer period takes the notice back, and has to write the round
            session.execute(update(Round).values(promised_years=LONGEST_RETENTION))
            session.execute(text(AT_THE_GATE))
            session.execute(text(WAITS))
        yield opened


def until_waiting(engine: Engine, count: int) -> None:
    give_up = time.monotonic() + 30
    while (waiting := _waiting(engine)) != count:
        assert time.monotonic() < give_up, f"{waiting} wait"
        time.sleep(0.05)


def _waiting(engine: Engine) -> int | None:
    with engine.connect() as connection:  # one transaction sees one moment only
        return connection.scalar(WAITING)


@contextmanager
def closed_gate(engine: Engine) -> Iterator[Connection]:
    """Nobody gets through until the block opens it; afterwards everybody, whatever happened."""
    with engine.connect() as gate:
        gate.execute(select(func.pg_advisory_lock(GATE)))
        try:
            yield gate
        finally:
            gate.execute(OPEN)


def make_longer(session: Session) -> None:
    set_years(session, trust_named(session), LONGEST_RETENTION)


def merge(session: Session) -> None:
    assert merged(session).changed


@pytest.mark.postgresql
def test_a_hold_and_a_period_at_the_same_moment_both_stand(engine: Engine) -> None:
    def lengthen() -> None:
        with transaction(engine, writes=True) as session:
            make_longer(session)

    with ThreadPoolExecutor(1) as threads:
        with transaction(engine, writes=True) as session:
            (asked,) = due_rounds(session, TODAY)
            hold(session, asked, "Tribunal claim 1042 is not decided yet")
            other = threads.submit(lengthen)
            until_waiting(engine, 1)
            record(session, asked.trust_id, Deed("round held", round_id=asked.id))
        other.result(30)
    with transaction(engine, writes=False) as session:
        (held,) = session.scalars(select(Round).where(Round.held_at.is_not(None)))
        assert held.trust.retention_years == LONGEST_RETENTION


@pytest.mark.postgresql
@pytest.mark.parametrize("change", [make_longer, merge])
def test_nobody_is_turned_away_by_a_deadlock(
    engine: Engine, change: Callable[[Session], None]
) -> None:
    def changed() -> None:
        with transaction(engine, writes=True) as session:
            change(session)

    with ThreadPoolExecutor(2) as threads, closed_gate(engine) as gate:
        removal = threads.submit(remove_due, engine, TODAY)
        until_waiting(engine, 1)
        other = threads.submit(changed)
        until_waiting(engine, 2)
        gate.execute(OPEN)
        assert len(removal.result(30)) == 1
        other.result(30)
    assert named_in(engine) == set()
