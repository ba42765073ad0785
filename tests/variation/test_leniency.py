"""Leniency by hand, as reliability, at the boundary, and against what made the data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from benchmark.variation.leniency import leniency, side_by_side
from benchmark.variation.reliability import cronbach_alpha
from benchmark.variation.shrinkage import random_effects

RATINGS = np.array([[3, 4, 5], [2, 3, 4], [2, 2, 3], [3, 3, 4]])
KEY = np.array([2, 3, 4])


def test_by_hand() -> None:
    """Mean squares: raters 52/36, error (2/3)/6; so 1 - 4/52 of each difference is kept."""
    found = leniency(RATINGS, KEY)
    np.testing.assert_allclose(found.raw, [1, 0, -2 / 3, 1 / 3])
    assert found.pooled == pytest.approx(1 / 6)
    assert found.kept == pytest.approx(1 - 4 / 52)
    np.testing.assert_allclose(found.shrunken, 1 / 6 + (48 / 52) * (found.raw - 1 / 6))
    assert found.error == pytest.approx(np.sqrt(48 / 52 / 9 / 3))


def test_the_share_that_is_kept_is_the_reliability_of_the_mean_difference() -> None:
    """Hoyt 1941: 1 - MS(error) / MS(raters) is Cronbach's alpha of the scenes."""
    assert leniency(RATINGS, KEY).kept == pytest.approx(cronbach_alpha(RATINGS - KEY))


def test_it_is_the_same_shrinkage_as_random_effects() -> None:
    """With the pooled error known, DerSimonian and Laird's moments give the same answer."""
    found = leniency(RATINGS, KEY)
    error = np.sqrt(1 / 9 / 3)
    other = random_effects(found.raw, np.full(4, error), "DL")
    np.testing.assert_allclose(found.shrunken, other.shrunken)


def test_raters_who_differ_by_chance_only_get_the_same_leniency() -> None:
    found = leniency([[3, 2], [2, 3], [3, 2], [2, 3]], [2, 2])
    assert (found.kept, found.error) == (0, 0)
    np.testing.assert_allclose(found.shrunken, 0.5)


def test_raters_without_any_error_keep_their_difference() -> None:
    found = leniency([[3, 4], [1, 2]], [2, 3])
    assert found.kept == 1
    np.testing.assert_allclose(found.shrunken, [1, -1])


def test_everybody_on_the_key_is_neither_lenient_nor_strict() -> None:
    found = leniency([KEY, KEY], KEY)
    np.testing.assert_array_equal(found.shrunken, [0, 0])


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=9))
def test_shrunken_lie_between_the_raw_and_the_pooled(ratings: list[list[int]]) -> None:
    found = leniency(ratings, KEY)
    low, high = np.minimum(found.raw, found.pooled), np.maximum(found.raw, found.pooled)
    assert (found.shrunken >= low - 1e-9).all()
    assert (found.shrunken <= high + 1e-9).all()
    assert 0 <= found.kept <= 1
    assert found.shrunken.mean() == pytest.approx(found.pooled)


def test_shrunken_leniency_is_nearer_to_the_truth_than_the_raw_one() -> None:
    rng = np.random.default_rng(1)
    true = rng.normal(0.3, 0.4, 400)
    ratings = KEY + true[:, np.newaxis] + rng.normal(0, 0.7, (400, 3))
    found = leniency(ratings, KEY)
    raw, shrunken = (np.mean((each - true) ** 2) for each in (found.raw, found.shrunken))
    assert shrunken < 0.75 * raw
    assert found.error**2 == pytest.approx(shrunken, rel=0.25)


def test_raw_and_adjusted_scores_stand_side_by_side() -> None:
    scores = np.array([[3, np.nan, 1], [5, 4, 2]])
    both = side_by_side(scores, [0.5, -0.5])
    np.testing.assert_array_equal(both.raw, scores)
    np.testing.assert_array_equal(both.adjusted, [[2.5, np.nan, 0.5], [5.5, 4.5, 2.5]])


@pytest.mark.parametrize(
    ("ratings", "key", "words"),
    [
        ([[1, 2]], [1, 2], "two raters and two scenes"),
        ([[1], [2]], [1], "two raters and two scenes"),
        ([[1, 2], [1, 2]], [1, 2, 3], "the key"),
        ([[1, np.nan], [1, 2]], [1, 2], "no gaps"),
    ],
)
def test_no_leniency(ratings: ArrayLike, key: ArrayLike, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        leniency(ratings, key)


def test_other_shapes_are_no_scores() -> None:
    with pytest.raises(ValueError, match=r"\(raters, items\)"):
        side_by_side([[1.0, 2.0]], [0.1, 0.2])
