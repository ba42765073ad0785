"""Cronbach's alpha by hand, with gaps, and where it does not exist."""

import numpy as np
import pytest

from benchmark.variation.reliability import cronbach_alpha, cronbach_alphas

NAN = np.nan
ITEMS = np.array([[2, 3], [4, 4], [5, 5], [1, 2]], float)


def test_by_hand() -> None:
    """Variances 10/3 and 5/3, of the sum 29/3: 2 x (1 - 15/29)."""
    assert cronbach_alpha(ITEMS) == pytest.approx(2 * (1 - 15 / 29))


def test_equal_items_are_perfectly_reliable() -> None:
    assert cronbach_alpha([[1, 1], [2, 2], [4, 4]]) == pytest.approx(1)


def test_contradicting_items_are_negative() -> None:
    assert cronbach_alpha([[1, 5], [2, 3], [4, 3], [5, 1.5]]) < 0


def test_listwise_and_pairwise() -> None:
    gap = np.vstack([ITEMS, [3, NAN]])
    assert cronbach_alpha(gap, "listwise") == cronbach_alpha(ITEMS)
    # pairwise uses the fifth answer to item one: variance of 2 4 5 1 3 is 2.5
    covariance = np.cov(ITEMS.T)[0, 1]
    expected = 2 * (1 - (2.5 + 5 / 3) / (2.5 + 5 / 3 + 2 * covariance))
    assert cronbach_alpha(gap) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([[1], [2]], "two items"),
        ([1, 2], "two items"),
        ([[1, 2]], "two respondents"),
        ([[1, NAN], [NAN, 2], [3, 3]], "two respondents"),
        ([[NAN, 1], [NAN, 2]], "two respondents"),
        ([[3, 3], [3, 3]], "does not vary"),
        ([[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]], "does not vary"),
        ([[1, 5], [2, 4], [3, 3]], "does not vary"),
    ],
)
def test_no_alpha(items: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cronbach_alpha(items)


def test_many_tables_at_once() -> None:
    tables = np.random.default_rng(1).integers(1, 6, (5, 9, 4)).astype(float)
    tables[1, 2, 3] = tables[2, 0, 0] = np.nan
    found = cronbach_alphas(tables)
    assert found == pytest.approx([cronbach_alpha(table) for table in tables])
    tables[3, :8] = np.nan
    assert np.isnan(cronbach_alphas(tables)).tolist() == [False, False, False, True, False]
