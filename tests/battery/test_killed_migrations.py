"""Migrations up, down and up again over data, killed in the middle: old or new, never between.

A process of its own migrates and kills itself with SIGKILL right before one of its SQL statements;
the moments are spread over the whole way, the first and the last statement included. What is left
must be the database as it was, row by row and rule by rule, and migrating again must arrive where
an undisturbed migration does. ``MOMENTS`` of them each way, 20 in ``make battery``.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, make_url, text

from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.database.migration import migrate, step_back
from benchmark.database.session import sqlite_url, transaction
from benchmark.jobs.packs import make_pack
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.battery.moments import killed_before, spread, statements_of
from tests.battery.writers import tell
from tests.database.test_migration import (
    A_MAIL,
    A_PLAN,
    ROWS_001,
    ROWS_002,
    ROWS_003,
    contents,
    description,
    run_script,
    up_to,
)
from tests.databases import closing, scratch_database
from tests.packs import asked_pack
from tests.servers import FIRST, PASSWORD, complete_division, support_opened

pytestmark = pytest.mark.battery

MOMENTS = int(os.environ.get("MOMENTS", "2"))
ROUNDS = ROWS_001 + ROWS_003 + ROWS_002
A_PDF = {"pdf": b"%PDF"}  # SQLite would keep the text of those rows as a text
EVERYTHING = ROUNDS + A_PLAN + A_MAIL.format("m1", "receipt")
State = tuple[dict[str, Any], dict[str, Any]]


def from_nothing(_: Engine) -> None:
    """Prepare nothing."""


def from_the_first(engine: Engine) -> None:
    up_to(engine, "001")
    run_script(engine, ROWS_001)


def from_six(engine: Engine) -> None:
    up_to(engine, "006")
    add_rows(engine, ROUNDS)


def add_rows(engine: Engine, script: str) -> None:
    run_script(engine, script)
    with engine.begin() as connection:
        connection.execute(text("UPDATE reports SET pdf = :pdf"), A_PDF)


def from_the_last(engine: Engine) -> None:
    migrate(engine)
    add_rows(engine, EVERYTHING)


def from_the_last_and_back(engine: Engine) -> None:
    from_the_last(engine)
    step_back(engine, "006")


def from_a_whole_round(engine: Engine) -> None:
    """The last schema with what the pages and a worker have written: answers, releases, a pack."""
    migrate(engine)
    questionnaire = read_questionnaires(questionnaire_folder())[FIRST]
    with transaction(engine, writes=True) as session:
        fill_acceptance(session, questionnaire, PASSWORD)
    for division in ("medicine", "surgery"):
        complete_division(engine, questionnaire, "ZZN", division)
    assert make_pack(engine, asked_pack(engine))
    support_opened(engine, "support@supplier.example")


def from_a_whole_round_and_back(engine: Engine) -> None:
    from_a_whole_round(engine)
    step_back(engine, "006")


down_to_the_first = partial(step_back, revision="001")
WAYS: dict[str, tuple[Callable[[Engine], None], Callable[[Engine], Any]]] = {
    "up from nothing": (from_nothing, migrate),
    "up from the first": (from_the_first, migrate),
    "up with a round": (from_six, migrate),
    "down": (from_the_last, down_to_the_first),
    "up again": (from_the_last_and_back, migrate),
    "down with a whole round": (from_a_whole_round, down_to_the_first),
    "up again with a whole round": (from_a_whole_round_and_back, migrate),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_migration_that_is_killed_leaves_the_old_schema_and_the_next_one_arrives(
    way: str, fresh_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, faults = killed(way, fresh_database, tmp_path, MOMENTS, careful=True)
    kind = make_url(fresh_database).get_backend_name()
    tell(capsys, f"{way} ({kind}): killed before {kills} of the statements, {len(faults)} faults")
    assert faults == []
    assert kills >= 2


def test_migrations_that_commit_each_statement_are_caught(
    fresh_database: str, tmp_path: Path
) -> None:
    _, faults = killed("up with a round", fresh_database, tmp_path, 2, careful=False)
    assert any("between" in fault for fault in faults)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def fresh_database(request: pytest.FixtureRequest) -> str:
    """Address of an empty database of this test's own, of both kinds in turn."""
    address: str = request.getfixturevalue(f"fresh_{request.param}")
    return address


def killed(
    way: str, address: str, folder: Path, moments: int, *, careful: bool
) -> tuple[int, list[str]]:
    """Kill copies of a database on their way at several moments; how many, and what went wrong."""
    prepare, go = WAYS[way]
    with closing(address) as engine:
        prepare(engine)
    with closing(address) as engine:
        old = state(engine)
    with copy_of(address, folder) as copy, closing(copy) as engine:
        statements = statements_of(partial(go, engine))
        new = state(engine)
    faults, places = [], spread(moments, statements)
    committing = "" if careful else make_url(address).get_backend_name()
    for number in places:
        with copy_of(address, folder) as copy:
            ended = killed_before(number, go_on, copy, way, committing=committing)
            assert ended == -signal.SIGKILL
            with closing(copy) as engine:
                found = state(engine)
                if found != old:
                    faults.append(f"between, before statement {number}")
                    continue
                go(engine)
                faults += [] if state(engine) == new else [f"not arrived after {number}"]
    return len(places), faults


def state(engine: Engine) -> State:
    names = inspect(engine).get_table_names()
    return description(engine), contents(engine, names)


@contextmanager
def copy_of(address: str, folder: Path) -> Iterator[str]:
    if make_url(address).get_backend_name() != "sqlite":
        with scratch_database(address, template=str(make_url(address).database)) as copy:
            yield copy
        return
    place = folder / "copy"
    place.mkdir()
    shutil.copy(str(make_url(address).database), place)
    yield sqlite_url(place)
    shutil.rmtree(place)


def go_on(address: str, way: str) -> None:
    with closing(address) as engine:
        WAYS[way][1](engine)
