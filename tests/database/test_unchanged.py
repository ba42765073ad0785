"""What is kept goes as soon as anybody has written, and what is put there is found again before."""

from collections.abc import Hashable
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from benchmark.database import unchanged
from benchmark.database.people import Trust
from benchmark.database.session import begin_writing, open_database, transaction
from benchmark.database.unchanged import MOST, kept_while_unchanged
from tests.databases import closing


def add_trust(engine: Engine, code: str) -> None:
    with transaction(engine, writes=True) as session:
        session.add(Trust(code=code, name="Invented", invented=True))


def trusts(session: Session) -> int:
    """How many there are, kept as pages keep what they have worked out."""
    kept = kept_while_unchanged(session)
    if "trusts" not in kept:
        kept["trusts"] = session.scalar(select(func.count()).select_from(Trust))
    return int(kept["trusts"])


def read(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        return trusts(session)


def place(engine: Engine) -> dict[Hashable, Any]:
    with transaction(engine, writes=False) as session:
        return kept_while_unchanged(session)


def other_process(database: Engine) -> Engine:
    return open_database(database.url.render_as_string(hide_password=False))


def test_it_is_the_same_place_until_somebody_writes(database: Engine) -> None:
    first = place(database)
    first["trusts"] = "anything"
    assert place(database) is first
    add_trust(database, "ZZN")  # through the same pool, and with SQLite the same connection
    assert place(database) == {}


def test_what_another_process_commits_is_seen_at_once(database: Engine) -> None:
    other = other_process(database)
    try:
        for count, code in enumerate(("ZZA", "ZZB", "ZZC"), start=1):
            before = read(database)
            assert before == count - 1
            add_trust(other, code)
            assert read(database) == count
            with transaction(other, writes=True) as session:
                session.execute(update(Trust).values(name=code))
            assert place(database) == {}  # also where no row has come or gone
    finally:
        other.dispose()


def test_a_transaction_that_was_open_before_counts_when_it_is_committed(database: Engine) -> None:
    """The snapshot of the reader is older than the commit, whatever began first."""
    other = other_process(database)
    try:
        with transaction(other, writes=True) as writer:
            writer.add(Trust(code="ZZN", name="Invented", invented=True))
            writer.flush()
            assert read(database) == 0
            assert read(database) == 0
        assert read(database) == 1
    finally:
        other.dispose()


def test_what_an_older_snapshot_gave_is_not_there_for_the_next_reader(database: Engine) -> None:
    """A reader who began before a commit keeps what it saw under the sign of what it saw."""
    other = other_process(database)
    try:
        with transaction(database, writes=False) as session:
            session.scalar(select(func.count()).select_from(Trust))  # the snapshot is taken here
            add_trust(other, "ZZN")
            trusts(session)
        assert read(database) == 1
    finally:
        other.dispose()


def test_of_two_that_are_open_at_once_each_counts(current_postgresql: str) -> None:
    """The later one is committed first: the newest number of all says nothing of the other."""
    postgresql = open_database(current_postgresql)
    other = other_process(postgresql)
    try:
        with transaction(other, writes=True) as early:
            early.add(Trust(code="ZZA", name="Invented", invented=True))
            early.flush()
            add_trust(other, "ZZB")
            assert read(postgresql) == 1
        assert read(postgresql) == 2
    finally:
        other.dispose()
        postgresql.dispose()


def test_a_transaction_that_writes_keeps_nothing(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        kept_while_unchanged(session)["trusts"] = 7
        assert kept_while_unchanged(session) == {}
        assert trusts(session) == 0
        session.add(Trust(code="ZZN", name="Invented", invented=True))
        session.flush()
        assert trusts(session) == 1
    assert read(database) == 1


def test_a_transaction_that_has_begun_to_write_late_keeps_nothing(database: Engine) -> None:
    with pytest.raises(InterruptedError):
        write_late_and_break_off(database)
    assert read(database) == 0


def write_late_and_break_off(engine: Engine) -> None:
    with transaction(engine, writes=True, late=True) as session:
        kept_while_unchanged(session)
        begin_writing(session)
        session.add(Trust(code="ZZN", name="Invented", invented=True))
        session.flush()
        assert trusts(session) == 1
        raise InterruptedError


def test_a_session_that_goes_on_after_its_transaction_looks_again(database: Engine) -> None:
    with transaction(database, writes=False) as session:
        assert trusts(session) == 0
        add_trust(database, "ZZA")
        session.commit()
        assert trusts(session) == 1
        session.rollback()
        add_trust(database, "ZZB")
        assert trusts(session) == 2


def test_it_does_not_grow_for_ever(database: Engine) -> None:
    for number in range(3 * MOST):
        place(database)[number] = number
        assert len(place(database)) <= MOST


def test_where_nobody_knows_nothing_is_kept(
    current_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a standby server."""
    monkeypatch.setattr(unchanged, "SNAPSHOT", "SELECT NULL")
    with closing(current_postgresql) as engine:
        place(engine)["trusts"] = 7
        assert place(engine) == {}
