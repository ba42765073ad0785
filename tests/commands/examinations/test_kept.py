"""The database is looked at without a change; what would lose or damage answers is found."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import Engine, event, text

from benchmark.commands.examinations.finding import Finding
from benchmark.commands.examinations.kept import database_findings
from benchmark.database.migration import migrate
from benchmark.database.session import sqlite_url
from tests.databases import closing, run_sql, start_postgresql


def faults(engine: Engine) -> list[Finding]:
    return [finding for finding in database_findings(engine) if finding.advice]


def test_a_sqlite_file_is_well(current_sqlite: str) -> None:
    with closing(current_sqlite) as engine:
        assert faults(engine) == []
        assert "journal_mode is wal" in {finding.said for finding in database_findings(engine)}


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("synchronous=OFF", "synchronous is 0"), ("foreign_keys=OFF", "foreign_keys is 0")],
)
def test_a_careless_connection_is_found(current_sqlite: str, pragma: str, said: str) -> None:
    with closing(current_sqlite) as engine:
        event.listen(
            engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}")
        )
        assert [fault.said for fault in faults(engine)] == [said]


def test_a_damaged_file_is_found(current_sqlite: str, tmp_path: Path) -> None:
    with closing(current_sqlite) as engine, engine.begin() as connection:
        # an index that does not say what its table says
        connection.execute(text("PRAGMA writable_schema=ON"))
        connection.execute(
            text(
                "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
                "WHERE name = 'people') WHERE name = 'trusts'"
            )
        )
    with closing(sqlite_url(tmp_path)) as engine:
        assert [fault.advice.split(":")[0] for fault in faults(engine)] == ["the file is damaged"]


def test_a_database_of_another_schema_is_not_looked_into(empty_database: Engine) -> None:
    (fault,) = faults(empty_database)
    assert "run benchmark migrate" in fault.advice


def test_a_server_that_does_not_wait_for_its_disk_is_found(current_postgresql: str) -> None:
    """The servers of the tests are such."""
    with closing(current_postgresql) as engine:
        assert [fault.said for fault in faults(engine)] == ["fsync is off"]


@pytest.fixture
def careful_server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="benchmark-postgresql-"))
    server = start_postgresql(folder / "data", durable=True)
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.mark.battery
def test_a_careful_server_is_well_until_it_only_reads(careful_server: str) -> None:
    with closing(careful_server) as engine:
        migrate(engine)
        assert faults(engine) == []
    run_sql(
        careful_server, sql.SQL("ALTER DATABASE postgres SET default_transaction_read_only = on")
    )
    with closing(careful_server) as engine:
        assert [fault.said for fault in faults(engine)] == ["default_transaction_read_only is on"]
