"""Nested components against a dense likelihood, the closed form, and what must not matter."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from benchmark.variation.components import nested_components


def dense_criterion(
    variances: tuple[float, ...],
    residual: float,
    scores: list[float],
    levels: list,
    design: np.ndarray,
    method: str,
) -> float:
    """-2 log likelihood with the whole covariance matrix written out."""
    covariance = residual * np.eye(len(scores))
    labels = [""] * len(scores)
    for variance, level in zip(variances, levels, strict=True):
        labels = [f"{outer}/{inner}" for outer, inner in zip(labels, level, strict=True)]
        covariance += variance * np.equal.outer(np.array(labels), np.array(labels))
    inverse = np.linalg.inv(covariance)
    information = design.T @ inverse @ design
    effects = np.linalg.solve(information, design.T @ inverse @ scores)
    left = scores - design @ effects
    total = np.linalg.slogdet(covariance)[1] + left @ inverse @ left
    freedom = len(scores)
    if method == "REML":
        total += np.linalg.slogdet(information)[1]
        freedom -= design.shape[1]
    return total + freedom * math.log(2 * math.pi)


def ragged(
    seed: int, spread: tuple[float, ...] = (0.5, 0.7, 1.0)
) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    """Three levels with groups of unequal size and a fixed covariate."""
    random = np.random.default_rng(seed)
    outer = np.sort(random.integers(0, 6, size=80))
    inner = random.integers(0, 4, size=80)
    covariate = random.normal(size=80)
    scores = (
        2
        + 0.5 * covariate
        + random.normal(0, spread[0], 6)[outer]
        + random.normal(0, spread[1], (6, 4))[outer, inner]
        + random.normal(0, spread[2], 80)
    )
    return scores, [outer, inner], covariate


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("seed", range(4))
def test_no_other_variances_are_likelier(seed: int, method: str) -> None:
    scores, levels, covariate = ragged(seed)
    design = np.column_stack([np.ones(80), covariate])
    found = nested_components(scores, levels, design, method)
    own = dense_criterion(found.variances, found.residual, scores, levels, design, method)
    assert found.criterion == pytest.approx(own, abs=1e-8)

    def criterion(logs: np.ndarray) -> float:
        *variances, residual = np.exp(logs)
        return dense_criterion(variances, residual, scores, levels, design, method)

    start = np.log([*(max(v, 1e-4) for v in found.variances), found.residual])
    best = optimize.minimize(criterion, start, method="Nelder-Mead", options={"xatol": 1e-6})
    assert found.criterion <= best.fun + 1e-7


def test_a_constant_is_put_in_front() -> None:
    scores, levels, covariate = ragged(1)
    with_it = nested_components(scores, levels, np.column_stack([np.ones(80), covariate]))
    without = nested_components(scores, levels, covariate)
    assert without.fixed_effects == pytest.approx(with_it.fixed_effects)
    assert without.criterion == pytest.approx(with_it.criterion)
    dummies = np.column_stack([covariate > 0, covariate <= 0]).astype(float)
    assert len(nested_components(scores, levels, dummies).fixed_effects) == 2


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("seed", range(6))
def test_balanced_closed_form_is_the_maximum(seed: int, method: str) -> None:
    """Some of these seeds put one or both variances at the boundary."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=48) + np.repeat(random.normal(0, 0.3, 4), 12)
    levels = [np.repeat(np.arange(4), 12), np.tile(np.repeat(np.arange(3), 4), 4)]
    closed = nested_components(scores, levels, None, method)
    newton = nested_components(scores, levels, np.ones(48), method)
    assert newton.variances == pytest.approx(closed.variances, rel=1e-5, abs=1e-7)
    assert newton.criterion == pytest.approx(closed.criterion, abs=1e-9)
    design = np.ones((48, 1))
    dense = dense_criterion(closed.variances, closed.residual, scores, levels, design, method)
    assert closed.criterion == pytest.approx(dense, abs=1e-9)


def test_boundary_cases_are_met_and_exact() -> None:
    random = np.random.default_rng(7)
    scores = random.normal(size=60)
    means = np.repeat(scores.reshape(6, 10).mean(axis=1), 10)
    levels = [np.repeat(np.arange(6), 10)]
    flat = scores - means
    assert nested_components(flat, levels).variances == (0.0,)
    assert nested_components(flat[:-1], [levels[0][:-1]]).variances == (0.0,)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(-50, 50), st.floats(0.1, 10))
def test_order_labels_shift_and_unit(seed: int, shift: float, unit: float) -> None:
    scores, levels, _ = ragged(seed)
    order = np.random.default_rng(seed).permutation(80)
    names = [[f"group {place}" for place in level[order]] for level in levels]
    one = nested_components(scores, levels)
    other = nested_components(scores[order] * unit + shift, names)
    scaled = [variance * unit**2 for variance in (*one.variances, one.residual)]
    found = (*other.variances, other.residual)
    assert found == pytest.approx(scaled, rel=1e-5, abs=1e-7 * unit**2)
    assert other.criterion == pytest.approx(one.criterion + 2 * 79 * math.log(unit), abs=1e-6)


def test_missing_scores_are_left_out() -> None:
    scores, levels, covariate = ragged(3)
    gap = scores.copy()
    gap[[3, 50]] = np.nan
    kept = ~np.isnan(gap)
    expected = nested_components(scores[kept], [level[kept] for level in levels], covariate[kept])
    assert nested_components(gap, levels, covariate).variances == expected.variances


def test_large_values_lose_no_precision() -> None:
    scores, levels, _ = ragged(2)
    moved = nested_components(scores + 1e6, levels, np.ones(80))
    assert moved.variances == pytest.approx(nested_components(scores, levels).variances, rel=1e-5)


@pytest.mark.parametrize(
    ("scores", "levels", "words"),
    [
        ([1.0, 2, 3, 4], [[1, 1, 1, 1]], "two groups"),
        ([1.0, 2, 3, 4], [[1, 2, 3, 4]], "one score"),
        ([1.0, 2, 3, 4], [[1, 1, 2, 2], [1, 1, 2, 2]], "level 2 splits no group of level 1"),
        ([3.0, 3, 3, 3], [[1, 1, 2, 2]], "do not vary within"),
        ([0.1, 0.1, 3, 3], [[1, 1, 2, 2]], "do not vary within"),
        ([math.nan] * 4, [[1, 1, 2, 2]], "as many fixed effects"),
        ([1.0, 2, 3, 4], [], "at least one array"),
        ([1.0, 2, 3, 4], [[1, 1, 2]], "as long as scores"),
    ],
)
def test_no_components(scores: list[float], levels: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nested_components(scores, levels)


def test_fixed_effects_that_leave_no_residual() -> None:
    covariate = np.array([0.0, 1, 3, 0, 2, 5, 1, 1, 7])
    scores = 3 * covariate + np.repeat([1.0, 5, 2], 3)
    with pytest.raises(ValueError, match="do not vary within"):
        nested_components(scores, [np.repeat([0, 1, 2], 3)], covariate)


@pytest.mark.parametrize(
    ("fixed", "words"),
    [
        (np.ones((4, 2)), "depend on each other"),
        (np.ones(3), "one row a score"),
        ([1, 2, np.nan, 4], "missing values"),
        (np.eye(4), "as many fixed effects"),
    ],
)
def test_no_fixed_effects(fixed: np.ndarray | list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nested_components([1.0, 2, 4, 3], [[1, 1, 2, 2]], fixed)


def test_unknown_method() -> None:
    with pytest.raises(ValueError, match="not 'MINQUE'"):
        nested_components([1.0, 2, 4, 3], [[1, 1, 2, 2]], method="MINQUE")
