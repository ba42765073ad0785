"""What every page of the three leads begins with: their round, and whether they may see it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import abort, g, jsonify, render_template, url_for

from benchmark.assessment.agreeing import NotNow, refuse_unless_open, roles_of
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.inside import inside_for
from benchmark.assessment.results import respondents
from benchmark.assessment.rounds import state_for
from benchmark.comparison.inside import Inside
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.disclosure.decide import WITHHELD, decide
from benchmark.disclosure.levels import (
    LEADS_OF_A_DIVISION,
    Decision,
    RoundState,
    Statistic,
    Subject,
)
from benchmark.questionnaire.definition import Practice, Questionnaire
from benchmark.web.rounds import asked_round
from benchmark.web.security import wants_json

NOTHING_TO_RELEASE = "Only the three of you see your levels. There is nothing to release."


@dataclass(frozen=True, slots=True)
class Desk:
    """One division in one round, as the lead who is signed in may see it."""

    asked: Round
    division: Division
    questionnaire: Questionnaire
    state: RoundState
    decision: Decision  # on each role's level and evidence
    respondents: frozenset[int]  # who has submitted
    roles: tuple[str, ...]  # as which leads the reader has submitted

    def address(self, endpoint: str, **parts: Any) -> str:
        """Where a page of this division and round is."""
        trust, division = self.division.trust.code, self.division.key
        return url_for(endpoint, trust=trust, division=division, round=self.asked.id, **parts)

    def practice(self, key: str) -> Practice:
        known = {practice.key: practice for practice in self.questionnaire.practices}
        return known.get(key) or abort(404)


def desk_here() -> Desk:
    """The desk of the division and the round in the address."""
    division: Division = g.division
    asked = asked_round(division.trust) or abort(404)
    answered = respondents(g.session, asked, division.key)
    subject = Subject(division.trust.code, division.key, answered)
    state = state_for(g.session, asked, division.key, now())
    return Desk(
        asked=asked,
        division=division,
        questionnaire=questionnaire_of(asked),
        state=state,
        decision=decide(g.viewer, subject, Statistic.ROLE_LEVELS, state),
        respondents=answered,
        roles=roles_of(g.session, asked, division, g.viewer.person),
    )


def inside_of(desk: Desk) -> Inside | None:
    """What the three see of themselves; None for anybody else, and before they may."""
    return inside_for(g.session, g.viewer, desk.asked, desk.division, desk.questionnaire)


def waiting(desk: Desk, status: int = HTTPStatus.OK) -> Any:
    """The page instead of any that shows the three of each other, or what they would release."""
    g.unread = True  # nothing of the three is on it: the record of who read what leaves it out
    reason = why_not(desk)
    if wants_json() and status != HTTPStatus.OK:
        return jsonify(saved=False, reason=reason), status
    page = render_template(
        "divisions/waiting.html", division=desk.division, round=desk.asked, reason=reason
    )
    return page, status


def why_not(desk: Desk) -> str:
    """Why this reader does not see what the three do; nothing here depends on an answer."""
    state = desk.state
    if desk.decision.show:
        return NOTHING_TO_RELEASE
    if state.withheld:
        return f"Not shown. {WITHHELD.capitalize()}."
    if state.heard or state.complete == LEADS_OF_A_DIVISION:
        return "Only the three people who gave these answers can see them side by side."
    return (
        f"{state.complete} of {LEADS_OF_A_DIVISION} complete. When all three of you have "
        "submitted, you see your answers side by side here. Until then nobody sees what anybody "
        "else said."
    )


def why_closed(desk: Desk) -> str:
    """Why nothing can be settled any more; empty while it can."""
    try:
        refuse_unless_open(g.session, desk.asked, desk.division)
    except NotNow as closed:
        return str(closed)
    return ""
