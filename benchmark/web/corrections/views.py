"""One correction notice: as a page, and as the PDF that was issued with it."""

from typing import Any

from flask import Blueprint, g, render_template

from benchmark.comparison.correction import ROUND, notice_from, unseen_words
from benchmark.web.formats import pdf_download
from benchmark.web.security import TRUST_PEOPLE, access

corrections = Blueprint("corrections", __name__)


@corrections.get("/corrections/<id:correction_id>")
@access("trust", TRUST_PEOPLE)
def notice(correction_id: str) -> Any:
    issued = g.correction
    said = notice_from(issued.content)
    return render_template(
        "corrections/notice.html",
        correction=issued,
        notice=said,
        sentences=[c for place in said.places if place.name == ROUND for c in place.changes],
        places=[place for place in said.places if place.name != ROUND],
        unseen=unseen_words(said),
    )


@corrections.get("/corrections/<id:correction_id>.pdf")
@access("trust", TRUST_PEOPLE)
def download(correction_id: str) -> Any:
    issued = g.correction
    asked = issued.round
    name = f"{asked.trust.code.lower()}-{asked.opens_on:%Y-%m}-correction-{issued.number}"
    return pdf_download(issued.pdf, name)
