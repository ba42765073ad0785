"""What has happened in a round, in the words of whoever reads it, and only what they may know.

The table is the rule: a kind of event that has no words for somebody does not exist for them.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.events import events_of
from benchmark.assessment.results import respondents
from benchmark.assessment.rounds import progress_of, state_from
from benchmark.database.events import RoundEvent
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import RoundState, Statistic, Subject, Viewer

# the nearest first: each reads the words of the first group that they belong to and that has any
OWN, THREE, COORDINATOR, DIVISION, TRUST = "own", "three", "coordinator", "division", "trust"

# Who has submitted is for the coordinator, and for the three when all three have; who has
# confirmed is for the three. Details that could say how far somebody was stay with the
# coordinator.
WORDS: dict[str, dict[str, str]] = {
    "created": {COORDINATOR: "The round was prepared."},
    "invited": {COORDINATOR: "Invitations were written."},
    "opened": {TRUST: "The round opened. It was to close on {day}."},
    "extended": {TRUST: "The round was extended. It now closes on {day}."},
    "closed": {TRUST: "The round was closed."},
    "abandoned": {
        COORDINATOR: "The round was abandoned: {detail}",
        TRUST: "The round was abandoned. What was answered is kept, and nothing more is released.",
    },
    "stricter": {TRUST: "The round was made stricter: fewer people see the levels."},
    "less strict": {TRUST: "The round was made less strict, before anybody had answered."},
    "submitted": {
        OWN: "You submitted your answers for {division}.",
        THREE: "The {role} lead of {division} submitted.",
        COORDINATOR: "The {role} lead of {division} submitted.",
    },
    "recorded": {
        THREE: "It was recorded of the {role} lead of {division}: {detail}.",
        COORDINATOR: "It was recorded of the {role} lead of {division}: {detail}.",
    },
    "lead changed": {
        COORDINATOR: "The {role} lead of {division} changed: {detail}.",
        DIVISION: "The {role} lead of {division} changed.",
    },
    "set aside": {
        COORDINATOR: "The first answers of the {role} lead of {division} were set aside."
    },
    "withdrawn": {
        OWN: "You withdrew your answers for {division}.",
        COORDINATOR: "The {role} lead of {division} withdrew. Its figures are withheld.",
    },
    "confirmed": {
        OWN: "You confirmed the release of {division}.",
        THREE: "The {role} lead confirmed the release of {division}.",
    },
    "released": {
        THREE: "The three of you released the levels of {division}.",
        TRUST: "The three leads of {division} released its levels.",
    },
    "planned": {TRUST: "The leads of {division} wrote an action into their plan."},
    "plan changed": {TRUST: "The leads of {division} changed an action of their plan."},
    "progress": {TRUST: "The leads of {division} told how far an action is."},
    "offered": {TRUST: "The leads of {division} made or changed an offer."},
    "offer withdrawn": {TRUST: "The leads of {division} withdrew an offer."},
    "division renamed": {TRUST: "A division was renamed: {detail}"},
    "divisions merged": {TRUST: "Two divisions were merged: {detail}"},
    "division split": {TRUST: "A division was split: {detail}"},
    "pack asked for": {TRUST: "An improvement pack was asked for."},
    "pack made": {TRUST: "The improvement pack is ready."},
    "pack cancelled": {TRUST: "An improvement pack was cancelled."},
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    text: str


def timeline_of(
    session: Session, viewer: Viewer, asked: Round, moment: datetime
) -> tuple[Moment, ...]:
    """What the viewer may know of the round, oldest first."""
    groups = _groups(session, viewer, asked, moment)
    lines = []
    for event in events_of(session, asked):
        own = frozenset({OWN} if event.person_id == viewer.person else ())
        words = words_for(event.kind, groups[event.division_id] | own)
        if words:
            lines.append(Moment(event.at, _filled(words, event)))
    return tuple(lines)


def words_for(kind: str, groups: frozenset[str]) -> str:
    """The words of a kind of event for somebody of these groups; empty: not for them."""
    known = WORDS[kind]
    return next((words for group, words in known.items() if group in groups), "")


def _filled(words: str, event: RoundEvent) -> str:
    return words.format(
        division=event.division.name if event.division else "",
        role=event.role or "",
        detail=event.detail,
        day=_day(event.detail),
    )


def _day(detail: str) -> str:
    try:
        return day_in_words(date.fromisoformat(detail))
    except ValueError:
        return detail


def _groups(
    session: Session, viewer: Viewer, asked: Round, moment: datetime
) -> dict[int | None, frozenset[str]]:
    """Division -> the groups that the viewer belongs to there; None: for the round as a whole."""
    progress = progress_of(session, asked)
    everywhere = Subject(asked.trust.code)
    state = state_from(progress, asked, None, moment)
    chases = decide(viewer, everywhere, Statistic.LEAD_STATES, state).show
    trust = frozenset({TRUST, COORDINATOR} if chases else {TRUST})
    found: dict[int | None, frozenset[str]] = {None: trust}
    for division in asked.trust.divisions:
        state = state_from(progress, asked, division.key, moment)
        found[division.id] = trust | _groups_in(session, viewer, asked, division, state)
    return found


def _groups_in(
    session: Session, viewer: Viewer, asked: Round, division: Division, state: RoundState
) -> frozenset[str]:
    place = (asked.trust.code, division.key)
    people = respondents(session, asked, division.key)
    belongs = {
        DIVISION: any((seat.trust, seat.division) == place for seat in viewer.seats),
        THREE: decide(viewer, Subject(*place, people), Statistic.ROLE_LEVELS, state).show,
    }
    return frozenset(group for group, member in belongs.items() if member)
