"""What changes nothing is not taken for something that was done."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, bindparam, delete, select, update
from sqlalchemy.orm import Session

from benchmark.database.changes import change, has_changed
from benchmark.database.people import Trust
from benchmark.database.session import transaction

CHANGING: dict[str, Callable[[Session], object]] = {
    "a new row": lambda session: session.add(Trust(code="ZZS", name="South")),
    "another value": lambda session: setattr(session.get_one(Trust, 1), "name", "Norther"),
    "a row deleted": lambda session: session.delete(session.get_one(Trust, 1)),
    "a statement": lambda session: session.execute(update(Trust).values(name="Norther")),
    "a statement past the unit of work": lambda session: change(
        session, update(Trust).values(name=bindparam("called")), {"called": "Norther"}
    ),
    "a deletion": lambda session: session.execute(delete(Trust)),
}
QUIET: dict[str, Callable[[Session], object]] = {
    "nothing": lambda _: None,
    "reading": lambda session: session.scalars(select(Trust)).all(),
    "the same value": lambda session: setattr(session.get_one(Trust, 1), "name", "North"),
    "a lock": lambda session: session.scalars(select(Trust).with_for_update()).all(),
}


@pytest.fixture
def kept(database: Engine) -> Engine:
    with transaction(database, writes=True) as session:
        session.add(Trust(code="ZZN", name="North"))
    return database


@pytest.mark.parametrize("name", [*CHANGING, *QUIET])
def test_a_change_is_seen_and_reading_is_not(kept: Engine, name: str) -> None:
    with transaction(kept, writes=True) as session:
        (CHANGING | QUIET)[name](session)
        assert has_changed(session) == (name in CHANGING)
