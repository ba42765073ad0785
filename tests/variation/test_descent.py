"""Minima inside and at the boundary."""

import numpy as np
import pytest

from benchmark.variation.descent import minimise


def bowl(centre):
    def criterion(point):
        return float(((point - centre) ** 2).sum()), 2 * (point - centre)

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
def test_bowl(centre, expected):
    found = minimise(bowl(np.array(centre)), np.ones(2))
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_value_at_zero_is_freed_when_another_moves():
    """Along x = 1 the slope in y at 0 points outwards, at the true x = 4 inwards."""

    def criterion(point):
        x, y = point
        value = (x - 4) ** 2 + (y - (x - 3)) ** 2
        return value, np.array([2 * (x - 4) - 2 * (y - x + 3), 2 * (y - x + 3)])

    np.testing.assert_allclose(minimise(criterion, np.array([0.5, 0.5])), [4, 1], rtol=1e-5)


def test_no_minimum_is_said():
    def falling(point):
        return float(-point.sum()), -np.ones(1)

    with pytest.raises(ArithmeticError, match="no maximum"):
        minimise(falling, np.ones(1))
