"""Crossed random effects against a dense likelihood, and reasons."""

import math

import numpy as np
import pytest
from scipy import optimize

from benchmark.variation.components import nested_components
from benchmark.variation.crossed import crossed_components, pairs


def dense(variances: np.ndarray, scores: np.ndarray, factors: list[np.ndarray]) -> float:
    covariance = variances[-1] * np.eye(len(scores))
    for variance, factor in zip(variances[:-1], factors, strict=True):
        covariance += variance * np.equal.outer(factor, factor)
    inverse = np.linalg.inv(covariance)
    information = inverse.sum()
    left = scores - (inverse @ scores).sum() / information
    total = np.linalg.slogdet(covariance)[1] + math.log(information) + left @ inverse @ left
    return float(total + (len(scores) - 1) * math.log(2 * math.pi))


def design(seed: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Ratings of 12 units by 5 raters with gaps, and the unit's group."""
    random = np.random.default_rng(seed)
    unit, rater = (part.ravel() for part in np.indices((12, 5)))
    scores = random.normal(0, 1, 12)[unit] + random.normal(0, 0.6, 5)[rater]
    scores += random.normal(0, 0.8, 60)
    kept = random.random(60) > 0.2
    return scores[kept], [unit[kept], rater[kept], unit[kept] % 3]


@pytest.mark.parametrize("seed", range(4))
def test_no_other_variances_are_likelier(seed: int) -> None:
    scores, factors = design(seed)
    found = crossed_components(scores, factors)
    variances = np.array([*found.variances, found.residual])
    assert found.criterion == pytest.approx(dense(variances, scores, factors), abs=1e-8)

    def criterion(logs: np.ndarray) -> float:
        return dense(np.exp(logs), scores, factors)

    best = optimize.minimize(criterion, np.log(np.maximum(variances, 1e-4)), method="Nelder-Mead")
    assert found.criterion <= best.fun + 1e-6


def test_nested_factors_are_a_special_case() -> None:
    scores, (unit, _, group) = design(1)
    nested = nested_components(scores, [group, unit])
    crossed = crossed_components(scores, [group, pairs(group, unit)])
    assert crossed.variances == pytest.approx(nested.variances, abs=1e-6)
    assert crossed.criterion == pytest.approx(nested.criterion, abs=1e-8)
    assert crossed.mean == pytest.approx(nested.fixed_effects[0], abs=1e-6)


def test_unit_and_order_do_not_matter() -> None:
    scores, factors = design(2)
    one = crossed_components(scores, factors)
    order = np.random.default_rng(1).permutation(len(scores))
    other = crossed_components(scores[order] * 10 + 50, [factor[order] for factor in factors])
    expected = [100 * variance for variance in (*one.variances, one.residual)]
    assert [*other.variances, other.residual] == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert other.mean == pytest.approx(10 * one.mean + 50)


def test_missing_scores_are_left_out() -> None:
    scores, factors = design(3)
    gap = scores.copy()
    gap[4] = np.nan
    rest = [np.delete(factor, 4) for factor in factors]
    assert (
        crossed_components(gap, factors).variances
        == crossed_components(np.delete(scores, 4), rest).variances
    )


@pytest.mark.parametrize(
    ("scores", "factors", "words"),
    [
        ([1.0, 2, 3, 4], [], "at least one array"),
        ([1.0, 2, 3, 4], [[0, 0, 1]], "as long as scores"),
        ([1.0, 2, 3, 4], [[0, 0, 0, 0]], "one level only"),
        ([1.0, 2, 3, 4], [[0, 1, 2, 3]], "one score a level"),
        ([1.0, 2, 3, 4], [[0, 0, 1, 1], ["b", "b", "a", "a"]], "in the same way"),
        ([3.0, 3, 3, 3], [[0, 0, 1, 1]], "do not vary"),
        ([1.0, 1, 2, 2], [[0, 0, 1, 1]], "do not vary"),
        ([1.0, np.nan], [[0, 1]], "two scores"),
        (np.arange(10_000.0), [np.arange(10_000) // 2], "more than 4,000"),
    ],
)
def test_reasons(scores: list[float], factors: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        crossed_components(scores, factors)
