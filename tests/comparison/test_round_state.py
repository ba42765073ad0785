"""Whose answers a viewer can subtract from what is pooled: the complement rule, end to end."""

from dataclasses import replace

import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.facts import RoundFacts
from benchmark.comparison.round_state import is_shown, state_of, states_of
from benchmark.disclosure.decide import NEEDS_OTHERS
from benchmark.disclosure.levels import Viewer
from tests.comparison.facts import READER, facts, spread

LEAD = Viewer(50, "Lead", READER.seats)


def answered_by(person: int, first: int, divisions: int) -> RoundFacts:
    """A round that is over, in whose ``first`` divisions this person was one of the three."""
    given = facts(spread(3, divisions, 0.5), closed=True)
    return replace(
        given,
        divisions=tuple(
            replace(each, respondents=frozenset({person}) if place < first else frozenset())
            for place, each in enumerate(given.divisions)
        ),
    )


@pytest.mark.parametrize(
    ("divisions", "first", "hidden"),
    [(4, 0, ""), (4, 1, NEEDS_OTHERS), (5, 1, ""), (6, 3, NEEDS_OTHERS), (7, 3, "")],
)
def test_pooled_intervals_are_hidden_from_those_who_could_subtract(
    divisions: int, first: int, hidden: str
) -> None:
    given = answered_by(LEAD.person, first, divisions)
    assert state_of(given, LEAD).known == first
    assert state_of(given, READER).known == 0
    others = compare(given, READER).divisions[0].overall
    own = compare(given, LEAD).divisions[0].overall
    assert others.interval_reason == ""
    assert own.interval_reason == hidden
    assert own.value == others.value  # one level a practice is everybody's


def test_a_division_that_is_not_shown_is_not_counted_as_known() -> None:
    given = answered_by(LEAD.person, 1, 6)
    first, *others = given.divisions
    held = replace(given, divisions=(replace(first, released=False), *others))
    assert state_of(held, LEAD).known == 0
    assert state_of(held, LEAD).released == 5
    assert not is_shown(held, held.divisions[0])
    assert not is_shown(replace(given, visibility="L0"), first)


def test_a_round_is_over_when_no_division_can_still_be_released() -> None:
    two_of_four = facts(spread(1, 4), (3, 3, 1, 0))
    assert (state_of(two_of_four, READER).released, state_of(two_of_four, READER).over) == (
        2,
        False,
    )
    assert state_of(replace(two_of_four, closed=True), READER).over
    waiting = replace(two_of_four.divisions[2], complete=3)
    several = (*two_of_four.divisions[:2], waiting, two_of_four.divisions[3])
    assert not state_of(replace(two_of_four, closed=True, divisions=several), READER).over


def test_nothing_is_shown_at_the_strictest_level_or_after_a_withdrawal() -> None:
    plain = facts(spread(1, 4))
    first = plain.divisions[0]
    assert is_shown(plain, first)
    assert not is_shown(replace(plain, visibility="L0"), first)
    withheld = replace(first, withheld=True)
    assert not is_shown(plain, withheld)
    taken = replace(plain, divisions=(withheld, *plain.divisions[1:]))
    assert state_of(taken, READER).taken_back
    assert state_of(taken, READER, withheld).withheld


def test_the_states_of_all_divisions_are_those_of_asking_one_by_one() -> None:
    given = answered_by(LEAD.person, 2, 5)
    first, second, third, *others = given.divisions
    changed = (first, replace(second, withheld=True), replace(third, complete=2), *others)
    given = replace(given, divisions=changed)
    whole, here = states_of(given, LEAD)
    assert whole == state_of(given, LEAD)
    assert here == {each.key: state_of(given, LEAD, each) for each in given.divisions}
