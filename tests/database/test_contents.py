"""Counts and hashes of rows: any difference shows, and the order of rows is none."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text

from benchmark.database.contents import canonical, contents, facts_of, tables_of
from tests.databases import closing

SUMMER = timezone(timedelta(hours=1))


def test_the_same_rows_in_another_order_are_the_same(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with engine.connect() as connection:
            before = contents(connection)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE copied AS SELECT * FROM people ORDER BY id DESC"))
        with engine.connect() as connection:
            assert facts_of(connection, "copied") == before["people"]
            assert {**contents(connection), "copied": None} == {**before, "copied": None}
            assert "copied" in tables_of(connection)
    assert before["people"].rows == 20
    assert before["answers"].rows == 0


CHANGES = {
    "one letter": "UPDATE people SET name = name || '.' WHERE id = 3",
    "one row less": "DELETE FROM memberships WHERE id = (SELECT min(id) FROM memberships)",
    "one row twice": "INSERT INTO copied SELECT * FROM copied LIMIT 1",
    "a value that is none": "UPDATE people SET email = '' WHERE id = 3",
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_shows(acceptance_on_both: str, change: str) -> None:
    with closing(acceptance_on_both) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE copied AS SELECT * FROM trusts"))
        with engine.connect() as connection:
            before = contents(connection)
        with engine.begin() as connection:
            connection.execute(text(CHANGES[change]))
        with engine.connect() as connection:
            after = contents(connection)
    assert len([name for name in before if before[name] != after[name]]) == 1


def test_the_queue_is_not_what_is_kept(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE huey_task (id integer)"))
        with engine.connect() as connection:
            assert "huey_task" not in tables_of(connection)


DIFFERENT: list[tuple[Any, Any]] = [
    (None, ""),
    (1, "1"),
    (b"a", "a"),
    (b"a", b"b"),
    (date(2026, 1, 1), "2026-01-01"),
    (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=SUMMER)),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_values_are_other_bytes(one: Any, other: Any) -> None:
    assert canonical(["a"], [one]) != canonical(["a"], [other])


def test_the_same_moment_in_another_zone_is_the_same() -> None:
    winter, summer = datetime(2026, 1, 1, 11, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=SUMMER)
    assert canonical(["a", "b"], [1, winter]) == canonical(["b", "a"], [summer, 1])
