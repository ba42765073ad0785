"""The three lists: who stands on which, in what order, and how seldom without a difference."""

import numpy as np
import pytest

from benchmark.comparison.decisions import MOST, decision_lists
from benchmark.comparison.insight import PracticePlace
from benchmark.variation.contrasts import median_level_variances
from benchmark.variation.uneven_or_low import places_of_levels

NAMES = ("Medicine", "Surgery", "Children and families", "Cancer", "Theatres")
SOFT = (1.0, 5.0, 0.0, 2.0)


def place(key: str, mean: float, spread: float, sure: float = 0.3) -> PracticePlace:
    limits = (mean - sure, mean + sure, spread, max(spread - sure, 0.0), spread + sure)
    return PracticePlace(key, key.capitalize(), mean, *limits, corner="", soft=SOFT)


def levels(*values: int) -> list[tuple[str, int]]:
    return list(zip(NAMES, values, strict=False))


def test_each_practice_stands_where_its_limits_say() -> None:
    places = (
        place("uneven", 3.0, 1.2),
        place("low", 1.6, 0.1),
        place("high", 4.2, 0.0),
        place("unsure", 2.9, 0.2),  # its mean's limits hold the middle of the scale
        place("perhaps", 3.0, 0.6, sure=0.7),  # its spread's limits hold nothing at all
        place("steps", 3.0, 0.6),  # one division at each end, two levels apart
    )
    known = [
        levels(1, 5, 3, 2, 4),
        levels(1, 2, 2, 1, 2),
        levels(4, 4, 4, 4, 4),
        levels(3, 3, 3, 3, 2),
        levels(1, 3, 3, 4, 4),
        levels(2, 4, 3, 3, 3),
    ]
    lists, marked = decision_lists(places, known, 5)
    assert [[line.key for line in each.practices] for each in lists] == [
        ["uneven"],
        ["low"],
        ["high"],
    ]
    assert [each.belongs for each in marked] == ["copy", "fix", "leave", "", "", ""]
    assert [each.listed for each in marked] == [True] * 3 + [False] * 3


def test_a_line_names_the_divisions_concerned_and_one_next_step() -> None:
    places = (place("a", 3.0, 1.2), place("b", 2.0, 1.1), place("c", 1.6, 0.1))
    known = [levels(1, 5, 1, 2, 3), levels(1, 3, 3, 3, 1), levels(1, 2, 2, 2)]
    copy, fix, leave = decision_lists(places, known, 5)[0]
    first, second = copy.practices
    assert first.where == "Level 1: Medicine; Children and families. Level 5: Surgery."
    assert first.step == "Ask who at level 5 offers to show how."
    assert second.where == "Level 1: Medicine; Theatres. Level 3: three divisions."
    assert second.step == "Look outside the trust too: nobody here is above level 3."
    assert fix.practices[0].where == "Level 1 or 2 in all four divisions with a level shown."
    assert leave.empty == "No practice is clearly high everywhere."


def test_a_list_has_at_most_three_the_strongest_first() -> None:
    places = tuple(place(f"p{n}", 1.5 + n / 10, 0.1) for n in reversed(range(5)))
    fix = decision_lists(places, [levels(1, 2, 1, 2, 1)] * 5, 5)[0][1]
    assert [line.key for line in fix.practices] == ["p0", "p1", "p2"]
    assert len(fix.practices) == MOST


@pytest.mark.parametrize("divisions", [5, 7, 12])
def test_alike_divisions_are_seldom_called_uneven(divisions: int) -> None:
    """Rounds of medians of whole levels without any difference: fewer than 5 in 100 show one."""
    draw, rounds, wrong = np.random.default_rng(7), 150, 0
    for _ in range(rounds):
        centres = draw.uniform(1.3, 4.7, 30)
        leads = np.clip(np.rint(centres + draw.normal(0, 0.5, (divisions, 3, 30))), 1, 5)
        shown = np.median(leads, axis=1)
        one = float(leads.var(axis=1, ddof=1).mean())
        noise = median_level_variances(shown.mean(axis=0), one)
        found = places_of_levels(shown, noise, 60 * (divisions - 1), level=1 - 0.05 / 30)
        places = tuple(
            PracticePlace(str(n), str(n), *_six(each), corner="", soft=SOFT)
            for n, each in enumerate(found)
        )
        known = [[(str(n), int(v)) for n, v in enumerate(column)] for column in shown.T]
        wrong += bool(decision_lists(places, known, divisions)[0][0].practices)
    assert wrong / rounds <= 0.05, wrong


def _six(each: object) -> list[float]:
    names = ("mean", "mean_low", "mean_high", "spread", "spread_low", "spread_high")
    return [getattr(each, name) for name in names]
