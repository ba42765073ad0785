"""The JSON API: what the pages of a trust show, to read only. ``docs/api.md`` shows how."""

from typing import Any

from flask import Blueprint, abort, g, url_for
from sqlalchemy import select
from sqlalchemy.orm import defer
from werkzeug.exceptions import Gone

from benchmark.assessment.access import find_trust
from benchmark.assessment.inside import may_read_report
from benchmark.assessment.issuing import LEVEL
from benchmark.assessment.tokens import FIGURES, PLANS, REPORTS
from benchmark.comparison.content import Comparison
from benchmark.database.rounds import Report, Round
from benchmark.web.api.answering import answered, tagged
from benchmark.web.api.asking import Nothing, OfDivision, OfScores, Paging, asked
from benchmark.web.api.bearer import reads
from benchmark.web.api.describing import described
from benchmark.web.api.documents import (
    Divisions,
    Plans,
    Reports,
    Rounds,
    Scores,
    TrustEntry,
    Trusts,
)
from benchmark.web.api.figures import about, division_entries, score_rows
from benchmark.web.api.following import actions, hidden_plans, report_entry, round_entry
from benchmark.web.api.paging import page_of
from benchmark.web.api.problems import NothingSuch, query_fault
from benchmark.web.api.variation import variation_of
from benchmark.web.formats import pdf_download
from benchmark.web.reports.views import file_name
from benchmark.web.rounds import comparison_of, rounds_here
from benchmark.web.security import EVERYBODY, TRUST_PEOPLE, access, public

ROUNDS = "/trusts/<trust:trust>/rounds"
ROUND = f"{ROUNDS}/<id:round_id>"

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.get("/openapi.json")
@public
def description() -> Any:
    asked(Nothing)
    return tagged(described(), "application/json")


@api.get("/trusts")
@access("own", EVERYBODY)
def trusts() -> Any:
    """The trusts in which the reader holds a post; for the national team there is none."""
    query = asked(Paging)
    codes = sorted({seat.trust for seat in g.viewer.seats if seat.trust})
    found = [trust for code in codes if (trust := find_trust(g.session, code))]
    entries = [
        TrustEntry(code=t.code, name=t.name, invented=t.invented, rounds=_rounds_of(t.code))
        for t in found
    ]
    items, following = page_of(entries, query)
    return answered(Trusts(items=items, next_cursor=following))


@api.get(ROUNDS)
@access("trust", TRUST_PEOPLE)
def rounds(trust: str) -> Any:
    query = asked(Paging)
    items, following = page_of([round_entry(each) for each in rounds_here(g.trust)], query)
    return answered(Rounds(items=items, next_cursor=following))


@api.get(f"{ROUND}/divisions")
@access("trust", TRUST_PEOPLE)
@reads(FIGURES)
def divisions(trust: str, round_id: str) -> Any:
    compared, query = _compared(round_id), asked(Paging)
    items, following = page_of(division_entries(compared), query)
    return answered(Divisions(about=about(compared), items=items, next_cursor=following))


@api.get(f"{ROUND}/scores")
@access("trust", TRUST_PEOPLE)
@reads(FIGURES)
def scores(trust: str, round_id: str) -> Any:
    compared, query = _compared(round_id), asked(OfScores)
    _refuse_unknown(compared, query)
    rows = [
        row
        for row in score_rows(compared)
        if query.division in (None, row.division) and query.kind in (None, row.kind)
    ]
    items, following = page_of(rows, query)
    return answered(Scores(about=about(compared), items=items, next_cursor=following))


@api.get(f"{ROUND}/variation")
@access("trust", TRUST_PEOPLE)
@reads(FIGURES)
def variation(trust: str, round_id: str) -> Any:
    compared = _compared(round_id)
    asked(Nothing)
    return answered(variation_of(compared))


@api.get(f"{ROUND}/plans")
@access("trust", TRUST_PEOPLE)
@reads(PLANS)
def plans(trust: str, round_id: str) -> Any:
    compared, query = _compared(round_id), asked(OfDivision)
    _refuse_unknown(compared, query)
    rows = [row for row in actions(compared) if query.division in (None, row.division)]
    items, following = page_of(rows, query)
    secret = hidden_plans(compared, query.division)
    told = Plans(about=about(compared), items=items, not_shown=secret, next_cursor=following)
    return answered(told)


@api.get(f"{ROUND}/reports")
@access("trust", TRUST_PEOPLE)
@reads(REPORTS)
def reports(trust: str, round_id: str) -> Any:
    """Issued reports of the round that the reader may download; of the three, to the three only."""
    found, query = _round(round_id), asked(Paging)
    issued = select(Report).where(Report.round_id == found.id).options(defer(Report.pdf))
    listed = issued.order_by(Report.issued_at.desc(), Report.id)
    readable = [
        report_entry(each)
        for each in g.session.scalars(listed)
        if may_read_report(g.session, g.viewer, each) and not _beyond_a_token(each)
    ]
    items, following = page_of(readable, query)
    return answered(Reports(items=items, next_cursor=following))


@api.get("/reports/<id:report_id>.pdf")
@access("trust", TRUST_PEOPLE)
@reads(REPORTS)
def pdf(report_id: str) -> Any:
    """The bytes of an issued report, as its page hands them out."""
    asked(Nothing)
    if _beyond_a_token(g.report):
        abort(404)
    return pdf_download(g.report.pdf, file_name(g.report))


def _beyond_a_token(report: Report) -> bool:
    """The editions of the three are for people: no program keeps a key to them."""
    return g.token is not None and report.level != LEVEL


def _rounds_of(trust: str) -> str:
    return url_for("api.rounds", trust=trust)


def _round(round_id: str) -> Round:
    """A round of the trust in the address; another trust's is as absent as one that is not."""
    found = next((each for each in rounds_here(g.trust) if each.id == round_id), None)
    if found is not None and found.removed_at is not None:
        raise Gone
    return found or abort(404)


def _compared(round_id: str) -> Comparison:
    return comparison_of(_round(round_id))


def _refuse_unknown(compared: Comparison, query: OfDivision) -> None:
    if query.division not in (None, *(each.key for each in compared.divisions)):
        raise NothingSuch(query_fault("division", "there is no such division in this round"))
