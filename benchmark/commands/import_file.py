"""What the commands that take in a file share: all of it or nothing, with located faults."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.commands.progress import progress
from benchmark.database.session import transaction
from benchmark.questionnaire.located import FaultyFile

Record = Callable[[Session, Path, Callable[[list[Any]], Iterable[Any]]], object]


def import_file(engine: Engine, file: Path, record: Record) -> None:
    """Record a file in one transaction and print what came of it; exit with 1 on faults."""
    try:
        with transaction(engine, writes=True) as session:
            counts = record(session, file, with_progress)
    except FaultyFile as faulty:
        # without click's "Error: " in front, so that an editor finds the place by file:line
        click.echo(f"{faulty}\nnothing was imported", err=True)
        raise SystemExit(1) from faulty
    click.echo(counts)


def with_progress(items: list[Any]) -> Iterator[Any]:
    return progress(items, "Importing")
