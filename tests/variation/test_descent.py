"""Minima inside and at the boundary."""

import numpy as np
import pytest

from benchmark.variation.descent import Criterion, Evaluation, minimise


def bowl(centre: np.ndarray) -> Criterion:
    def criterion(point: np.ndarray) -> Evaluation:
        return float(((point - centre) ** 2).sum()), 2 * (point - centre), 2 * np.eye(len(point))

    return criterion


@pytest.mark.parametrize(
    ("centre", "expected"),
    [
        ([2.0, 3.0], [2, 3]),
        ([2.0, -1.0], [2, 0]),
        ([-2.0, -1.0], [0, 0]),
        ([1e-3, 100.0], [1e-3, 100]),
    ],
)
def test_bowl(centre: list[float], expected: list[float]) -> None:
    found = minimise(bowl(np.array(centre)), np.ones(2))
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_value_at_zero_is_freed_when_another_moves() -> None:
    """Along x = 1 the slope in y at 0 points outwards, at the true x = 4 inwards."""

    def criterion(point: np.ndarray) -> Evaluation:
        x, y = point
        value = (x - 4) ** 2 + (y - (x - 3)) ** 2
        slope = np.array([2 * (x - 4) - 2 * (y - x + 3), 2 * (y - x + 3)])
        return value, slope, np.array([[4.0, -2], [-2, 2]])

    np.testing.assert_allclose(minimise(criterion, np.array([0.5, 0.5])), [4, 1], rtol=1e-5)


def test_the_last_gain_is_smaller_than_rounding() -> None:
    """A great constant hides the bowl's bottom: the search ends instead of going round."""

    def criterion(point: np.ndarray) -> Evaluation:
        value, slope, curvature = bowl(np.array([2.0]))(point)
        return value + 1e9, slope, curvature

    assert minimise(criterion, np.ones(1))[0] == pytest.approx(2, rel=0.02)


def test_no_minimum_is_said() -> None:
    def falling(point: np.ndarray) -> Evaluation:
        return float(-point.sum()), -np.ones(1), np.ones((1, 1))

    with pytest.raises(ArithmeticError, match="no maximum"):
        minimise(falling, np.ones(1))
