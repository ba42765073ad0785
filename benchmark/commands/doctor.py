"""benchmark doctor: whether this installation is well, and what to do where it is not."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from benchmark.commands.database_option import data_option, database, shown
from benchmark.commands.examinations.around import backup_finding, mail_finding, storage_findings
from benchmark.commands.examinations.at_work import clock_findings, work_findings
from benchmark.commands.examinations.finding import Finding
from benchmark.commands.examinations.in_force import settings_findings
from benchmark.commands.examinations.kept import database_findings
from benchmark.database.migration import SchemaMismatch, check_schema
from benchmark.database.schema import now
from benchmark.jobs.mail_settings import is_mail_address
from benchmark.web.settings import SettingsFault, mail_settings


@click.command()
@data_option
@click.option("--send-to", default="", help="Also send a mail to this address.")
@click.option(
    "--backups",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of backups; the latest is read.",
)
def doctor(data: Path | None, send_to: str, backups: Path | None) -> None:
    """Look at settings, database, mail, storage, clock, work and backups, and change nothing.

    Exit code 1 with what to do for each fault. Secrets are never printed.
    """
    if send_to and not is_mail_address(send_to):
        raise click.UsageError(f"--send-to {send_to} is not a mail address")
    faults = 0
    for finding in _findings(data, send_to, backups):
        faults += bool(finding.advice)
        click.echo(f"{'FAULT' if finding.advice else 'ok':6}{finding.what}: {finding.said}")
        if finding.advice:
            click.echo(f"      -> {finding.advice}")
    if faults:
        raise click.ClickException(f"{faults} to mend" if faults > 1 else "one thing to mend")
    click.echo("All is well.")


def _findings(data: Path | None, send_to: str, backups: Path | None) -> Iterator[Finding]:
    yield from settings_findings(os.environ, data)
    with database(data) as engine:
        yield from _in_database(engine)
    with suppress(SettingsFault):  # told among the settings
        yield mail_finding(mail_settings(os.environ), send_to, now())
    yield from storage_findings(data or Path(os.environ.get("BENCHMARK_DATA") or "instance"))
    yield backup_finding(backups, now())


def _in_database(engine: Engine) -> Iterator[Finding]:
    try:
        yield from database_findings(engine)
        check_schema(engine)
        yield from clock_findings(engine, now())
        yield from work_findings(engine, now())
    except SchemaMismatch:
        return  # told just before
    except DatabaseError as fault:
        reason = str(fault.orig).strip()
        yield Finding("database", f"{shown(engine)}: {reason}", "start it, or mend DATABASE_URL")
