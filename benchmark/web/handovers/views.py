"""The handover pack of a division: for its three leads with their reasons, for others without."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from benchmark.assessment.handing_over import handover_for, issued_packs
from benchmark.assessment.issuing import issue_handover
from benchmark.comparison import handover as words
from benchmark.web.rounds import asked_round
from benchmark.web.security import TRUST_PEOPLE, access

PLACE = "/divisions/<trust:trust>-<division:division>/handover"

handovers = Blueprint("handovers", __name__)


@handovers.get(PLACE)
@access("trust", TRUST_PEOPLE)
def page(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    pack, reason = handover_for(g.session, g.viewer, asked, g.division)
    g.unread = pack is None  # then nothing of it was read
    found = issued_packs(g.session, g.viewer, asked, g.division, pack) if pack else []
    known = [each for each in found if pack and each.content_hash == pack.content_hash]
    return render_template(
        "handovers/handover.html",
        division=g.division,
        round=asked,
        pack=pack,
        reason=reason,
        words=words,
        current=known[0] if known else None,
        earlier=found,
    )


@handovers.post(PLACE)
@access("trust", TRUST_PEOPLE)
def issue(trust: str, division: str) -> Any:
    """Issue the pack in the reader's edition, once for the same content."""
    asked = asked_round(g.trust) or abort(404)
    pack, _ = handover_for(g.session, g.viewer, asked, g.division)
    if pack:
        g.report = issue_handover(g.session, asked, g.division, pack)
    # the page says what is missing when there is none
    here = url_for("handovers.page", trust=trust, division=division, round=asked.id)
    return redirect(here, HTTPStatus.SEE_OTHER)
