"""Six intraclass correlations and the grouped ones: published tables, edges, properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.variation.intraclass import grouped_icc, intraclass_correlations

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
NAMES = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),
    [
        ("icc1", 0.1657418, -0.13, 0.72),
        ("icc2", 0.2897638, 0.02, 0.76),
        ("icc3", 0.7148407, 0.34, 0.95),
        ("icc1k", 0.4427971, -0.88, 0.91),
        ("icc2k", 0.6200505, 0.07, 0.93),
        ("icc3k", 0.9093155, 0.68, 0.99),
    ],
)
def test_shrout_and_fleiss_1979(name: str, value: float, low: float, high: float) -> None:
    """Tables 2 to 5 of the paper; limits as printed by R's psych for the same data."""
    found = getattr(intraclass_correlations(SHROUT_FLEISS), name)
    assert found.value == pytest.approx(value, abs=5e-8)
    assert found.low == pytest.approx(low, abs=0.00501)
    assert found.high == pytest.approx(high, abs=0.00501)


def test_shrout_and_fleiss_tests() -> None:
    """R's psych: F(5, 18) = 1.79, p = .16477; F(5, 15) = 11.03, p = .00013."""
    found = intraclass_correlations(SHROUT_FLEISS)
    assert (found.icc1.df1, found.icc1.df2) == (5, 18)
    assert (found.icc3.df1, found.icc3.df2) == (5, 15)
    assert found.icc1.f == pytest.approx(1.79, abs=5e-3)
    assert found.icc1.p == pytest.approx(0.16477, abs=5e-6)
    assert found.icc2.f == found.icc3.f == pytest.approx(11.03, abs=5e-3)
    assert found.icc3.p == pytest.approx(0.000135, abs=5e-6)


def test_negative_stays_negative() -> None:
    """Targets 1,3 / 3,1: BMS 0, EMS 4, so icc3 = (0 - 4) / (0 + 4)."""
    found = intraclass_correlations([[1, 3], [3, 1]])
    assert found.icc3.value == -1
    assert found.icc1.value == -1


def test_perfect_agreement() -> None:
    found = intraclass_correlations([[1, 1, 1], [2, 2, 2], [5, 5, 5]])
    assert found.icc1.value == found.icc2.value == found.icc3.value == 1
    assert found.icc3.low == found.icc3.high == 1
    assert (found.icc1.f, found.icc1.p) == (np.inf, 0)


def test_perfect_consistency_with_a_strict_rater() -> None:
    found = intraclass_correlations([[1, 2], [2, 3], [5, 6]])
    assert found.icc3.value == pytest.approx(1)
    assert found.icc2.value < 1
    assert found.icc2.low < found.icc2.value < found.icc2.high


def test_targets_with_gaps_are_left_out() -> None:
    gap = np.vstack([SHROUT_FLEISS, [3, np.nan, 4, 4]])
    found, complete = intraclass_correlations(gap), intraclass_correlations(SHROUT_FLEISS)
    assert found.icc2 == complete.icc2
    assert found.targets == 6


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ([[1.0, 2.0]], "two targets"),
        ([[1.0], [2.0]], "two raters"),
        ([[3.0, 3.0], [3.0, 3.0]], "all ratings are equal"),
        ([[0.1, 0.1, 0.1]] * 7, "all ratings are equal"),
        ([[1.0, np.nan], [2.0, 3.0]], "two targets"),
        ([1.0, 2.0], "shape"),
    ],
)
def test_no_coefficient_exists(ratings: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        intraclass_correlations(ratings)


def test_many_tables_at_once() -> None:
    random = np.random.default_rng(1)
    tables = random.integers(1, 6, size=(40, 24, 3)).astype(float)
    tables[3, 5, 1] = np.nan
    tables[7] = 4.0
    together = intraclass_correlations(tables)
    for name in NAMES:
        batch = getattr(together, name)
        assert np.isnan(batch.value[7])
        for place in (0, 3, 39):
            single = getattr(intraclass_correlations(tables[place]), name)
            for part in ("value", "low", "high", "f", "df1", "df2", "p"):
                expected = pytest.approx(getattr(single, part), rel=1e-9)
                assert getattr(batch, part)[place] == expected
    assert together.targets[3] == 23


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.floats(-100, 100), st.floats(0.01, 100))
def test_order_shift_and_unit_change_nothing(seed: int, shift: float, unit: float) -> None:
    random = np.random.default_rng(seed)
    table = random.normal(size=(7, 3))
    moved = random.permutation(table)[:, [2, 0, 1]] * unit + shift
    one, other = intraclass_correlations(table), intraclass_correlations(moved)
    for name in NAMES:
        a, b = getattr(one, name), getattr(other, name)
        assert (a.value, a.low, a.high) == pytest.approx(
            (b.value, b.low, b.high), rel=1e-6, abs=1e-6
        )
        assert a.low <= a.value <= a.high


def test_grouped_by_hand() -> None:
    """1 3 | 5 7: between 16 / 1, within 4 / 2; icc1 (16 - 2) / (16 + 2), icc2 14 / 16."""
    found = grouped_icc([1, 3, 5, 7], ["a", "a", "b", "b"])
    assert (found.msb, found.msw) == (16, 2)
    assert found.icc1 == pytest.approx(14 / 18)
    assert found.icc2 == pytest.approx(14 / 16)
    assert (found.df_between, found.df_within, found.group_size) == (1, 2, 2)


def test_grouped_equal_means() -> None:
    """1 3 | 1 3: nothing between, so icc1 = -1 / (s - 1) and icc2 has no lower end."""
    found = grouped_icc([1, 3, 1, 3], [1, 1, 2, 2])
    assert (found.icc1, found.icc2) == (-1, -np.inf)


def test_grouped_leaves_missing_out() -> None:
    found = grouped_icc([1, 3, np.nan, 5, 7], ["a", "a", "a", "b", "b"])
    assert found == grouped_icc([1, 3, 5, 7], ["a", "a", "b", "b"])


@pytest.mark.parametrize(
    ("values", "groups", "words"),
    [
        ([1, 2], ["a", "a"], "two groups"),
        ([1, 2], ["a", "b"], "two values"),
        ([2, 2, 2, 2], ["a", "a", "b", "b"], "equal"),
        ([np.nan, np.nan], ["a", "b"], "two groups"),
        ([1, 2, 3], ["a", "b"], "same shape"),
    ],
)
def test_no_grouped_coefficient_exists(values: list, groups: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        grouped_icc(values, groups)
