"""How far the round of some facts has come, as the disclosure rules want to know it."""

from dataclasses import replace

from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState


def state_of(facts: RoundFacts, division: DivisionFacts | None = None) -> RoundState:
    """How far the round has come, for the trust or for one division."""
    released = sum(is_shown(facts, each) for each in facts.divisions)
    whole = RoundState(
        released=released,
        over=(facts.closed and not any(map(_may_still_release, facts.divisions)))
        or released == len(facts.divisions),
        taken_back=any(each.released and each.withheld for each in facts.divisions),
        level=facts.visibility,
    )
    return _state_here(whole, division) if division else whole


def states_of(facts: RoundFacts) -> tuple[RoundState, dict[str, RoundState]]:
    """``state_of`` for the trust, and for each division by key."""
    whole = state_of(facts)
    return whole, {each.key: _state_here(whole, each) for each in facts.divisions}


def _state_here(whole: RoundState, division: DivisionFacts) -> RoundState:
    return replace(
        whole,
        complete=division.complete,
        released_here=division.released,
        withheld=division.withheld,
    )


def _may_still_release(division: DivisionFacts) -> bool:
    """Three submissions that wait for their release: it may come at any time."""
    return division.complete == LEADS_OF_A_DIVISION and not (division.released or division.withheld)


def is_shown(facts: RoundFacts, division: DivisionFacts) -> bool:
    return division.shown and facts.visibility != "L0"
