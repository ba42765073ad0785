"""Guessing gets slower, for the guesser; nobody waits for ever."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.throttling import (
    LONGEST_WAIT,
    MOST_FAILURES,
    MOST_FROM_ADDRESS,
    Attempt,
    pause_after,
    recent_failures,
    remember_failure,
    wait_until,
)
from benchmark.database.people import SignInAttempt
from benchmark.database.schema import now
from benchmark.database.session import transaction

STRANGER = Attempt("owner@north.example", "192.0.2.1")
OWNER = Attempt("owner@north.example", "192.0.2.2", device="a device that is known")


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        yield opened


def fail(session: Session, attempt: Attempt, times: int) -> None:
    for _ in range(times):
        remember_failure(session, attempt)


def waits(session: Session, attempt: Attempt) -> timedelta | None:
    moment = now()
    until = wait_until(session, attempt, moment)
    return until - moment if until else None


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    minutes = [pause_after(n, 10).total_seconds() / 60 for n in (0, 9, 10, 11, 12, 13, 14, 15, 999)]
    assert minutes == [0, 0, 1, 2, 4, 8, 15, 15, 15]


def test_tries_are_free_then_wait_and_then_may_go_on(session: Session) -> None:
    fail(session, STRANGER, MOST_FAILURES - 1)
    assert waits(session, STRANGER) is None
    fail(session, STRANGER, 1)
    assert timedelta(seconds=50) < (waits(session, STRANGER) or timedelta()) <= timedelta(minutes=1)
    fail(session, STRANGER, 50)
    assert (waits(session, STRANGER) or timedelta()) <= LONGEST_WAIT
    session.execute(update(SignInAttempt).values(at=now() - LONGEST_WAIT))
    assert waits(session, STRANGER) is None
    fail(session, STRANGER, 1)  # one try, and the next wait is the longest again
    assert (waits(session, STRANGER) or timedelta()) > timedelta(minutes=14)
    session.execute(update(SignInAttempt).values(at=now() - timedelta(hours=25)))
    fail(session, STRANGER, MOST_FAILURES - 1)
    assert waits(session, STRANGER) is None


def test_strangers_do_not_make_the_owner_wait_in_a_browser_that_is_known(session: Session) -> None:
    fail(session, STRANGER, 60)
    assert waits(session, STRANGER) is not None
    assert waits(session, OWNER) is None
    assert waits(session, Attempt("owner@north.example", "192.0.2.9")) is not None
    fail(session, OWNER, MOST_FAILURES)
    assert waits(session, OWNER) is not None


def test_a_known_browser_does_not_open_another_account(session: Session) -> None:
    fail(session, OWNER, MOST_FAILURES)
    assert waits(session, Attempt("other@north.example", "192.0.2.2")) is None


def test_one_address_that_tries_many_accounts_waits_too(session: Session) -> None:
    for number in range(MOST_FROM_ADDRESS):
        remember_failure(session, Attempt(f"{number}@north.example", "192.0.2.3"))
    assert waits(session, Attempt("fresh@north.example", "192.0.2.3")) is not None
    assert waits(session, Attempt("fresh@north.example", "192.0.2.4")) is None
    assert recent_failures(session) == MOST_FROM_ADDRESS


def test_who_and_where_are_kept_as_hashes_only(session: Session) -> None:
    fail(session, OWNER, 1)
    row = session.execute(select(SignInAttempt.__table__)).one()
    for word in ("owner", "192.0", "device that"):
        assert word not in repr(row)
