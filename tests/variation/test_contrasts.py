"""Differences from the column mean and what may be said of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmark.variation.contrasts import contrasts


def test_bonferroni_half_width_by_hand() -> None:
    """Four values with variance 0.25 and 10 df: t(1 - .05/8; 10) x .5 x sqrt(3/4)."""
    found = contrasts(np.array([[1.0], [2.0], [3.0], [6.0]]), 0.25, 10)
    assert found.differences.ravel().tolist() == [-2.0, -1.0, 0.0, 3.0]
    assert found.half_widths[0] == pytest.approx(stats.t.ppf(1 - 0.05 / 8, 10) * 0.5 * 0.75**0.5)


def test_a_missing_value_is_left_out_and_the_family_stays() -> None:
    values = np.array([[1.0], [np.nan], [3.0], [5.0]])
    found = contrasts(values, 0.25, 10)
    assert found.differences[[0, 2, 3], 0].tolist() == [-2.0, 0.0, 2.0]
    assert np.isnan(found.differences[1, 0])
    assert np.isnan(found.chance_higher[1, 0])
    critical = stats.t.ppf(1 - 0.05 / 8, 10)
    assert found.half_widths[0] == pytest.approx(critical * 0.5 * (2 / 3) ** 0.5)


def test_the_chance_is_an_even_bet_when_nothing_varies() -> None:
    found = contrasts(np.full((5, 3), 2.0), 0.2, 8)
    assert np.all(found.chance_higher == 0.5)


def test_the_chance_follows_the_normal_posterior() -> None:
    """Between variance estimated from all contrasts, then shrunken mean over its SD."""
    values = np.array([[1.0], [2.0], [3.0], [6.0]])
    found = contrasts(values, 0.25, 10)
    noise = 0.25 * 0.75
    between = np.mean(np.array([4.0, 1.0, 0.0, 9.0]) - noise)
    share = between / (between + noise)
    expected = stats.norm.cdf(share * found.differences.ravel() / np.sqrt(share * noise))
    assert found.chance_higher.ravel() == pytest.approx(expected)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.floats(-3, 3))
def test_adding_a_constant_and_reordering_change_nothing_else(seed: int, shift: float) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(3, 1, (6, 4))
    order = draw.permutation(6)
    base, moved = contrasts(values, 0.3, 10), contrasts(values[order] + shift, 0.3, 10)
    assert np.allclose(moved.differences, base.differences[order])
    assert np.allclose(moved.half_widths, base.half_widths)
    assert np.allclose(moved.chance_higher, base.chance_higher[order])
