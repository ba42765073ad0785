"""Average deviation against chance: listed, drawn, and for three raters on five levels."""

import numpy as np
import pytest

from benchmark.variation.agreement import average_deviation
from benchmark.variation.chance_agreement import critical_deviation, null_deviations


def test_three_raters_listed_one_by_one() -> None:
    deviations, chances = null_deviations(3, 5)
    found = [
        float(average_deviation([a, b, c]).round(9))
        for a in range(1, 6)
        for b in range(1, 6)
        for c in range(1, 6)
    ]
    values, counts = np.unique(found, return_counts=True)
    np.testing.assert_allclose(values, deviations)
    np.testing.assert_allclose(counts / 125, chances)


def test_drawn_patterns_are_near_the_listed_ones() -> None:
    """Eight raters are listed; nine on five levels are drawn: the critical values run on."""
    assert null_deviations(9, 5)[1].sum() == pytest.approx(1)
    assert critical_deviation(8, 5) <= critical_deviation(9, 5) <= critical_deviation(10, 5)
    np.testing.assert_array_equal(null_deviations(9, 5)[1], null_deviations(9, 5)[1])


@pytest.mark.parametrize(
    ("raters", "level", "critical"), [(3, 0.05, 0.0), (3, 0.03, None), (2, 0.05, None)]
)
def test_critical(raters: int, level: float, critical: float | None) -> None:
    assert critical_deviation(raters, 5, level) == critical


def test_lenient_raters_agree_by_chance() -> None:
    """Unanimity of three lenient raters has p .089, as method.md has it."""
    lenient = [0.05, 0.10, 0.20, 0.40, 0.25]
    assert null_deviations(3, 5, lenient)[1][0] == pytest.approx(0.089, abs=5e-4)
    assert critical_deviation(3, 5, weights=lenient) is None


def test_nobody() -> None:
    with pytest.raises(ValueError, match="a rater and an option"):
        null_deviations(0, 5)
