"""Every table that a migrated database has, and no other."""

import subprocess
import sys

from sqlalchemy import Engine

from benchmark.database.contents import tables_of
from benchmark.database.tables import all_tables
from tests.running import ROOT


def test_the_tables_are_those_of_a_migrated_database(database: Engine) -> None:
    with database.connect() as connection:
        found = set(tables_of(connection))
    assert {table.name for table in all_tables()} | {"alembic_version"} == found


def test_each_stands_after_those_that_it_points_to() -> None:
    seen: set[str] = set()
    for table in all_tables():
        assert {key.column.table.name for key in table.foreign_keys} - {table.name} <= seen
        seen.add(table.name)


def test_nothing_has_to_be_loaded_before() -> None:
    program = "from benchmark.database.tables import all_tables; print(len(all_tables()))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(all_tables())
