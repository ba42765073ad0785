"""The handover pack of a division: for its three leads with their reasons, for others without."""

from typing import Any

from flask import Blueprint, abort, g, render_template

from benchmark.assessment.handing_over import handover_for
from benchmark.comparison import handover as words
from benchmark.report.handover import handover_pdf
from benchmark.web.formats import division_place, pdf_download
from benchmark.web.rounds import asked_round
from benchmark.web.security import TRUST_PEOPLE, access

PLACE = "/divisions/<trust:trust>-<division:division>/handover"

handovers = Blueprint("handovers", __name__)


@handovers.get(PLACE)
@access("trust", TRUST_PEOPLE)
def page(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    pack, reason = handover_for(g.session, g.viewer, asked, g.division)
    return render_template(
        "handovers/handover.html",
        division=g.division,
        round=asked,
        pack=pack,
        reason=reason,
        words=words,
    )


@handovers.get(f"{PLACE}.pdf")
@access("trust", TRUST_PEOPLE)
def paper(trust: str, division: str) -> Any:
    """The same pack as the page shows, written when it is asked for; it is not kept."""
    asked = asked_round(g.trust) or abort(404)
    pack, _ = handover_for(g.session, g.viewer, asked, g.division)
    if pack is None:
        return page(trust=trust, division=division)
    place = division_place(asked, g.division.key)
    return pdf_download(handover_pdf(pack), f"{place}-{asked.opens_on:%Y-%m}-handover")
