"""How far a round has come, as the disclosure rules want to know it, from its facts."""

from dataclasses import replace

from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState, Viewer


def state_of(
    facts: RoundFacts, viewer: Viewer, division: DivisionFacts | None = None
) -> RoundState:
    """The state of the round for this viewer, and of one division where it is about one."""
    shown = [each for each in facts.divisions if is_shown(facts, each)]
    return RoundState(
        complete=division.complete if division else 0,
        released=len(shown),
        over=(facts.closed and not any(map(_may_still_release, facts.divisions)))
        or len(shown) == len(facts.divisions),
        taken_back=any(each.released and each.withheld for each in facts.divisions),
        released_here=bool(division and division.released),
        withheld=bool(division and division.withheld),
        level=facts.visibility,
        # who answered for a division reads its three leads, and could subtract them
        known=sum(viewer.person in each.respondents for each in shown),
    )


def states_of(facts: RoundFacts, viewer: Viewer) -> tuple[RoundState, dict[str, RoundState]]:
    """``state_of`` for the trust, and for each division by key."""
    whole = state_of(facts, viewer)
    return whole, {
        each.key: replace(
            whole,
            complete=each.complete,
            released_here=each.released,
            withheld=each.withheld,
        )
        for each in facts.divisions
    }


def _may_still_release(division: DivisionFacts) -> bool:
    """Three submissions that wait for their release: it may come at any time."""
    return division.complete == LEADS_OF_A_DIVISION and not (division.released or division.withheld)


def is_shown(facts: RoundFacts, division: DivisionFacts) -> bool:
    return division.shown and facts.visibility != "L0"
