"""What every page of a division's plan and offers begins with: who reads it, and who may write."""

from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, url_for
from werkzeug.wrappers import Response

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.planning import refuse_unless_current
from benchmark.assessment.rounds import progress_of, state_from
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Decision, Statistic, Subject
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.rounds import asked_round


@dataclass(frozen=True, slots=True)
class Board:
    """One division in one round, as somebody of its trust may read it."""

    asked: Round
    division: Division
    questionnaire: Questionnaire
    decision: Decision
    own: bool  # the reader is a lead of this division, in post today
    closed: str  # why nothing can be written; empty while it can

    @property
    def writable(self) -> bool:
        return self.own and self.decision.show and not self.closed

    def address(self, endpoint: str, **parts: Any) -> str:
        """Where a page of this division and round is."""
        trust, division = self.division.trust.code, self.division.key
        return url_for(endpoint, trust=trust, division=division, round=self.asked.id, **parts)

    @property
    def practices(self) -> list[tuple[str, str]]:
        """Key and name of each, for a form."""
        return [(practice.key, practice.name) for practice in self.questionnaire.practices]

    def name_of(self, practice: str) -> str:
        """Also of one that this round's questionnaire no longer asks."""
        return dict(self.practices).get(practice) or practice.replace("-", " ").capitalize()


def board_here(statistic: Statistic) -> Board:
    """The division and the round in the address; 404 where it takes no part."""
    division: Division = g.division
    asked = asked_round(division.trust) or abort(404)
    progress = progress_of(g.session, asked)
    if division.key not in progress:
        abort(404)
    subject = Subject(division.trust.code, division.key)
    state = state_from(progress, asked, division.key, now())
    return Board(
        asked=asked,
        division=division,
        questionnaire=questionnaire_of(asked),
        decision=decide(g.viewer, subject, statistic, state),
        own=_leads(division),
        closed=_why_closed(asked, division),
    )


def _leads(division: Division) -> bool:
    place = (division.trust.code, division.key)
    return any(
        seat.role in LEAD_ROLES and (seat.trust, seat.division) == place for seat in g.viewer.seats
    )


def _why_closed(asked: Round, division: Division) -> str:
    try:
        refuse_unless_current(g.session, asked, division)
    except NotNow as closed:
        return str(closed)
    return ""


def turned_away(board: Board, endpoint: str) -> Response | None:
    """To the list, which says why, where nothing can be written; None where it can."""
    return None if board.writable else redirect(board.address(endpoint), 303)
