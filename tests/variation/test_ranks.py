"""Rank intervals: by hand, coverage by simulation, and where they do not exist."""

import math

import numpy as np
import pytest

from benchmark.variation.distributions import normal_quantile, student_quantile
from benchmark.variation.ranks import best_set, rank_intervals


def test_by_hand() -> None:
    """Two comparisons a unit: Sidak z = 2.236; 2.9 is .71 errors below 3.0, 1.0 is 13 below."""
    found = rank_intervals([3.0, 2.9, 1.0], [0.1, 0.1, 0.1])
    assert found.rank.tolist() == [1, 2, 3]
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_the_difference_that_just_counts() -> None:
    edge = float(normal_quantile((1 + 0.95) / 2)) * math.sqrt(2)
    assert rank_intervals([edge * 1.001, 0], [1, 1]).high.tolist() == [1, 2]
    assert rank_intervals([edge * 0.999, 0], [1, 1]).high.tolist() == [2, 2]
    assert rank_intervals([edge * 1.001, 0], [1, 1], df=4).high.tolist() == [2, 2]
    edge *= float(student_quantile(0.975, 4) / normal_quantile(0.975))
    assert rank_intervals([edge * 1.001, 0], [1, 1], df=4).high.tolist() == [1, 2]


def test_ties_share_the_better_place_and_every_place() -> None:
    found = rank_intervals([2, 2, 1], [0, 0, 0])
    assert found.rank.tolist() == [1, 1, 3]
    assert (found.low.tolist(), found.high.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_one_unit() -> None:
    found = rank_intervals([2.0], [0.3])
    assert (found.rank[0], found.low[0], found.high[0]) == (1, 1, 1)


def test_simultaneous_is_wider() -> None:
    random = np.random.default_rng(1)
    estimates, errors = random.normal(size=20), np.full(20, 0.3)
    one, all_ = (rank_intervals(estimates, errors, simultaneous=s) for s in (False, True))
    assert (all_.low <= one.low).all()
    assert (all_.high >= one.high).all()
    assert all_.simultaneous
    assert (all_.high - all_.low).sum() > (one.high - one.low).sum()


@pytest.mark.parametrize("simultaneous", [False, True])
def test_coverage(*, simultaneous: bool) -> None:
    """A true rank lies in its interval in at least 95% of rounds; all at once if simultaneous."""
    random = np.random.default_rng(2)
    truth = np.sort(random.normal(size=8))[::-1]
    errors = random.uniform(0.2, 0.5, size=8)
    held = []
    for _ in range(1000):
        found = rank_intervals(random.normal(truth, errors), errors, simultaneous=simultaneous)
        held.append((found.low <= np.arange(1, 9)) & (np.arange(1, 9) <= found.high))
    share = np.all(held, axis=1).mean() if simultaneous else np.mean(held, axis=0).min()
    assert share >= 0.94


@pytest.mark.parametrize(
    ("estimates", "errors", "level", "words"),
    [
        ([1, 2], [1], 0.95, "same shape"),
        ([1, math.nan], [1, 1], 0.95, "finite"),
        ([1, 2], [1, -1], 0.95, "0 or more"),
        ([1, 2], [1, 1], 1.0, "confidence"),
    ],
)
def test_no_ranks(estimates: list[float], errors: list[float], level: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rank_intervals(estimates, errors, level)


def test_the_best_is_among_those_that_may_be_the_best() -> None:
    """Unequal errors, and a few units that are really alike: the hardest case for the rule."""
    draw = np.random.default_rng(1965)
    truth = np.array([3.0, 3.0, 2.9, 2.5, 2.0])
    errors = np.array([0.1, 0.3, 0.2, 0.1, 0.4])
    kept = np.array([best_set(draw.normal(truth, errors), errors) for _ in range(2000)])
    assert kept[:, 0].mean() >= 0.94
    assert kept[:, 1].mean() >= 0.94
    assert kept[:, 3].mean() < 0.2


def test_best_set_of_one_of_ties_and_without_doubt() -> None:
    assert best_set([2.0], [0.1]).tolist() == [True]
    assert best_set([2.0, 2.0, 2.0], [0.0, 0.0, 0.0]).tolist() == [True, True, True]
    assert best_set([2.0, 1.0], [0.0, 0.0]).tolist() == [True, False]
    # few degrees of freedom: the same difference is less sure
    assert best_set([3.0, 2.7], [0.1, 0.1]).tolist() == [True, False]
    assert best_set([3.0, 2.7], [0.1, 0.1], df=2).tolist() == [True, True]


def test_best_set_refuses_what_it_cannot_use() -> None:
    for arguments in (([1.0], [-1.0]), ([np.nan], [1.0]), ([1.0, 2.0], [1.0])):
        with pytest.raises(ValueError, match="estimates"):
            best_set(*arguments)
    with pytest.raises(ValueError, match="level"):
        best_set([1.0, 2.0], [1.0, 1.0], level=1.0)
