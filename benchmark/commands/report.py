"""benchmark report: the PDFs of a round, the same bytes as the pages issue."""

from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.documents import Document, documents_of, painted
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import reader_of
from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.rounds import shows_something
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.commands.progress import progress
from benchmark.comparison.content import Comparison
from benchmark.database.rounds import Round
from benchmark.database.session import transaction

L2_FOLLOWS = "--level L2 follows with the reports for the three leads; this version writes L1"


@click.command()
@click.option("--round", "round_id", required=True, help="A round's id, or 'latest'.")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@click.option("--division", "key", help="Key of one division; all of them without it.")
@click.option("--level", type=click.Choice(["L1", "L2"]), default="L1", show_default=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the PDFs.",
)
@database_option
def report(
    round_id: str, code: str | None, key: str | None, level: str, out: Path, engine: Engine
) -> None:
    """Write the PDFs of a round: one for each released division and one for the trust."""
    if level != "L1":
        raise click.UsageError(L2_FOLLOWS)
    with plain_faults(), transaction(engine, writes=False) as session:
        asked = _round(session, round_id, code)
        questionnaire = questionnaire_of(asked)
        comparison = comparison_over_rounds(session, reader_of(asked.trust), asked, questionnaire)
    wanted = _wanted(comparison, key, level)
    out.mkdir(parents=True, exist_ok=True)
    for document in progress(wanted, "Writing reports"):
        file = out / document.name
        _write(file, painted(document, comparison, questionnaire))
        click.echo(file)


def _round(session: Session, round_id: str, code: str | None) -> Round:
    def fits(asked: Round) -> bool:
        return shows_something(session, asked)

    try:
        return chosen_round(session, round_id, code, fits, "released round")
    except NoSuchRound as none:
        raise click.ClickException(str(none)) from none
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _wanted(comparison: Comparison, key: str | None, level: str) -> list[Document]:
    documents = documents_of(comparison, level)
    if key is None:
        return list(documents)
    released = [document.division for document in documents if document.division]
    if key not in [division.key for division in comparison.divisions]:
        raise click.ClickException(
            f"there is no division {key} in this round; there is {', '.join(released)}"
        )
    if key not in released:
        raise click.ClickException(f"{key} is not released: {comparison.division(key).reason}")
    return [document for document in documents if document.division == key]


def _write(file: Path, content: bytes) -> None:
    """All of the file or none of it."""
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(file)
