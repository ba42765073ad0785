"""Issued reports, byte for byte, and the public check that one is unchanged."""

from typing import Any

from flask import Blueprint, abort, g, render_template
from flask import Response as Answer
from sqlalchemy import select

from benchmark.database.rounds import Report
from benchmark.web.formats import division_place
from benchmark.web.security import TRUST_PEOPLE, access, public

reports = Blueprint("reports", __name__)


@reports.get("/reports/<id:report_id>.pdf")
@access("trust", TRUST_PEOPLE)
def download(report_id: str) -> Any:
    report: Report = g.report
    asked = report.round
    place = division_place(asked, report.division.key) if report.division else None
    name = f"{place or asked.trust.code.lower()}-{asked.opens_on:%Y-%m}-{report.level}.pdf"
    answer = Answer(report.pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@reports.get("/verify/<digest:content_hash>")
@public
def verify(content_hash: str) -> Any:
    """When a report with this content was issued; no trust, division or person is named."""
    query = select(Report).where(Report.content_hash == content_hash).order_by(Report.issued_at)
    first = g.session.scalars(query).first() or abort(404)
    return render_template("reports/verify.html", report=first, content_hash=content_hash)
