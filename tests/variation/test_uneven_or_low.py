"""The map of practices: corners, limits, coverage, and what cannot be placed."""

import numpy as np
import pytest
from scipy import stats

from benchmark.variation.one_trust import FULL_AGREEMENT, TOO_FEW
from benchmark.variation.uneven_or_low import CORNERS, NOT_SCORED, places_of_levels, uneven_or_low


def invent(seed: int, means: list[float], spreads: list[float], divisions: int = 8) -> np.ndarray:
    random = np.random.default_rng(seed)
    units = random.normal(0, 1, (divisions, 1, len(means))) * spreads
    roles = np.array([-0.3, 0, 0.3])[:, None]
    return means + units + roles + random.normal(0, 0.5, (divisions, 3, len(means)))


def test_the_four_corners() -> None:
    scores = invent(3, [4.2, 4.0, 1.8, 2.0], [0.0, 1.5, 0.0, 1.5], divisions=20)
    places = uneven_or_low(scores)
    assert [place.corner for place in places] == list(CORNERS.values())
    assert all(place.clear for place in places)
    assert [place.p < 0.05 for place in places] == [False, True, False, True]
    assert [place.mean for place in places] == pytest.approx(scores.mean(axis=(0, 1)))


def test_limits_cover() -> None:
    inside = []
    for seed in range(120):
        for place, truth in zip(
            uneven_or_low(invent(seed, [3.0] * 4, [0, 0.3, 0.6, 1])), [0, 0.3, 0.6, 1], strict=True
        ):
            inside.append(place.spread_low <= truth <= place.spread_high)
    assert 0.93 <= np.mean(inside) <= 0.985


def test_gaps_and_few_divisions() -> None:
    scores = invent(2, [3.0, 3.0, 3.0], [0.5, 0.5, 0.5])
    scores[0, 1] = np.nan
    scores[3:, :, 1] = np.nan
    scores[1:, :, 2] = np.nan
    whole, few, lonely = uneven_or_low(scores)
    assert whole.spread_low <= whole.spread <= whole.spread_high
    assert (few.corner, few.reason) == (None, TOO_FEW)
    assert few.mean_low < few.mean < few.mean_high
    assert (lonely.mean, lonely.reason) == (None, NOT_SCORED)


def test_reasons() -> None:
    alone = uneven_or_low(np.full((1, 3, 2), 3.0))
    assert all("at least two divisions" in place.reason for place in alone)
    assert uneven_or_low(np.full((6, 3, 2), 3.0))[0].reason == FULL_AGREEMENT
    with pytest.raises(ValueError, match="shape"):
        uneven_or_low(np.zeros((2, 3)))


def test_places_of_levels_need_nothing_but_the_levels() -> None:
    levels = np.array(
        [[1.0, 2, 3, np.nan], [5, 2, 3, 4], [3, 2, 3, np.nan], [2, 1, 3, 4], [4, 2, 3, 4]]
    )
    noise = np.array([0.2, 0.2, 0.0, 0.2])
    uneven, low, agreed, few = places_of_levels(levels, noise, 100)
    assert (uneven.corner, low.corner) == ("copy from next door", "fix centrally")
    assert uneven.spread == pytest.approx(np.sqrt(2.5 - 0.2))
    assert (uneven.mean, low.mean) == (3.0, 1.8)
    half = stats.t.ppf(0.975, 100) * np.sqrt(0.2 / 5)
    assert (low.mean_low, low.mean_high) == pytest.approx((1.8 - half, 1.8 + half))
    assert (agreed.reason, few.reason) == (FULL_AGREEMENT, TOO_FEW)
    with pytest.raises(ValueError, match="one a practice"):
        places_of_levels(levels, noise[:2], 100)


def test_limits_for_all_practices_at_once_are_wider() -> None:
    levels = np.array([[1.0], [5], [3], [2], [4]])
    (one,), (all_,) = (
        places_of_levels(levels, np.array([0.2]), 100, level=level) for level in (0.95, 0.999)
    )
    assert all_.mean_low < one.mean_low < one.mean_high < all_.mean_high
    assert all_.spread_low < one.spread_low < one.spread_high < all_.spread_high
