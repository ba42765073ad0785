"""The column types and names that every table shares."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import StatementError

from benchmark.database.people import Person
from benchmark.database.schema import now, random_id
from benchmark.database.session import transaction

LONDON = ZoneInfo("Europe/London")


def keep(engine: Engine, moment: datetime) -> datetime:
    with transaction(engine, writes=True) as session:
        session.add(Person(name="Invented", email="i@north.example", created_at=moment))
    with transaction(engine, writes=False) as session:
        return session.scalars(select(Person.created_at)).one()


def test_a_moment_comes_back_in_utc_whatever_its_zone(database: Engine) -> None:
    summer_evening = datetime(2026, 7, 1, 23, 59, 59, 123456, tzinfo=LONDON)
    kept = keep(database, summer_evening)
    assert kept == datetime(2026, 7, 1, 22, 59, 59, 123456, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_the_two_hours_that_the_clocks_repeat_stay_apart(database: Engine) -> None:
    second_half_past_one = datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON)
    assert keep(database, second_half_past_one) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(database: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"):
        keep(database, datetime.fromisoformat("2026-07-01T00:00"))


def test_no_moment_stays_no_moment(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        session.add(Person(name="Invented", email="i@north.example"))
    with transaction(database, writes=False) as session:
        assert session.scalars(select(Person.disabled_at)).one() is None


def test_now_is_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= now() <= datetime.now(UTC)
    assert now().tzinfo is UTC


def test_random_ids_are_16_signs_that_nobody_misreads_and_do_not_repeat() -> None:
    ids = {random_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-km-np-z2-9]{16}", id_)] == []
