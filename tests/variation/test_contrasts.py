"""Differences from the column mean and what may be said of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmark.variation.contrasts import (
    Contrasts,
    contrasts,
    level_contrasts,
    median_contrasts,
    median_level_variances,
)


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


def calls_without_any_difference(rounds: int, noise: float, apart: float) -> tuple[float, float]:
    """Share of rounds without real differences in which some level is called clear.

    By ``level_contrasts`` and, for comparison, by normal theory alone. ``apart`` is the SD of the
    practices' own means.
    """
    draw = np.random.default_rng(7)
    ours = normal = 0
    for _ in range(rounds):
        centres = draw.normal(3, apart, (1, 1, 30))
        answers = np.clip(np.rint(centres + draw.normal(0, noise, (7, 3, 30))), 1, 5)
        levels = np.median(answers, axis=1)
        variance = answers.var(axis=1, ddof=1).mean()
        df = 7 * 2 * 30
        ours += calls_clear(level_contrasts(levels, variance, df))
        normal += calls_clear(median_contrasts(levels, variance, df))
    return ours / rounds, normal / rounds


def calls_clear(found: Contrasts) -> bool:
    return bool((np.abs(found.differences) > found.half_widths).any())


@pytest.mark.parametrize(("noise", "apart"), [(0.4, 0.0), (0.4, 0.5), (0.6, 0.5)])
def test_levels_are_called_clear_by_chance_in_at_most_one_round_in_twenty(
    noise: float, apart: float
) -> None:
    """400 rounds without any difference between the divisions, each with one seed."""
    assert calls_without_any_difference(400, noise, apart)[0] <= 0.05


def test_normal_theory_alone_would_call_too_many() -> None:
    assert calls_without_any_difference(400, 0.4, 0.0)[1] > 0.08


def test_a_real_difference_of_two_levels_is_still_found() -> None:
    levels = np.full((6, 30), 3.0)
    levels[2, 4] = 5.0
    found = level_contrasts(levels, 0.25, 200)
    clear = np.abs(found.differences) > found.half_widths
    assert np.argwhere(clear).tolist() == [[2, 4]]


def test_the_same_levels_give_the_same_answer() -> None:
    levels = np.random.default_rng(1).integers(1, 6, (6, 30)).astype(float)
    one, again = level_contrasts(levels, 0.4, 200), level_contrasts(levels.copy(), 0.4, 200)
    assert np.array_equal(one.half_widths, again.half_widths)


@pytest.mark.parametrize("centre", [1.2, 2.5, 3.0, 4.4])
def test_the_variance_of_a_whole_level_is_that_of_levels_drawn(centre: float) -> None:
    draw = np.random.default_rng(3)
    leads = np.clip(np.rint(centre + draw.normal(0, 0.6, (60_000, 3))), 1, 5)
    (found,) = median_level_variances(np.array([centre]), 0.36)
    assert found == pytest.approx(max(np.median(leads, axis=1).var(), 0.36 * 0.4487), rel=0.03)
