"""How far a round has come, as the decision function asks: from its facts, before any figure."""

from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState


def state_of(facts: RoundFacts, division: DivisionFacts | None = None) -> RoundState:
    released = sum(is_shown(facts, each) for each in facts.divisions)
    return RoundState(
        complete=division.complete if division else 0,
        released=released,
        over=(facts.closed and not any(map(_may_still_release, facts.divisions)))
        or released == len(facts.divisions),
        taken_back=any(each.released and each.withheld for each in facts.divisions),
        released_here=bool(division and division.released),
        withheld=bool(division and division.withheld),
        level=facts.visibility,
    )


def _may_still_release(division: DivisionFacts) -> bool:
    """Three submissions that wait for their release: it may come at any time."""
    return division.complete == LEADS_OF_A_DIVISION and not (division.released or division.withheld)


def is_shown(facts: RoundFacts, division: DivisionFacts) -> bool:
    return division.shown and facts.visibility != "L0"
