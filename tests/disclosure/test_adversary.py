"""Nobody below L2 works out a lead's level, a difference of roles or a range: it is tried.

The reader keeps everything seen over the whole history of a round. Three rules are then broken on
purpose, one at a time, and the same reader works something out each time.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from benchmark.comparison import compare as comparing
from benchmark.comparison.compare import compare
from benchmark.comparison.facts import RoundFacts
from benchmark.disclosure import decide
from benchmark.disclosure.levels import FEWEST_DIVISIONS, RoundState, Statistic, Viewer
from tests.comparison.facts import PRACTICES, QUESTIONNAIRE, READER, facts
from tests.disclosure.adversary import Levels, a_world, derivable

LEAD = Viewer(50, "Lead of the first division, and of more", READER.seats)
KEYS = list(QUESTIONNAIRE.keys)
SECTIONS = [
    [KEYS.index(each.key) for each in section.practices] for section in QUESTIONNAIRE.sections
]
History = Callable[[Levels], list[RoundFacts]]


def at(levels: Levels, released: int, *, closed: bool = False, **changed: Any) -> RoundFacts:
    """A round whose first ``released`` divisions have released, and the others have submitted."""
    given = facts(levels, closed=closed)
    divisions = tuple(
        replace(each, released=place < released) for place, each in enumerate(given.divisions)
    )
    return replace(given, divisions=divisions, **changed)


def answered(given: RoundFacts, count: int) -> RoundFacts:
    """The lead has answered in the first ``count`` divisions."""
    return replace(
        given,
        divisions=tuple(
            replace(each, respondents=frozenset({LEAD.person} if place < count else ()))
            for place, each in enumerate(given.divisions)
        ),
    )


def taken_back(given: RoundFacts, place: int) -> RoundFacts:
    divisions = list(given.divisions)
    divisions[place] = replace(divisions[place], withheld=True)
    return replace(given, divisions=tuple(divisions))


# what happens, one after the other, and is all read
HISTORIES: dict[str, tuple[int, History]] = {
    "nothing released": (5, lambda levels: [at(levels, 0)]),
    "one after the other": (5, lambda levels: [at(levels, n) for n in range(6)]),
    "one after the other, and closed": (
        6,
        lambda levels: [*(at(levels, n) for n in range(7)), at(levels, 6, closed=True)],
    ),
    "four released and closed while one may still release": (
        5,
        lambda levels: [at(levels, 4), at(levels, 4, closed=True), at(levels, 5, closed=True)],
    ),
    "released, and one taken back": (
        6,
        lambda levels: [at(levels, 6, closed=True), taken_back(at(levels, 6, closed=True), 5)],
    ),
    "a stricter level after the release": (
        5,
        lambda levels: [at(levels, 5, closed=True), at(levels, 5, closed=True, visibility="L0")],
    ),
    "a second round with the same answers": (
        5,
        lambda levels: [at(levels, 5), at(levels, 5, closed=True, round_id="second")],
    ),
}


# the others are tried by "make battery"
SHORT = ("nothing released", "one after the other", "released, and one taken back")


def reading(history: History, viewer: Viewer, known: int = 0) -> Callable[[Levels], Hashable]:
    def see(levels: Levels) -> Hashable:
        given = (answered(each, known) for each in history(levels))
        return tuple(compare(each, viewer).content_hash for each in given)

    return see


def worked_out(
    divisions: int, history: History, viewer: Viewer = READER, known: int = 0
) -> list[Any]:
    levels = a_world(4, divisions, PRACTICES)
    unknown = list(range(known, divisions))
    return derivable(levels, unknown, SECTIONS, reading(history, viewer, known))


@pytest.mark.parametrize("name", SHORT)
def test_an_executive_works_nothing_out(name: str) -> None:
    assert worked_out(*HISTORIES[name]) == []


@pytest.mark.parametrize(("divisions", "known"), [(4, 1), (5, 1), (5, 2), (4, 3)])
def test_a_lead_works_nothing_out_with_what_they_know_of_their_own(
    divisions: int, known: int
) -> None:
    def history(levels: Levels) -> list[RoundFacts]:
        return [at(levels, divisions), at(levels, divisions, closed=True)]

    assert worked_out(divisions, history, LEAD, known) == []


def _live(state: RoundState) -> str:
    return "" if state.released >= FEWEST_DIVISIONS else "needs more divisions"


def test_a_live_mean_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def history(levels: Levels) -> list[RoundFacts]:
        return [at(levels, 4), at(levels, 5)]

    assert worked_out(5, history) == []
    monkeypatch.setitem(decide.RULE, Statistic.POOLED_SPREAD, _live)
    # what the fifth adds to the figures of four is the fifth's own
    assert everything_of(4) <= set(worked_out(5, history))


def _without_complement(state: RoundState) -> str:
    return _live(state) if state.over else "later"


def test_a_missing_complement_rule_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def history(levels: Levels) -> list[RoundFacts]:
        return [at(levels, 4, closed=True)]

    assert worked_out(4, history, LEAD, known=3) == []
    monkeypatch.setitem(decide.RULE, Statistic.POOLED_SPREAD, _without_complement)
    assert everything_of(3) <= set(worked_out(4, history, LEAD, known=3))


def everything_of(division: int) -> set[tuple[str, int, int, int]]:
    every = product(("level", "difference"), (division,), range(3), range(PRACTICES))
    return {*every, *(("range", division, 0, practice) for practice in range(PRACTICES))}


def test_a_spread_at_l1_is_caught() -> None:
    def see(levels: Levels) -> Hashable:
        given = at(levels, 5, closed=True)
        spread = np.round(levels.std(axis=1), 1)  # of three, to one decimal
        return compare(given, READER).content_hash, spread.tobytes()

    levels = a_world(4, 5, PRACTICES)
    found = derivable(levels, [0, 1, 2, 3, 4], SECTIONS, see)
    assert {kind for kind, *_ in found} >= {"range"}


def test_the_reader_sees_more_than_middle_levels() -> None:
    """Or the search above would prove nothing: pooled noise moves when one lead moves alone."""
    levels = a_world(4, 5, PRACTICES)
    moved = levels.copy()
    place = np.argwhere(levels[0, 0] == levels[0].max(axis=0))[0, 0]
    moved[0, 0, place] += 1 if moved[0, 0, place] < 5 else -1
    see = reading(lambda given: [at(given, 5, closed=True)], READER)
    assert see(levels) != see(moved)
    assert comparing.compare is compare
