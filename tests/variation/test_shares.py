"""Share within trusts: corrected, its interval, raw, and the placebo."""

import numpy as np
import pytest

from benchmark.variation.full_model import full_components
from benchmark.variation.shares import (
    corrected_share,
    part_intervals,
    placebo_share,
    raw_share,
    share_interval,
)
from tests.variation.answers import invent


def test_noise_is_taken_out() -> None:
    """Trust and division variance .16 each, much lead noise: the truth is a half."""
    answers = invent(2, shape=(80, 5, 3, 6), spreads=(0.4, 0.4, 0.2, 0.3, 0.9, 0.8))
    found = full_components(*answers)
    division = answers.scores.mean(axis=1).reshape(-1, 3).mean(axis=1)
    assert raw_share(division, np.repeat(np.arange(80), 5)) > 0.55
    assert corrected_share(found) == pytest.approx(0.5, abs=0.12)
    interval = share_interval(found)
    assert interval.low < 0.5 < interval.high
    assert share_interval(found) == interval
    assert share_interval(found, seed=1) != interval


@pytest.mark.parametrize(
    "spreads", [(0.3, 0.3, 0.2, 0.3, 0.4, 0.8), (0.5, 0.0, 0.2, 0.3, 0.4, 0.8)]
)
def test_the_interval_covers(spreads: tuple[float, ...]) -> None:
    """120 rounds of 15 trusts: at least 93% less two standard errors; at zero variance too."""
    truth = spreads[1] ** 2 / (spreads[0] ** 2 + spreads[1] ** 2)
    inside = 0
    for seed in range(120):
        found = full_components(*invent(seed, shape=(15, 4, 3, 4), spreads=spreads))
        interval = share_interval(found, draws=500)
        inside += interval.low <= truth <= interval.high
    assert inside >= 120 * 0.93 - 2 * np.sqrt(120 * 0.05 * 0.95)


def test_one_practice_draws_leads_only() -> None:
    interval = share_interval(full_components(*invent(3, shape=(20, 4, 3, 1))))
    assert 0 <= interval.low < interval.high <= 1


def test_no_trust_no_share() -> None:
    found = full_components(*invent(1, shape=(1, 6, 3, 4)))
    with pytest.raises(ValueError, match="only one trust"):
        corrected_share(found)


def test_nothing_but_noise_has_no_share() -> None:
    answers = invent(1, spreads=(0, 0, 0, 0, 0.9, 0.8))
    left = answers.scores - answers.scores.mean(axis=1, keepdims=True)
    left += np.tile([-1.0, 0, 1], 12)[:, None]
    with pytest.raises(ValueError, match="nothing to share"):
        corrected_share(full_components(left, answers.division, answers.trust))


def test_where_hardly_anything_varies_little_is_known_of_the_share() -> None:
    """Answers at random in three trusts: most intervals hold more than half of all shares."""
    random = np.random.default_rng(1)
    place = np.repeat(np.arange(12), 3)
    widths = []
    for _ in range(30):
        scores = random.integers(1, 6, (36, 4)).astype(float)
        components = full_components(scores, place, place // 4, np.tile(range(3), 12))
        if components.trust + components.division > 0:
            interval = share_interval(components)
            widths.append(interval.high - interval.low)
    assert len(widths) > 5
    assert np.median(widths) > 0.5


def test_one_division_a_trust_has_no_placebo_below_nothing() -> None:
    placebo = placebo_share(np.arange(7.0), np.arange(7))
    assert placebo.low == placebo.mean == placebo.high == 0


def test_placebo_has_no_trusts() -> None:
    """Great trust differences vanish when divisions are shuffled: (N - T) / (N - 1)."""
    means = np.repeat(np.arange(10.0), 4) + np.tile([0, 0.1, 0.2, 0.3], 10)
    trust = np.repeat(np.arange(10), 4)
    placebo = placebo_share(means, trust)
    assert raw_share(means, trust) < 0.01
    assert placebo.mean == pytest.approx(30 / 39, abs=0.01)
    assert placebo.low < placebo.mean < placebo.high
    assert placebo_share(means[::-1], trust[::-1]) == placebo


@pytest.mark.parametrize(
    ("means", "trust", "words"),
    [([1.0, 2], [0, 0], "only one trust"), ([2.0, 2, 2], [0, 1, 1], "same mean")],
)
def test_no_raw_share(means: list[float], trust: list[int], words: str) -> None:
    for share in (raw_share, placebo_share):
        with pytest.raises(ValueError, match=words):
            share(np.array(means), np.array(trust))


def test_limits_of_the_parts_hold_their_shares() -> None:
    answers = invent(2, shape=(80, 5, 3, 6), spreads=(0.4, 0.4, 0.2, 0.3, 0.9, 0.8))
    truth = np.array([0.4, 0.4, 0.2, 0.3, 0.9, 0.8]) ** 2
    found = part_intervals(full_components(*answers))
    for interval, share in zip(found, truth / truth.sum(), strict=True):
        assert 0 <= interval.low < share < interval.high <= 1
