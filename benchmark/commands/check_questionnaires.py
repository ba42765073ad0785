"""``benchmark check-questionnaires``: what the author of a questionnaire has to mend, and where."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from benchmark.questionnaire.faults import faults_of
from benchmark.questionnaire.schema import json_schema
from benchmark.questionnaire.source import (
    FaultyQuestionnaire,
    questionnaire_files,
    questionnaire_folder,
)


@click.command("check-questionnaires")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--schema", is_flag=True, help="Print the JSON Schema that editors check files with.")
def check_questionnaires(paths: tuple[Path, ...], *, schema: bool) -> None:
    """Show every fault of questionnaire files with its line, and exit with 1 if there is any.

    Warnings alone are shown and exit with 0. PATHS are files or folders; without any, the
    product's own questionnaires are checked.
    """
    if schema:
        click.echo(json_schema())
        return
    try:
        files = _files(paths or (questionnaire_folder(),))
    except FaultyQuestionnaire as faulty:
        click.echo(str(faulty), err=True)
        raise SystemExit(1) from faulty
    found = faults_of(files)
    for fault in found:
        click.echo(str(fault), err=True)
    severities = Counter(fault.severity for fault in found)
    warnings = f", {_counted(severities['advice'], 'warning')}" if severities["advice"] else ""
    if severities["error"]:
        faults, read = _counted(severities["error"], "fault"), _counted(len(files), "file")
        click.echo(f"{faults}{warnings}, {read}", err=True)
        raise SystemExit(1)
    click.echo(f"{_counted(len(files), 'questionnaire')}, no faults{warnings}")


def _files(paths: Iterable[Path]) -> list[Path]:
    """Return the files of all folders and the files that are named themselves, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(questionnaire_files(path) if path.is_dir() else (path,))
    return list(found)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
