"""How far a round has come, from its facts."""

import dataclasses

from benchmark.comparison.round_state import is_shown, state_of
from tests.comparison.facts import facts, spread


def test_a_round_is_over_when_no_division_can_still_be_released() -> None:
    two_of_four = facts(spread(1, 4), (3, 3, 1, 0))
    assert (state_of(two_of_four).released, state_of(two_of_four).over) == (2, False)
    assert state_of(dataclasses.replace(two_of_four, closed=True)).over
    waiting = dataclasses.replace(two_of_four.divisions[2], complete=3)
    several = (*two_of_four.divisions[:2], waiting, two_of_four.divisions[3])
    assert not state_of(dataclasses.replace(two_of_four, closed=True, divisions=several)).over


def test_nothing_is_shown_at_the_strictest_level_or_after_a_withdrawal() -> None:
    plain = facts(spread(1, 4))
    first = plain.divisions[0]
    assert is_shown(plain, first)
    assert not is_shown(dataclasses.replace(plain, visibility="L0"), first)
    withheld = dataclasses.replace(first, withheld=True)
    assert not is_shown(plain, withheld)
    taken = dataclasses.replace(plain, divisions=(withheld, *plain.divisions[1:]))
    assert state_of(taken).taken_back
    assert state_of(taken, withheld).withheld
