"""What the disclosure rules are told of a round: one way for the trust and for each division."""

from dataclasses import replace

from benchmark.comparison.round_state import is_shown, state_of, states_of
from tests.comparison.facts import facts, spread


def test_the_state_of_every_division_is_that_of_asking_one_by_one() -> None:
    made = facts(spread(5, 5), (3, 3, 2, 3, 1), closed=True)
    withheld = replace(made.divisions[1], withheld=True)
    made = replace(made, divisions=(made.divisions[0], withheld, *made.divisions[2:]))
    whole, here = states_of(made)
    assert whole == state_of(made)
    assert here == {each.key: state_of(made, each) for each in made.divisions}
    assert (whole.released, whole.taken_back, whole.over) == (2, True, True)
    assert [state.complete for state in here.values()] == [3, 3, 2, 3, 1]
    assert [state.withheld for state in here.values()] == [False, True, False, False, False]


def test_at_the_strictest_level_nothing_is_shown() -> None:
    made = facts(spread(5, 4))
    assert [is_shown(made, each) for each in made.divisions] == [True] * 4
    strict = replace(made, visibility="L0")
    assert [is_shown(strict, each) for each in strict.divisions] == [False] * 4
    assert state_of(strict).released == 0
