"""The one decision on who may see what. Pages, charts, exports, PDFs and commands all ask it.

``decide`` first asks whether this viewer may ever see such a thing of this subject, then whether
the round has come far enough for it. A viewer outside the audience learns nothing, not even why.
"""

from collections.abc import Callable

from benchmark.disclosure.levels import (
    FEWEST_DIVISIONS,
    FEWEST_TRUSTS,
    LEADS_OF_A_DIVISION,
    Decision,
    RoundState,
    Statistic,
    Subject,
    Viewer,
)

NOT_FOR_YOU = "not available"
NOT_RELEASED = "not released"
WITHHELD = "withheld: an answer was withdrawn or begun again"
NEEDS_OTHERS = f"needs at least {FEWEST_DIVISIONS} divisions besides your own"
NEEDS_OTHER_TRUSTS = f"needs at least {FEWEST_TRUSTS} trusts besides this one"
KEPT_BY_THE_THREE = "in this round only the three leads see their levels"


def decide(viewer: Viewer, subject: Subject, statistic: Statistic, state: RoundState) -> Decision:
    """Whether the viewer may see the statistic of the subject at this state of the round."""
    if not AUDIENCE[statistic](viewer, subject):
        return Decision(NOT_FOR_YOU)
    return Decision(RULE[statistic](state))


def _respondent(viewer: Viewer, subject: Subject) -> bool:
    return viewer.person in subject.respondents


def _confirms(viewer: Viewer, subject: Subject) -> bool:
    """Whoever follows a lead who has left confirms for that post: of others, one level only."""
    return viewer.person in subject.respondents | subject.successors


def _in_the_trust(viewer: Viewer, subject: Subject) -> bool:
    return bool(viewer.roles_in(subject.trust))


def _coordinator(viewer: Viewer, subject: Subject) -> bool:
    return "coordinator" in viewer.roles_in(subject.trust)


def _coordinator_or_support(viewer: Viewer, subject: Subject) -> bool:
    """Support, while its access lasts: of all statistics this one only, in every state of a round.

    Never a score, a level, a text, an answer, a figure or a name, released or not.
    """
    return _coordinator(viewer, subject) or subject.trust in viewer.supports


def _national(viewer: Viewer, _: Subject) -> bool:
    return any(seat.role == "national" for seat in viewer.seats)


def _always(_: RoundState) -> str:
    return ""


def _three_of_three(state: RoundState) -> str:
    """The leads read each other: all three, or at the end the two who have answered."""
    if state.withheld:
        return WITHHELD
    if state.complete == LEADS_OF_A_DIVISION or state.heard:
        return ""
    return _so_far(state)


def _all_three(state: RoundState) -> str:
    """What would be released can be read by those who confirm it, once it can be released."""
    if state.level == "L0":
        return KEPT_BY_THE_THREE
    if state.withheld:
        return WITHHELD
    return "" if state.complete == LEADS_OF_A_DIVISION else _so_far(state)


def _so_far(state: RoundState) -> str:
    return f"{state.complete} of {LEADS_OF_A_DIVISION} complete"


def _released(state: RoundState) -> str:
    """Others read what all three leads have released, and nothing before."""
    if state.level == "L0":
        return KEPT_BY_THE_THREE
    if state.withheld:
        return WITHHELD
    if state.complete < LEADS_OF_A_DIVISION:
        return _so_far(state)
    return "" if state.released_here else NOT_RELEASED


def _enough_divisions(state: RoundState) -> str:
    if state.released >= FEWEST_DIVISIONS:
        return ""
    return f"needs at least {FEWEST_DIVISIONS} divisions"


def _enough_others(state: RoundState) -> str:
    """What is left after all that the viewer knows is nothing, or enough divisions again."""
    left = state.released - state.known
    return NEEDS_OTHERS if state.known and 0 < left < FEWEST_DIVISIONS else ""


def _enough_others_once_issued(state: RoundState) -> str:
    """What was issued stays, until the round becomes one that nothing leaves."""
    return KEPT_BY_THE_THREE if state.level == "L0" else _enough_others(state)


def _enough_divisions_for_good(state: RoundState) -> str:
    # A pooled figure shown at four divisions and again at five would give away the fifth by
    # subtraction. It is therefore computed once, when no division can be added any more.
    # For the same reason none is shown once answers behind a release were taken back.
    # And whoever reads the answers of one division subtracts them: the complement counts too.
    if reason := _enough_divisions(state) or _enough_others(state):
        return reason
    if state.taken_back:
        return WITHHELD
    return "" if state.over else "shown when the round is over"


def _enough_other_trusts(state: RoundState) -> str:
    """Whoever knows the own trust's figure subtracts it: the others must be enough."""
    return "" if state.other_trusts >= FEWEST_TRUSTS else NEEDS_OTHER_TRUSTS


AUDIENCE: dict[Statistic, Callable[[Viewer, Subject], bool]] = {
    Statistic.OWN_ANSWERS: _respondent,
    Statistic.COMPLETENESS: _in_the_trust,
    Statistic.LEAD_STATES: _coordinator,
    Statistic.POST_STATES: _coordinator_or_support,
    Statistic.DIVISION_LEVELS: _in_the_trust,
    Statistic.SHARED_EVIDENCE: _in_the_trust,
    Statistic.TRUST_FIGURES: _in_the_trust,
    Statistic.POOLED_SPREAD: _in_the_trust,
    Statistic.ISSUED_FIGURES: _in_the_trust,
    Statistic.ISSUED_DOCUMENTS: _in_the_trust,
    Statistic.PREVIEW: _confirms,
    Statistic.ROLE_LEVELS: _respondent,
    Statistic.OFFERS: _in_the_trust,
    Statistic.PLANS: _in_the_trust,
    Statistic.LEAD_CHANGES: _in_the_trust,
    Statistic.CONTINUITY: _respondent,
    Statistic.ANSWERING: _coordinator,
    Statistic.AGREEING: _coordinator,
    Statistic.NATIONAL_POOL: _national,
    Statistic.NORM_SET: _in_the_trust,
}

RULE: dict[Statistic, Callable[[RoundState], str]] = {
    Statistic.OWN_ANSWERS: _always,
    Statistic.COMPLETENESS: _always,
    Statistic.LEAD_STATES: _always,
    Statistic.POST_STATES: _always,
    Statistic.DIVISION_LEVELS: _released,
    Statistic.SHARED_EVIDENCE: _released,
    Statistic.TRUST_FIGURES: _enough_divisions,
    Statistic.POOLED_SPREAD: _enough_divisions_for_good,
    Statistic.ISSUED_FIGURES: _enough_others,  # of the edition of the three
    Statistic.ISSUED_DOCUMENTS: _enough_others_once_issued,
    Statistic.PREVIEW: _all_three,
    Statistic.ROLE_LEVELS: _three_of_three,
    Statistic.OFFERS: _released,
    Statistic.PLANS: _released,
    Statistic.LEAD_CHANGES: _always,
    Statistic.CONTINUITY: _three_of_three,
    Statistic.ANSWERING: _three_of_three,
    Statistic.AGREEING: _released,
    Statistic.NATIONAL_POOL: _enough_divisions_for_good,
    Statistic.NORM_SET: _enough_other_trusts,
}
