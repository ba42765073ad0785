"""The scale is always whole: 1 at its left end, 5 at its right end, evenly between."""

import pytest

from benchmark.comparison.layout import Layout


def _layout(width: float = 487) -> Layout:
    return Layout(width, 9, 160, left=180, right=380, end=410)


@pytest.mark.parametrize(
    ("value", "x"), [(1, 180), (3, 280), (5, 380), (2.5, 255), (0.2, 180), (6, 380)]
)
def test_values_stand_on_the_whole_scale(value: float, x: float) -> None:
    assert _layout().x(value) == pytest.approx(x)


def test_narrow_charts_stack() -> None:
    assert _layout(288).stacked
    assert not _layout(487).stacked
