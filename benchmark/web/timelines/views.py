"""The timeline of a round: each person reads what they may know, in their own words."""

from typing import Any

from flask import Blueprint, g, render_template

from benchmark.assessment.access import rounds_of
from benchmark.assessment.timeline import timeline_of
from benchmark.database.schema import now
from benchmark.web.rounds import round_here
from benchmark.web.security import TRUST_PEOPLE, access

timelines = Blueprint("timelines", __name__)


@timelines.get("/trusts/<trust:trust>/timeline")
@access("trust", TRUST_PEOPLE)
def page(trust: str) -> Any:
    asked = round_here()
    return render_template(
        "timelines/timeline.html",
        trust=g.trust,
        round=asked,
        rounds=[each for each in rounds_of(g.session, g.trust) if each.id != asked.id],
        moments=timeline_of(g.session, g.viewer, asked, now()),
    )
