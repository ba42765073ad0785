"""A round's figures for the reader's own tools: exactly what the comparison page shows them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from benchmark.assessment.exporting import schedule_lines
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.results import schedule_of
from benchmark.comparison.content import Comparison
from benchmark.database.rounds import Round
from benchmark.export.analysts import LibraryMissing, can_write, parquet_bytes, sav_bytes
from benchmark.export.figures import FIGURES, comparison_sheets, labelled
from benchmark.export.sheets import Sheet, UnfitText
from benchmark.export.writing import csv_bytes, xlsx_bytes
from benchmark.web.formats import download
from benchmark.web.rounds import asked_round, comparison_of, round_here, rounds_here
from benchmark.web.security import TRUST_PEOPLE, access

exports = Blueprint("exports", __name__)

Sheets = Mapping[str, Sheet]
MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
}
WRITERS: dict[str, Callable[[Sheets, str, datetime], bytes]] = {
    "csv": lambda sheets, table, _: csv_bytes(sheets[table]),
    "xlsx": lambda sheets, _, made: xlsx_bytes(tuple(sheets.values()), made),
    "sav": lambda sheets, table, made: sav_bytes(labelled(sheets, table), made),
    "parquet": lambda sheets, table, _: parquet_bytes(labelled(sheets, table)),
}


@exports.get("/trusts/<trust:trust>/exports")
@access("trust", TRUST_PEOPLE)
def overview(trust: str) -> Any:
    asked = round_here()
    return _page(asked, comparison_of(asked))


@exports.get("/trusts/<trust:trust>/exports/file")
@access("trust", TRUST_PEOPLE)
def file(trust: str) -> Any:
    """One table in one format; a workbook holds every table."""
    asked = asked_round(g.trust) or abort(404)
    compared = comparison_of(asked)
    sheets = _sheets(asked, compared)
    table, kind = request.args.get("table", FIGURES), request.args.get("format", "csv")
    if table not in sheets or kind not in WRITERS:
        abort(404)
    try:
        content = WRITERS[kind](sheets, table, compared.data_cut or asked.created_at)
    except (UnfitText, LibraryMissing) as reason:
        return _page(asked, compared, str(reason)), 409
    what = "all" if kind == "xlsx" else table
    return download(content, f"{trust}-{asked.opens_on:%Y-%m}-{what}.{kind}", MIMETYPES[kind])


def _sheets(asked: Round, compared: Comparison) -> Sheets:
    """The tables of a round; before a release they say only that nothing is shown, and why."""
    rules = schedule_lines(schedule_of(g.session, asked))
    return comparison_sheets(compared, questionnaire_of(asked), rules)


def _page(asked: Round, compared: Comparison, refused: str = "") -> str:
    sheets = _sheets(asked, compared)
    return render_template(
        "exports/exports.html",
        trust=g.trust,
        round=asked,
        rounds=rounds_here(g.trust),
        comparison=compared,
        tables=[(key, sheet.title, len(sheet.rows)) for key, sheet in sheets.items()],
        for_analysts=can_write(),
        refused=refused,
    )
