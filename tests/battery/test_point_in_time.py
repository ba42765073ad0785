"""PostgreSQL goes back to the moment before an accident, as docs/backups.md tells operators to.

A server that archives its journal, a base backup, answers given after it, an accident, and a second
server that stops reading the journal just before it: by a name, or by a time.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text

from benchmark.database.contents import TableFacts, contents
from benchmark.database.migration import migrate
from benchmark.database.session import open_database, transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import CANNOT_START, closing, start_postgresql
from tests.missing import give_up
from tests.servers import fill, hand_in, response_of

pytestmark = [pytest.mark.battery, pytest.mark.postgresql]
WITHIN = 60  # seconds
PORT = 5433  # names a socket in the folder, not a port of the machine
ACCIDENT = "DELETE FROM answers; UPDATE people SET name = 'lost'"


@dataclass(frozen=True)
class Site:
    """A folder with a server in it that archives its journal beside its data."""

    folder: Path
    server: Any

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the user who owns the data."""
        command, user = [str(self.server.bin_path / program), *arguments], self.server.system_user
        with (self.folder / "log").open("ab") as log:  # a server that is started keeps it open
            done = subprocess.run(
                command, user=user, cwd=self.folder, stdout=log, stderr=log, check=False
            )
        assert done.returncode == 0, (self.folder / "log").read_text()

    def address(self, folder: str, port: int = 5432, database: str = "postgres") -> str:
        place = {"host": str(self.folder / folder), "port": str(port)}
        url = make_url("postgresql://postgres@/").set(database=database, query=place)
        return url.render_as_string(hide_password=False)

    def tell(self, *statements: str, database: str = "postgres") -> Any:
        """Run statements on the living server; what the last of them answers."""
        engine = open_database(self.address("data", database=database))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            *_, answer = [connection.execute(text(statement)) for statement in statements]
            told = answer.scalar() if answer.returns_rows else None
        engine.dispose()
        return told


@pytest.fixture
def site() -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="benchmark-point-in-time-"))
    try:
        server = start_postgresql(folder / "data")
    except CANNOT_START as error:
        shutil.rmtree(folder)
        give_up(f"PostgreSQL did not start: {error!r}")
    (folder / "archive").mkdir()
    if server.system_user:
        for each in (folder, folder / "archive"):
            os.chown(each, pwd.getpwnam(server.system_user).pw_uid, -1)
    yield Site(folder, server)
    server.cleanup()
    shutil.rmtree(folder)


def begin_archiving(site: Site) -> None:
    archive = site.folder / "archive"
    command = f"test ! -f {archive}/%f && cp %p {archive}/%f"
    site.tell(
        "ALTER SYSTEM SET archive_mode = on", f"ALTER SYSTEM SET archive_command = '{command}'"
    )
    site.run("pg_ctl", "-w", "-D", "data", "restart")


def wait_for_the_archive(site: Site) -> None:
    """Until the journal of all that was written so far lies in the archive."""
    last = site.tell("SELECT pg_walfile_name(pg_switch_wal())")
    until = time.monotonic() + WITHIN
    while not (site.folder / "archive" / last).exists():
        assert time.monotonic() < until, "the journal was not archived"
        time.sleep(0.1)


@contextmanager
def brought_back(site: Site, name: str, target: str) -> Iterator[Engine]:
    """A second server from the base backup and the archive, up to the target."""
    shutil.copytree(site.folder / "base", site.folder / name)
    settings = f"restore_command = 'cp {site.folder}/archive/%f %p'\narchive_mode = off\n{target}"
    with (site.folder / name / "postgresql.auto.conf").open("a") as written:
        written.write(settings + "\nrecovery_target_action = 'promote'\n")
    (site.folder / name / "recovery.signal").touch()
    shutil.copystat(site.folder / "base", site.folder / name)
    if site.server.system_user:
        owner = pwd.getpwnam(site.server.system_user).pw_uid
        for each in (site.folder / name, *(site.folder / name).rglob("*")):
            os.chown(each, owner, -1)
    options = f"-h '' -k {site.folder / name} -p {PORT}"
    site.run("pg_ctl", "-w", "-t", str(WITHIN), "-D", name, "-o", options, "start")
    try:
        with closing(site.address(name, PORT, "benchmark")) as engine:
            yield engine
    finally:
        site.run("pg_ctl", "-w", "-D", name, "-m", "immediate", "stop")


def rows_of(engine: Engine) -> dict[str, TableFacts]:
    with engine.connect() as connection:
        return contents(connection)


def test_a_server_goes_back_to_the_moment_before_an_accident(
    site: Site, questionnaire: Questionnaire
) -> None:
    begin_archiving(site)
    site.tell("CREATE DATABASE benchmark")
    address = site.address("data", database="benchmark")
    with closing(address) as engine:
        migrate(engine)
        fill(address, questionnaire)
        base = ("--checkpoint=fast", "--wal-method=stream", "--username=postgres")
        site.run(
            "pg_basebackup", *base, f"--host={site.folder}/data", f"--pgdata={site.folder}/base"
        )
        at_base = rows_of(engine)
        with transaction(engine, writes=True) as session:
            hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        before = rows_of(engine)
        moment = site.tell(
            "SELECT pg_create_restore_point('before-the-accident')", "SELECT clock_timestamp()"
        )
        time.sleep(0.1)
        site.tell(*ACCIDENT.split("; "), database="benchmark")
        after = rows_of(engine)
    assert before["answers"].rows == len(questionnaire.keys)
    assert len({repr(each) for each in (at_base, before, after)}) == 3
    wait_for_the_archive(site)
    targets = {
        "by-name": ("recovery_target_name = 'before-the-accident'", before),
        "by-time": (f"recovery_target_time = '{moment.isoformat()}'", before),
        "without": ("", after),  # the twin: a journal that is read to its end brings back the loss
    }
    for name, (target, expected) in targets.items():
        with brought_back(site, name, target) as engine:
            assert rows_of(engine) == expected, name
            with transaction(engine, writes=True) as session:  # and people can go on
                response_of(session, "ZZN", "medicine", "nursing").role = "nursing"
