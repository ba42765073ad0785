"""Kappa against the papers of Cohen and Fleiss."""

import pytest

from benchmark.variation.kappa import fleiss_kappa, weighted_kappa

COHEN = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]


def test_cohen_1968() -> None:
    assert weighted_kappa(COHEN) == pytest.approx(0.49153, abs=5e-6)
    weights = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    assert weighted_kappa(COHEN, weights) == pytest.approx(0.34783, abs=5e-6)


def test_weights_by_hand() -> None:
    """Margins .5 .2 .3 / .4 .4 .2: disagreement by distance, observed over expected."""
    counts = [[4, 1, 0], [0, 2, 0], [0, 1, 2]]
    expected = (5 * 4 + 5 * 2 * 2 + 2 * 4 + 2 * 2 + 3 * 4 * 2 + 3 * 4) / 100
    assert weighted_kappa(counts, "linear") == pytest.approx(1 - 0.2 / expected)
    expected = (5 * 4 + 5 * 2 * 4 + 2 * 4 + 2 * 2 + 3 * 4 * 4 + 3 * 4) / 100
    assert weighted_kappa(counts, "quadratic") == pytest.approx(1 - 0.2 / expected)


def test_agreement_worse_than_chance_is_negative() -> None:
    assert weighted_kappa([[0, 5], [5, 0]]) == -1


@pytest.mark.parametrize(
    ("counts", "weights", "words"),
    [
        ([[5, 0], [0, 0]], "linear", "one category"),
        ([[0, 0], [0, 0]], "linear", "above 0"),
        ([[1, -1], [0, 1]], "linear", "0 or more"),
        ([[1, 0, 0], [0, 1, 0]], "linear", "categories, categories"),
        ([[1, 0], [0, 1]], "cubic", "not 'cubic'"),
        ([[1, 0], [0, 1]], [[0, 1, 2]], "same shape"),
    ],
)
def test_no_weighted_kappa(counts: list, weights: str | list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        weighted_kappa(counts, weights)


def test_fleiss_by_hand() -> None:
    """P = (1 + 1 + 1/3 + 1) / 4, Pe = (8/12)^2 + (4/12)^2."""
    chance = (8 / 12) ** 2 + (4 / 12) ** 2
    expected = (10 / 12 - chance) / (1 - chance)
    assert fleiss_kappa([[3, 0], [0, 3], [2, 1], [3, 0]]) == pytest.approx(expected)


def test_fleiss_leaves_single_ratings_out() -> None:
    assert fleiss_kappa([[2, 0], [0, 2], [1, 0]]) == fleiss_kappa([[2, 0], [0, 2]]) == 1


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ([[3, 0], [3, 0]], "one category"),
        ([[1, 0], [0, 1]], "two raters"),
        ([3, 0], "subjects, categories"),
    ],
)
def test_no_fleiss_kappa(counts: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fleiss_kappa(counts)
