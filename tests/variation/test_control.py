"""XmR and funnel limits by hand."""

import numpy as np
import pytest

from benchmark.variation.control import funnel_limits, winsorise, xmr_limits


def test_xmr_by_hand() -> None:
    """Moving ranges 1 2 1 0, mean 1: 4 +/- 2.66."""
    limits = xmr_limits([4, 5, 3, 4, 4])
    assert (limits.mean, limits.low, limits.high) == pytest.approx((4, 1.34, 6.66))


def test_xmr_leaves_a_leap_out_once() -> None:
    """Ranges 1 1 1 1 1 1 1 20, mean 3.375: 20 is above 3.267 x 3.375, so the rest count."""
    limits = xmr_limits([1, 2, 1, 2, 1, 2, 1, 2, 22])
    mean = 34 / 9
    assert (limits.mean, limits.high) == pytest.approx((mean, mean + 2.66))


def test_xmr_passes_gaps_over() -> None:
    assert xmr_limits([4, 5, np.nan, 3, 4, 4]) == xmr_limits([4, 5, 3, 4, 4])


def test_a_constant_series_has_no_band() -> None:
    limits = xmr_limits([3, 3, 3])
    assert limits.low == limits.mean == limits.high == 3


def test_one_value_has_no_limits() -> None:
    with pytest.raises(ValueError, match="two values"):
        xmr_limits([3, np.nan])


def test_funnel_without_overdispersion() -> None:
    """Equal weights: target 1, z of 0 1 -1 0 squared mean 1/2 below 3/4, so 1 +/- 1.96 x .1."""
    limits = funnel_limits([1.0, 1.1, 0.9, 1.0], [0.1] * 4)
    assert (limits.target, limits.phi, limits.tau2) == (pytest.approx(1), pytest.approx(0.5), 0)
    np.testing.assert_allclose(limits.low, 1 - 1.959964 * 0.1, rtol=1e-6)


def test_funnel_with_overdispersion() -> None:
    """Scores z of 4 -4 2 -2: phi 10, tau2 (4 x 10 - 3) / (400 - 100) with w = 100."""
    limits = funnel_limits([1.4, 0.6, 1.2, 0.8], [0.1] * 4, target=1.0)
    assert limits.phi == pytest.approx(10)
    assert limits.tau2 == pytest.approx(37 / 300)
    half = 1.959964 * np.sqrt(0.01 + 37 / 300)
    np.testing.assert_allclose(limits.high, 1 + half, rtol=1e-6)


def test_small_units_have_wide_limits() -> None:
    limits = funnel_limits([1, 2, 3], [0.1, 0.2, 0.4])
    width = limits.high - limits.low
    assert width[0] < width[1] < width[2]


def test_winsorised_values_are_drawn_in() -> None:
    assert winsorise(np.array([9.0, 1, 2, 3, 4, 5, 6, 7, 8, -9]), 0.1).tolist() == [
        *(8, 1, 2, 3, 4, 5, 6, 7, 8, 1),
    ]
    assert winsorise(np.array([1.0, 5.0]), 0.0).tolist() == [1, 5]


@pytest.mark.parametrize(
    ("values", "errors", "share", "words"),
    [
        ([1.0], [1.0], 0.1, "two"),
        ([1.0, 2.0], [1.0], 0.1, "same shape"),
        ([1.0, 2.0], [1.0, 0.0], 0.1, "above 0"),
        ([1.0, 2.0], [1.0, 1.0], 0.5, "half"),
    ],
)
def test_no_funnel(values: list[float], errors: list[float], share: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        funnel_limits(values, errors, winsorised=share)
