"""Who did what here: the coordinator reads the record of the trust, and takes it along."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from benchmark.assessment.audit_page import PAGE_LENGTH, shown_lines
from benchmark.comparison.chart import Table
from benchmark.comparison.wording import local_time
from benchmark.database.schema import now
from benchmark.web.audit.choosing import address, asked_of, kinds, newer_and_older, periods
from benchmark.web.formats import table_download
from benchmark.web.security import COORDINATORS, access

audit = Blueprint("audit", __name__)
HEADER = ("When", "Who", "What", "Round", "Kind")


@audit.get("/trusts/<trust:trust>/audit")
@access("trust", COORDINATORS)
def page(trust: str) -> Any:
    asked, here = asked_of(request.args), url_for("audit.page", trust=trust)
    moment = now()
    wanted = asked.wanted(moment)
    total, lines = shown_lines(g.session, g.viewer, g.trust, wanted, moment, asked.page)
    if asked.page > 1 and not lines:
        abort(404)
    newer, older = newer_and_older(here, asked, total)
    return render_template(
        "audit/audit.html",
        trust=g.trust,
        lines=lines,
        total=total,
        first=(asked.page - 1) * PAGE_LENGTH + 1,
        kinds=kinds(here, asked),
        periods=periods(here, asked),
        newer=newer,
        older=older,
        file=address(url_for("audit.numbers", trust=trust), asked_of({**request.args, "page": ""})),
    )


@audit.get("/trusts/<trust:trust>/audit.csv")
@access("trust", COORDINATORS)
def numbers(trust: str) -> Any:
    """All of what the page shows over its pages, as one table."""
    moment = now()
    wanted = asked_of(request.args).wanted(moment)
    _, lines = shown_lines(g.session, g.viewer, g.trust, wanted, moment, None)
    rows = tuple(
        (local_time(line.at), line.who, line.text, line.round_title, line.group) for line in lines
    )
    return table_download(Table("Who did what here", HEADER, rows), trust.lower(), "audit")
