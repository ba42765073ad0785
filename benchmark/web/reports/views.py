"""Issued reports, byte for byte, and the public check that one is unchanged."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, render_template
from sqlalchemy import select

from benchmark.assessment.rescoring import is_unaltered
from benchmark.assessment.verifying import State, state_of
from benchmark.comparison.handover import HANDOVER
from benchmark.database.corrections import Correction
from benchmark.database.rounds import Report
from benchmark.web.formats import division_place, pdf_download
from benchmark.web.security import TRUST_PEOPLE, access, public

reports = Blueprint("reports", __name__)


@reports.get("/reports/<id:report_id>.pdf")
@access("trust", TRUST_PEOPLE)
def download(report_id: str) -> Any:
    return pdf_download(g.report.pdf, file_name(g.report))


def file_name(report: Report) -> str:
    """Whose report of which round this is, in codes, keys and dates."""
    asked = report.round
    place = division_place(asked, report.division.key) if report.division else None
    what = f"{report.level}-{HANDOVER}" if report.kind == HANDOVER else report.level
    return f"{place or asked.trust.code.lower()}-{asked.opens_on:%Y-%m}-{what}"


@reports.get("/verify/<digest:content_hash>")
@public
def verify(content_hash: str) -> Any:
    """When a report or notice with this content was issued; nobody and no place is named.

    A notice is hashed anew from what is stored, a report from its bytes and the content inside
    them. Of reports without it the page does not say more than that they were issued.
    """
    query = select(Report).where(Report.content_hash == content_hash).order_by(Report.issued_at)
    found = list(g.session.scalars(query))
    if found:
        return _verified(content_hash, "report", found[0].issued_at, state_of(found))
    notice = _notice(content_hash) or abort(404)
    return _verified(content_hash, "correction notice", notice.issued_at, _state_of(notice))


def _state_of(notice: Correction) -> State:
    if notice.round.removed_at is not None:
        return State.ENDED
    return State.UNCHANGED if is_unaltered(notice) else State.ALTERED


def _verified(content_hash: str, kind: str, issued_at: datetime, state: State) -> str:
    return render_template(
        "reports/verify.html",
        issued_at=issued_at,
        kind=kind,
        altered=state is State.ALTERED,
        removed=state is State.REMOVED,
        ended=state is State.ENDED,
        rehashed=state is State.UNCHANGED,
        content_hash=content_hash,
    )


def _notice(content_hash: str) -> Correction | None:
    query = select(Correction).where(Correction.content_hash == content_hash)
    found: Correction | None = g.session.scalars(query.order_by(Correction.issued_at)).first()
    return found
