"""benchmark report: the PDFs of a round, the same bytes as the pages issue."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.division_contents import content_inside
from benchmark.assessment.documents import Document, documents_of, painted
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.inside import a_respondent_of, inside_for
from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.results import reader_of
from benchmark.assessment.rounds import has_complete_division, progress_of, shows_something
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.commands.progress import progress
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import DivisionContent
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.report.division import division_report

FOR_THE_THREE = (
    "These reports hold each lead's own levels. Give each of them to the three leads of its "
    "division only, and to nobody else."
)
Paper = Callable[[], bytes]


@click.command()
@click.option("--round", "round_id", required=True, help="A round's id, or 'latest'.")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@click.option("--division", "key", help="Key of one division; all of them without it.")
@click.option(
    "--level",
    type=click.Choice(["L1", "L2"]),
    default="L1",
    show_default=True,
    help="L1: for readers in the trust. L2: each division's edition for its own three leads.",
)
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
    """Write the PDFs of a round: one for each released division and one for the trust.

    With --level L2: one for each division whose three leads have submitted, for them only. The
    record of the trust then says that they were written.
    """
    with plain_faults(), transaction(engine, writes=level == "L2") as session:
        papers = _WRITTEN[level](session, round_id, code, key)
    out.mkdir(parents=True, exist_ok=True)
    for name in progress(list(papers), "Writing reports"):
        file = out / name
        _write(file, papers[name]())
        click.echo(file)
    if level == "L2":
        click.echo(FOR_THE_THREE, err=True)


def _for_the_trust(
    session: Session, round_id: str, code: str | None, key: str | None
) -> dict[str, Paper]:
    """Name of the file -> what writes it, for readers in the trust."""
    asked = _round(session, round_id, code, shows_something, "released round")
    questionnaire = questionnaire_of(asked)
    comparison = comparison_over_rounds(session, reader_of(asked.trust), asked, questionnaire)
    return {
        document.name: partial(painted, document, comparison, questionnaire)
        for document in _wanted(comparison, key)
    }


def _for_the_three(
    session: Session, round_id: str, code: str | None, key: str | None
) -> dict[str, Paper]:
    """The same for the three leads of each division, read as one of them."""
    asked = _round(session, round_id, code, has_complete_division, "round with a complete division")
    known = progress_of(session, asked)
    if key is not None and key not in known:
        raise click.ClickException(
            f"there is no division {key} in this round; there is {', '.join(known)}"
        )
    found = {name: _inside(session, asked, name) for name in ([key] if key else known)}
    papers: dict[str, Paper] = {
        f"{asked.trust.code.lower()}-{name}-L2.pdf": partial(division_report, content)
        for name, content in found.items()
        if content
    }
    if not papers:
        raise click.ClickException(f"the three leads of {key} have not all submitted")
    written = Deed("reports written", way="command", round_id=asked.id, detail="for the leads, L2")
    record(session, asked.trust_id, written)
    return papers


def _inside(session: Session, asked: Round, key: str) -> DivisionContent | None:
    division = next(each for each in asked.trust.divisions if each.key == key)
    questionnaire = questionnaire_of(asked)
    lead = a_respondent_of(session, asked, division)
    inside = inside_for(session, lead, asked, division, questionnaire)
    return content_inside(session, asked, division, questionnaire, inside) if inside else None


_WRITTEN = {"L1": _for_the_trust, "L2": _for_the_three}


def _round(
    session: Session,
    round_id: str,
    code: str | None,
    shows: Callable[[Session, Round], bool],
    what: str,
) -> Round:
    def fits(asked: Round) -> bool:
        return shows(session, asked)

    try:
        return chosen_round(session, round_id, code, fits, what)
    except NoSuchRound as none:
        raise click.ClickException(str(none)) from none
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _wanted(comparison: Comparison, key: str | None) -> list[Document]:
    documents = documents_of(comparison, "L1")
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
