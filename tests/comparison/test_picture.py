"""Shapes of about the same area, so that no role looks bigger than another."""

import math

import pytest

from benchmark.comparison.picture import BLACK, BLUE, Dot, Shape


def _area(corners: tuple[tuple[float, float], ...]) -> float:
    following = (*corners[1:], corners[0])
    pairs = zip(corners, following, strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


@pytest.mark.parametrize(("shape", "corners"), [("square", 4), ("triangle", 3)])
def test_a_shape_has_about_the_area_of_a_circle(shape: Shape, corners: int) -> None:
    dot = Dot(10, 20, 3, shape, BLUE, BLACK, 1)
    assert len(dot.corners) == corners
    assert _area(dot.corners) == pytest.approx(math.pi * 3**2, rel=0.35)


def test_a_circle_has_no_corners() -> None:
    assert Dot(10, 20, 3, "circle", BLUE, BLACK, 1).corners == ()
