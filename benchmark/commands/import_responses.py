"""benchmark import-responses: answers that leads gave on paper."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed
from benchmark.assessment.auditing import record as record_deed
from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.importing_responses import (
    CannotImport,
    PaperCounts,
    coordinator_for,
    record_responses,
)
from benchmark.assessment.responding import NotOpen
from benchmark.assessment.rounds import is_open
from benchmark.commands.database_option import database_option
from benchmark.commands.import_file import import_file
from benchmark.database.rounds import Round
from benchmark.database.schema import now

Items = Callable[[list[Any]], Iterable[Any]]


@click.command("import-responses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--round", "named", required=True, help="A round's id, or 'latest' (open).")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@click.option("--by", "email", required=True, help="E-mail of the coordinator who enters them.")
@database_option
def import_responses(engine: Engine, file: Path, named: str, code: str | None, email: str) -> None:
    """Take in answers collected on paper from FILE, all of them or none.

    FILE is the CSV or XLSX that `benchmark export --template` writes, filled in. The answers are
    marked as entered from paper; a lead whose answers are complete is submitted, the others are
    kept. Scenes may be left out; that is told. What a lead has begun or submitted on screen is
    refused, never changed.
    """

    def record(session: Session, path: Path, items: Items) -> PaperCounts:
        asked = chosen_round(session, named, code, _is_open, "open round")
        person = coordinator_for(session, asked, email)
        counts = record_responses(session, path, asked, person, items)
        taken_in = Deed("answers taken in", way="command", round_id=asked.id)
        record_deed(session, asked.trust_id, taken_in, person.id)
        return counts

    try:
        import_file(engine, file, record)
    except (CannotImport, NoSuchRound, NotOpen) as refused:
        raise click.ClickException(f"{refused}; nothing was imported") from refused
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _is_open(asked: Round) -> bool:
    return is_open(asked, now())
