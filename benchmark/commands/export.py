"""benchmark export: submitted answers for analysts, and the empty template for paper."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calibrated_scores import calibrated
from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.exporting import (
    data_cut,
    division_names,
    expected_leads,
    provenance,
    released_answers,
    schedule_lines,
    submitted_answers,
)
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.results import schedule_of
from benchmark.assessment.rounds import has_complete_division, is_open
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.comparison.wording import counted
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.export.analysts import LibraryMissing, parquet_bytes, sav_bytes
from benchmark.export.answers import answers_sheet, template_sheet
from benchmark.export.calibration import calibration_sheet
from benchmark.export.dictionary import dictionary_sheet, explanation_sheet, notes
from benchmark.export.labels import Label, Labelled, answer_labels
from benchmark.export.sheets import Sheet, UnfitText
from benchmark.export.writing import csv_bytes, xlsx_bytes

OWNER_ONLY = 0o600  # answers of identified people
WARNING = (
    "This file holds identified judgements of named roles, lead by lead (L2). Give it only "
    "to those who may see each lead's answers; it is not for appraisal, pay or discipline."
)


@dataclass(frozen=True, slots=True)
class Export:
    """The sheets of an export: the answers, what goes with them, and what to say of them."""

    answers: Sheet
    further: Mapping[str, Sheet]  # by what a CSV of its own adds to the file's name
    made: datetime
    labels: Mapping[str, Label]
    warning: str = ""

    @property
    def labelled(self) -> Labelled:
        return Labelled(self.answers, self.labels, self.further)


ANALYSTS = ("sav", "parquet")
WRITERS: dict[str, Callable[[Export], bytes]] = {
    "xlsx": lambda made: xlsx_bytes((made.answers, *made.further.values()), made.made),
    "sav": lambda made: sav_bytes(made.labelled, made.made),
    "parquet": lambda made: parquet_bytes(made.labelled),
}


@click.command()
@click.option("--round", "named", required=True, help="A round's id, or 'latest'.")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "sav", "parquet"]), required=True,
    help="csv, xlsx, sav (SPSS) or parquet; the last two need the extra 'exports'.",
)  # fmt: skip
@click.option("--evidence", is_flag=True, help="Add the evidence that leads wrote.")
@click.option("--template", is_flag=True, help="Write an empty file for answers on paper.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def export(  # the parts of one command line
    engine: Engine,
    out: Path,
    *,
    named: str,
    code: str | None,
    kind: str,
    evidence: bool,
    template: bool,
) -> None:
    """Write the submitted answers of a round to OUT, one row a lead, with a data dictionary.

    Each lead's scores stand in a calibration sheet, as given and adjusted for how leniently the
    lead scores. The record of the trust says that they were exported. In a workbook dictionary and
    calibration are further sheets, beside OUT.csv the files OUT-dictionary.csv and
    OUT-calibration.csv, in an SPSS or Parquet file its notes or metadata. Only divisions whose
    three leads have all submitted are in it; the latest round is the newest with such a division.
    With --template: an
    empty row for each lead of the newest open round, for `benchmark import-responses`.
    """
    if template and kind in ANALYSTS:
        raise click.UsageError("--template is for people who type: use --format csv or xlsx")
    wanted = _template if template else _submitted
    with plain_faults(), transaction(engine, writes=False) as session:
        asked = _round(session, named, code, template=template)
        made = wanted(session, asked, evidence=evidence)
        files = _files(made, kind, out, template=template)
        exported = Deed("answers exported", way="command", round_id=asked.id, detail=kind)
    if not template:  # an empty form tells nothing of anybody
        with transaction(engine, writes=True) as session:
            record(session, asked.trust_id, exported)
    for file, content in files.items():
        _write(file, content)
        click.echo(file)
    if made.warning:
        click.echo(made.warning, err=True)


def _round(session: Session, named: str, code: str | None, *, template: bool) -> Round:
    def fits(asked: Round) -> bool:
        return is_open(asked, now()) if template else has_complete_division(session, asked)

    what = "open round" if template else "round with a complete division"
    try:
        return chosen_round(session, named, code, fits, what)
    except NoSuchRound as none:
        raise click.ClickException(str(none)) from none
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _submitted(session: Session, asked: Round, *, evidence: bool) -> Export:
    questionnaire, schedule = questionnaire_of(asked), schedule_of(session, asked)
    submitted = submitted_answers(session, asked)
    answers = released_answers(submitted)
    dictionary = dictionary_sheet(
        questionnaire,
        provenance(session, asked, schedule),
        division_names(asked),
        schedule_lines(schedule),
        evidence=evidence,
    )
    early = len(submitted) - len(answers)
    left_out = f" Left out: {counted(early, 'lead')} of divisions that are not complete."
    return Export(
        answers_sheet(questionnaire, answers, evidence=evidence),
        {
            "dictionary": dictionary,
            "calibration": calibration_sheet(
                questionnaire, calibrated(questionnaire, schedule, answers)
            ),
        },
        data_cut(session, asked),
        answer_labels(questionnaire),
        WARNING + (left_out if early else ""),
    )


def _template(session: Session, asked: Round, *, evidence: bool) -> Export:
    questionnaire = questionnaire_of(asked)
    title = f"{asked.trust.name}, {asked.title}: answers on paper, {asked.questionnaire}"
    told = notes(title, questionnaire, evidence=evidence)
    leads = expected_leads(session, asked)
    return Export(
        template_sheet(questionnaire, leads, told, evidence=evidence),
        {"dictionary": explanation_sheet(questionnaire, evidence=evidence)},
        asked.created_at,
        {},
    )


def _files(made: Export, kind: str, out: Path, *, template: bool) -> dict[Path, bytes]:
    if kind != "csv":
        try:
            return {out: WRITERS[kind](made)}
        except (UnfitText, LibraryMissing) as reason:
            raise click.ClickException(str(reason)) from reason
    if template:
        return {out: csv_bytes(made.answers)}
    further = {
        out.with_name(f"{out.stem}-{name}{out.suffix or '.csv'}"): csv_bytes(sheet)
        for name, sheet in made.further.items()
    }
    return {out: csv_bytes(made.answers)} | further


def _write(file: Path, content: bytes) -> None:
    """All of the file or none of it, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
    unfinished.replace(file)
