"""Value times chance over posterior draws: by hand, and what must hold for any levels."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmark.variation.distributions import normal_cdf
from benchmark.variation.gains import BETTER, gains

LEVELS = st.sampled_from([np.nan, 1.0, 2.0, 3.0, 4.0, 5.0])


def test_by_hand_where_the_others_are_known_exactly() -> None:
    """Noise only in one practice, so that its own level alone is uncertain.

    Own level 2 with noise variance v, all others 3 with the same practice noise: the expected gain
    of a normal own level around c with standard deviation s towards a fixed target t would be
    (t - c) Phi(z) + s phi(z), z = (t - c) / s. With endless others the drawn quartile is fixed.
    """
    others = 4_001
    levels = np.full((others + 1, 1), 3.0)
    levels[1::2], levels[0] = 4.0, 2.0
    found = gains(levels, np.array([0.04]), 0, draws=400)
    squares = float(((levels - levels.mean()) ** 2).sum())
    between = squares / others - 0.04
    kept = between / (between + 0.04)
    centre = levels.mean() + kept * (2.0 - levels.mean())
    spread, target = math.sqrt(kept * 0.04), float(found.target[0])
    z = (target - centre) / spread
    expected = (target - centre) * float(normal_cdf(z)) + spread * math.exp(-z * z / 2) / math.sqrt(
        2 * math.pi
    )
    # half of the others lie about the drawn 4: the quartile is in the middle of those
    assert target == pytest.approx(levels.mean() + kept * (4.0 - levels.mean()), abs=0.02)
    assert found.expected[0] == pytest.approx(expected, abs=4 * spread / 20)
    assert found.chance[0] == 1.0


def test_without_noise_the_gain_is_the_distance_to_the_better_quarter() -> None:
    levels = np.array([[1.0, 5, 2], [2, 1, 2], [3, 2, 2], [4, 3, 2], [5, 4, 2]])
    found = gains(levels, np.zeros(3), 0, most=1, draws=3)
    target = np.quantile(levels[1:], BETTER, axis=0)
    assert found.target.tolist() == target.tolist()
    assert found.expected.tolist() == [target[0] - 1, 0.0, 0.0]
    assert found.chance.tolist() == [1.0, 0.0, 0.0]
    assert found.among.tolist() == [1.0, 0.0, 0.0]  # nothing to gain is never among the largest


def test_divisions_that_are_alike_have_nothing_to_gain() -> None:
    found = gains(np.full((6, 4), 3.0), np.full(4, 0.2), 2)
    assert not found.expected.any()
    assert not found.among.any()


def test_what_is_not_known_is_left_out() -> None:
    levels = np.array([[np.nan, 1.0, 1], [3, 3, 3], [3, np.nan, 3], [3, np.nan, 3], [4, 4, 4]])
    found = gains(levels, np.full(3, 0.1), 0)
    assert np.isnan(found.expected).tolist() == [True, True, False]
    assert np.isnan(found.among).tolist() == [True, True, False]


@settings(max_examples=40)
@given(
    levels=arrays(float, (6, 5), elements=LEVELS),
    noise=st.floats(0.01, 1.0),
    row=st.integers(0, 5),
)
def test_what_holds_for_any_levels(levels: np.ndarray, noise: float, row: int) -> None:
    variances = np.full(5, noise)
    found = gains(levels, variances, row, draws=200)
    known = ~np.isnan(found.expected)
    for part in (found.chance, found.among):
        assert ((part[known] >= 0) & (part[known] <= 1)).all()
    assert (found.among[known] <= found.chance[known] + 1e-12).all()
    assert np.nansum(found.among) <= found.most + 1e-9
    assert np.allclose(found.expected[known], (found.value * found.chance)[known])
    # the same again gives the same, and the order of the other divisions says nothing
    again = gains(levels, variances, row, draws=200)
    assert np.array_equal(found.among, again.among, equal_nan=True)
    # one level more in a practice never makes its gain larger
    if known.any():
        column = int(np.flatnonzero(known)[0])
        higher = levels.copy()
        higher[row, column] = min(levels[row, column] + 1, 5)
        more = gains(higher, variances, row, draws=200)
        kept = found.expected[column] + 0.15
        assert more.expected[column] <= kept or levels[row, column] == 5


def test_a_firm_place_and_a_loose_one() -> None:
    """Three practices far below are nearly always the first three; of six alike, each half."""
    levels = np.full((7, 6), 4.0)
    levels[0], levels[1:4] = 1.0, 3.0
    alike = gains(levels, np.full(6, 0.2), 0).among
    assert alike == pytest.approx(np.full(6, 0.5), abs=0.05)
    levels[0, 3:] = 4.0
    firm = gains(levels, np.full(6, 0.2), 0).among
    assert (firm[:3] > 0.95).all()
    assert (firm[3:] < 0.05).all()


def test_impossible_input_is_refused() -> None:
    levels = np.full((5, 2), 3.0)
    for wrong in (
        lambda: gains(levels, np.zeros(3), 0),
        lambda: gains(levels[0], np.zeros(2), 0),
        lambda: gains(levels, np.zeros(2), 5),
        lambda: gains(levels, np.array([0.1, -0.1]), 0),
    ):
        with pytest.raises(ValueError, match=r"shape|division|variance"):
            wrong()
