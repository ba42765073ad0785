"""One division: what its three leads see of each other, and its report for the trust."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issue_division_report, issued, reports_of
from benchmark.assessment.rescoring import corrections_of
from benchmark.assessment.results import respondents, role_evidence, role_levels
from benchmark.assessment.rounds import state_for
from benchmark.comparison.beside import beside
from benchmark.comparison.brief import division_brief
from benchmark.comparison.profile import profile
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Decision, Statistic, Subject
from benchmark.web.charts import svg_pair
from benchmark.web.divisions.sides import side_by_side
from benchmark.web.rounds import asked_round, comparison_of
from benchmark.web.security import LEADS, TRUST_PEOPLE, access

divisions = Blueprint("divisions", __name__)


@divisions.get("/divisions/<trust:trust>-<division:division>/agreement")
@access("division", LEADS)
def agreement(trust: str, division: str) -> Any:
    asked = asked_round(g.division.trust) or abort(404)
    questionnaire = questionnaire_of(asked)
    subject = Subject(trust, division, respondents(g.session, asked, division))
    state = state_for(g.session, asked, division, now())
    decision = decide(g.viewer, subject, Statistic.ROLE_LEVELS, state)
    return render_template(
        "divisions/agreement.html",
        division=g.division,
        round=asked,
        decision=decision,
        complete=state.complete,
        comparison=comparison_of(asked) if decision.show else None,
        lines=_sides(decision, asked, division, questionnaire),
    )


def _sides(decision: Decision, asked: Any, division: str, questionnaire: Any) -> Any:
    """Nothing is read before the decision allows it."""
    if not decision.show:
        return ()
    levels = role_levels(g.session, asked, division, questionnaire)
    return side_by_side(questionnaire, levels, role_evidence(g.session, asked, division))


@divisions.get("/divisions/<trust:trust>-<division:division>/report")
@access("trust", TRUST_PEOPLE)
def report(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    comparison = comparison_of(asked)
    if division not in [result.key for result in comparison.divisions]:
        abort(404)
    result = comparison.division(division)
    brief = chart = None
    if result.released:
        brief = division_brief(comparison, questionnaire_of(asked), division)
        chart = profile(comparison, division)
    return render_template(
        "divisions/report.html",
        division=g.division,
        round=asked,
        comparison=comparison,
        result=result,
        corrections=corrections_of(g.session, asked),
        brief=brief,
        beside=beside(comparison, result),
        chart=chart,
        picture=svg_pair(chart) if chart else None,
        current=issued(g.session, asked, g.division, comparison),
        earlier=list(g.session.scalars(reports_of(asked, g.division))),
    )


@divisions.post("/divisions/<trust:trust>-<division:division>/report")
@access("trust", TRUST_PEOPLE)
def issue(trust: str, division: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    comparison = comparison_of(asked)
    if division in [result.key for result in comparison.released]:
        issue_division_report(g.session, asked, g.division, comparison, questionnaire_of(asked))
    # the page says what is missing when the division is not released
    here = url_for("divisions.report", trust=trust, division=division, round=asked.id)
    return redirect(here, 303)
