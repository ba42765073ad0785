"""One division: what its three leads see of each other, and its report for the trust."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from benchmark.assessment.agreeing import leave_rest_open, settle_near
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.inside import readable_of
from benchmark.assessment.issuing import (
    DIVISION_REPORT,
    issue_division_report,
    issued,
    reports_of,
)
from benchmark.assessment.releasing import release_of
from benchmark.assessment.rescoring import corrections_of
from benchmark.comparison.division_content import content_of
from benchmark.web.divisions.agenda import agenda_from, left_to_settle, near_to_settle
from benchmark.web.divisions.desk import desk_here, inside_of, waiting, why_closed
from benchmark.web.divisions.parts import parts_of
from benchmark.web.divisions.together import settled_together, together_page
from benchmark.web.rounds import asked_round, comparison_of
from benchmark.web.security import LEADS, TRUST_PEOPLE, access

divisions = Blueprint("divisions", __name__)


@divisions.get("/divisions/<trust:trust>-<division:division>/agreement")
@access("division", LEADS)
def agreement(trust: str, division: str) -> Any:
    """Where the three stand: what to talk about first, what is settled, and the whole record."""
    desk = desk_here()
    inside = inside_of(desk)
    if inside is None:
        return waiting(desk)
    agenda = agenda_from(desk, inside)
    return render_template(
        "divisions/agreement.html",
        desk=desk,
        inside=inside,
        agenda=agenda,
        near=near_to_settle(agenda),
        left=left_to_settle(agenda),
        closed=why_closed(desk),
        released=release_of(g.session, desk.asked, desk.division),
        comparison=comparison_of(desk.asked),
    )


@divisions.get("/divisions/<trust:trust>-<division:division>/settle-near")
@access("division", LEADS)
def near(trust: str, division: str) -> Any:
    desk = desk_here()
    return together_page(desk, "divisions/settle-near.html", near_to_settle)


@divisions.post("/divisions/<trust:trust>-<division:division>/settle-near")
@access("division", LEADS)
def settle_all_near(trust: str, division: str) -> Any:
    return settled_together(desk_here(), settle_near, "agreed on the middle level")


@divisions.get("/divisions/<trust:trust>-<division:division>/leave-open")
@access("division", LEADS)
def rest(trust: str, division: str) -> Any:
    desk = desk_here()
    return together_page(desk, "divisions/leave-open.html", left_to_settle)


@divisions.post("/divisions/<trust:trust>-<division:division>/leave-open")
@access("division", LEADS)
def leave_open(trust: str, division: str) -> Any:
    return settled_together(desk_here(), leave_rest_open, "left open")


@divisions.get("/divisions/<trust:trust>-<division:division>/report")
@access("trust", TRUST_PEOPLE)
def report(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    comparison = comparison_of(asked)
    if division not in [result.key for result in comparison.divisions]:
        abort(404)
    parts = parts_of(comparison, questionnaire_of(asked), division)
    known = parts["content"].content_hash
    return render_template(
        "divisions/report.html",
        division=g.division,
        round=asked,
        corrections=corrections_of(g.session, asked),
        current=issued(g.session, asked, g.division, known, DIVISION_REPORT),
        earlier=readable_of(
            g.session, g.viewer, asked, reports_of(asked, g.division, DIVISION_REPORT)
        ),
        **parts,
    )


@divisions.post("/divisions/<trust:trust>-<division:division>/report")
@access("trust", TRUST_PEOPLE)
def issue(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    comparison = comparison_of(asked)
    if division in [result.key for result in comparison.released]:
        content = content_of(comparison, questionnaire_of(asked), division)
        issue_division_report(g.session, asked, g.division, content)
    # the page says what is missing when the division is not released
    here = url_for("divisions.report", trust=trust, division=division, round=asked.id)
    return redirect(here, 303)
