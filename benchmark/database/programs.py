"""PostgreSQL's own programs, which know its tables better than we do: pg_dump and pg_restore."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from benchmark.database.backup_file import BackupFault


def pg_dump(url: URL, dump: Path, snapshot: str, leave_out: str) -> None:
    """Write the database as a transaction sees it that has exported its snapshot."""
    options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    run("pg_dump", url, *options, f"--exclude-table={leave_out}", f"--file={dump}")


def pg_restore(url: URL, dump: Path) -> None:
    """Read a dump into an empty database, all of it or nothing."""
    options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    run("pg_restore", url, *options, str(dump))


def run(name: str, url: URL, *arguments: str) -> None:
    """Run one of the programs on a database; raises `BackupFault` with what it says."""
    program = shutil.which(name)
    if program is None:
        raise BackupFault(
            f"{name} is not installed on this machine; it comes with PostgreSQL "
            "(on Debian: apt-get install postgresql-client), in the server's version or a later one"
        )
    done = subprocess.run(
        [program, *arguments, f"--dbname={_without_password(url)}"],
        env=os.environ | _password(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFault(f"{name} failed: {done.stderr.strip()}")


def _without_password(url: URL) -> str:
    """The address as libpq reads it; everybody on the machine can read the words of a command."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string()


def _password(url: URL) -> dict[str, str]:
    return {"PGPASSWORD": url.password} if url.password else {}
