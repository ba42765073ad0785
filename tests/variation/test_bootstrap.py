"""Cluster bootstrap against scipy's bootstrap, and its coverage."""

import numpy as np
import pytest
from scipy import stats

from benchmark.variation.bootstrap import cluster_bootstrap

RANDOM = np.random.default_rng(4)
MEANS = RANDOM.normal(3, 0.5, (60, 3))


def test_equal_clusters_are_scipys_bootstrap() -> None:
    found = cluster_bootstrap(MEANS * 4, np.full(MEANS.shape, 4), draws=10_000)
    theirs = stats.bootstrap(
        (MEANS,), np.mean, n_resamples=10_000, method="percentile", random_state=1
    ).confidence_interval
    np.testing.assert_allclose(found.mean, MEANS.mean(axis=0))
    np.testing.assert_allclose(found.low, theirs.low, atol=0.01)
    np.testing.assert_allclose(found.high, theirs.high, atol=0.01)


def test_same_seed_same_interval() -> None:
    one, same = (cluster_bootstrap(MEANS, np.ones(MEANS.shape)) for _ in range(2))
    other = cluster_bootstrap(MEANS, np.ones(MEANS.shape), seed=1)
    assert one.low.tolist() == same.low.tolist()
    assert one.low.tolist() != other.low.tolist()


def test_clusters_not_answers_are_drawn() -> None:
    """A thousand equal answers in each of five clusters are five values, not five thousand."""
    values = np.array([[1.0], [2], [3], [4], [5]])
    found = cluster_bootstrap(values * 1000, np.full((5, 1), 1000))
    assert found.high[0] - found.low[0] > 1.5


def test_a_column_that_few_clusters_answered() -> None:
    sums, counts = np.zeros((6, 2)), np.zeros((6, 2))
    sums[0, 0], counts[0, 0] = 8.0, 2.0
    found = cluster_bootstrap(sums, counts)
    assert (found.mean[0], found.low[0], found.high[0]) == (4, 4, 4)
    assert np.isnan([found.mean[1], found.low[1], found.high[1]]).all()


def test_coverage_with_forty_clusters_of_unequal_size() -> None:
    inside = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        counts = random.integers(2, 12, 40)
        means = random.normal(3, 0.4, 40) + random.normal(0, 0.6, 40) / np.sqrt(counts)
        found = cluster_bootstrap((means * counts)[:, None], counts[:, None], draws=500)
        inside += bool(found.low[0] <= 3 <= found.high[0])
    assert 0.89 <= inside / 200 <= 0.99


@pytest.mark.parametrize(
    ("sums", "counts", "words"),
    [
        ([[1.0]], [[1]], "two clusters"),
        ([[1.0], [2]], [[1]], "same shape"),
        ([[1.0], [2]], [[1], [-1]], "0 or more"),
    ],
)
def test_reasons(sums: list, counts: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cluster_bootstrap(sums, counts)
