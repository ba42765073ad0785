"""The scoring schedule as tables: levels in, one figure out, the sum spelled out beside it.

``.`` is no score. A row reads: levels of the practices, expected figure (None = not enough).
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmark.scoring.rules import (
    agreed_or_median,
    overall_counts,
    overall_scores,
    section_counts,
    section_scores,
)
from benchmark.scoring.schedule import first_schedule

FIRST = first_schedule()
NONE = float("nan")


def levels_of(text: str) -> NDArray[np.float64]:
    return np.array([NONE if mark == "." else float(mark) for mark in text.split()])


def test_these_tables_are_of_schedule_1_0() -> None:
    assert FIRST.version == "1.0"


LEVEL_OF_THREE = [
    # three leads, expected
    ("3 3 3", 3),
    ("1 3 5", 3),
    ("5 1 3", 3),  # the order of the leads does not matter
    ("2 2 5", 2),  # the median, not the mean 3
    ("1 5 5", 5),
    ("1 1 2", 1),
    ("4 5 5", 5),
    ("3 3 .", NONE),  # two of three are never enough
    (". 4 4", NONE),
    ("5 . .", NONE),
    (". . .", NONE),
]


@pytest.mark.parametrize(("leads", "expected"), LEVEL_OF_THREE)
def test_the_level_of_a_practice_is_the_median_of_all_three(leads: str, expected: float) -> None:
    levels = levels_of(leads).reshape(1, 3, 1)
    np.testing.assert_equal(agreed_or_median(levels), [[expected]])


AGREED_OR_MEDIAN = [
    # three leads, agreed, expected
    ("1 3 5", "4", 4),  # what the three agreed on counts
    ("1 3 5", ".", 3),  # without an agreement the median
    ("2 . 5", "3", 3),  # an agreement counts although one lead gave no level
    (". . .", "1", 1),
    ("2 . 5", ".", NONE),
]


@pytest.mark.parametrize(("leads", "agreed", "expected"), AGREED_OR_MEDIAN)
def test_an_agreed_level_goes_before_the_median(leads: str, agreed: str, expected: float) -> None:
    levels = levels_of(leads).reshape(1, 3, 1)
    found = agreed_or_median(levels, levels_of(agreed).reshape(1, 1))
    np.testing.assert_equal(found, [[expected]])


SECTION = [
    # levels of the practices of one section, expected, scored
    ("3 4 4 5", 16 / 4, 4),  # 3 + 4 + 4 + 5
    ("3 4 4 .", 11 / 3, 3),  # 3 + 4 + 4
    ("2 . . 5", 7 / 2, 2),  # 2 of 4 are exactly half: enough
    ("5 . . .", NONE, 1),  # 1 of 4 is less than half
    (". . . .", NONE, 0),
    ("1 2 3 . .", 6 / 3, 3),  # 3 of 5
    ("1 2 . . .", NONE, 2),  # 2 of 5 are 40%
    ("1 2 4 . . .", 7 / 3, 3),  # 3 of 6 are exactly half: enough
    ("5 5 . . . .", NONE, 2),
    ("4", 4 / 1, 1),
    (".", NONE, 0),
]


@pytest.mark.parametrize(("practices", "expected", "scored"), SECTION)
def test_a_section_needs_half_of_its_practices(
    practices: str, expected: float, scored: int
) -> None:
    levels = levels_of(practices).reshape(1, -1)
    membership = np.ones((1, levels.size), dtype=bool)
    np.testing.assert_allclose(section_scores(levels, membership, FIRST), [[expected]], rtol=1e-15)
    np.testing.assert_array_equal(section_counts(levels, membership), [[scored]])


OVERALL = [
    # levels of all practices, expected, scored
    (" ".join(["3"] * 30), 90 / 30, 30),
    (" ".join(["4"] * 21 + ["."] * 9), 84 / 21, 21),  # 21 of 30 are exactly 70%: enough
    (" ".join(["4"] * 20 + ["."] * 10), NONE, 20),  # 20 of 30 are 66.7%
    (" ".join(["1"] * 7 + ["."] * 3), 7 / 7, 7),  # 7 of 10 are exactly 70%: enough
    (" ".join(["1"] * 6 + ["."] * 4), NONE, 6),
    (" ".join(["2"] * 14 + ["."] * 6), 28 / 14, 14),  # 14 of 20 are exactly 70%: enough
    (" ".join(["2"] * 13 + ["."] * 7), NONE, 13),
    (" ".join(["5"] * 3 + ["1"] * 18 + ["."] * 9), 33 / 21, 21),  # 3 x 5 + 18 x 1
    (" ".join(["."] * 30), NONE, 0),
]


@pytest.mark.parametrize(("practices", "expected", "scored"), OVERALL)
def test_the_overall_needs_seven_tenths_of_all_practices(
    practices: str, expected: float, scored: int
) -> None:
    levels = levels_of(practices).reshape(1, -1)
    np.testing.assert_allclose(overall_scores(levels, FIRST), [expected], rtol=1e-15)
    np.testing.assert_array_equal(overall_counts(levels), [scored])


def test_the_overall_is_the_mean_of_practices_and_not_of_sections() -> None:
    #                   first section | second section
    levels = levels_of("5 5            1 1 1 1 1 1").reshape(1, -1)
    membership = np.array([[True] * 2 + [False] * 6, [False] * 2 + [True] * 6])
    np.testing.assert_array_equal(section_scores(levels, membership, FIRST), [[10 / 2, 6 / 6]])
    np.testing.assert_array_equal(overall_scores(levels, FIRST), [16 / 8])  # and not (5 + 1) / 2


def test_a_section_without_enough_answers_still_counts_in_the_overall() -> None:
    #                   first section | second section
    levels = levels_of("5 . .          2 2 2 2 2 2 3").reshape(1, -1)
    membership = np.array([[True] * 3 + [False] * 7, [False] * 3 + [True] * 7])
    np.testing.assert_array_equal(section_scores(levels, membership, FIRST), [[NONE, 15 / 7]])
    np.testing.assert_array_equal(overall_scores(levels, FIRST), [20 / 8])  # 8 of 10 are scored
