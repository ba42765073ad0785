"""Copies to the other kind of database, killed in the middle: all of it is there, or nothing.

A process of its own copies and kills itself with SIGKILL right before one of its SQL statements, on
whichever side; the moments are spread over the whole way. Then the same copy is begun again and
must arrive. ``MOMENTS`` of them each way, 20 in ``make battery``.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url

from benchmark.database.copying import copy_database
from benchmark.database.session import sqlite_url
from tests.battery.moments import killed_before, spread, statements_of
from tests.battery.writers import tell
from tests.database.test_copying import is_untouched, rows_of
from tests.databases import BOTH, closing, scratch_database

pytestmark = pytest.mark.battery

MOMENTS = int(os.environ.get("MOMENTS", "3"))


@pytest.fixture(params=BOTH)
def source(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"acceptance_{request.param}")
    return address


@contextmanager
def empty(source: str, server: str, folder: Path) -> Iterator[str]:
    """Address of an empty place of the other kind."""
    if make_url(source).get_backend_name() == "sqlite":
        with scratch_database(server, template="template1") as address:
            yield address
        return
    yield sqlite_url(folder / "new" / "place")
    shutil.rmtree(folder / "new", ignore_errors=True)


def test_a_copy_that_is_killed_leaves_nothing_and_the_next_one_arrives(
    source: str, postgresql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(source) as engine:
        wanted = rows_of(engine)
    with empty(source, postgresql_url, tmp_path) as target:
        statements = statements_of(partial(copy_between, source, target))
    faults = []
    places = spread(MOMENTS, statements)
    for number in places:
        with empty(source, postgresql_url, tmp_path) as target:
            assert killed_before(number, copy_between, source, target) == -signal.SIGKILL
            faults += after(source, target, wanted, number)
    kind = make_url(source).get_backend_name()
    tell(capsys, f"copies from {kind}: killed before {len(places)} of {statements} statements")
    assert faults == []


def test_a_copy_that_commits_each_statement_is_caught(
    acceptance_sqlite: str, postgresql_url: str, tmp_path: Path
) -> None:
    """The twin, on the way to PostgreSQL."""
    with closing(acceptance_sqlite) as engine:
        wanted = rows_of(engine)
    with empty(acceptance_sqlite, postgresql_url, tmp_path) as target:
        statements = statements_of(partial(copy_between, acceptance_sqlite, target))
    way = (copy_between, acceptance_sqlite)
    with empty(acceptance_sqlite, postgresql_url, tmp_path) as target:
        ended = killed_before(statements // 2, *way, target, committing="postgresql")
        assert ended == -signal.SIGKILL
        assert after(acceptance_sqlite, target, wanted, statements // 2)


def after(source: str, target: str, wanted: Any, number: int) -> list[str]:
    """What is wrong once a copy was killed, and once it was begun again."""
    with closing(target) as new:
        if not leaves_nothing(new):
            return [f"something is there, killed before statement {number}"]
    with closing(source) as old, closing(target) as new:
        copy_database(old, new)
        return [] if rows_of(new) == wanted else [f"not arrived after {number}"]


def leaves_nothing(target: Engine) -> bool:
    """No database; a folder that a killed process could not take away is none."""
    file = Path(str(target.url.database))
    return not file.exists() if target.dialect.name == "sqlite" else is_untouched(target)


def copy_between(source: str, target: str) -> None:
    with closing(source) as old, closing(target) as new:
        copy_database(old, new)
