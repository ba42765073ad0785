"""Intervals by drawing whole clusters again: trusts, whose divisions are not independent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import MATRIX, PAIR, Floats

DRAWS, SEED = 4_000, 20_220_631
CHUNK = 2_000  # draws whose weights are held at once


@dataclass(frozen=True, slots=True, eq=False)
class BootstrapMeans:
    """``mean``, ``low`` and ``high`` (columns,) in the units of the sums; NaN where none exists."""

    mean: Floats
    low: Floats
    high: Floats


def cluster_bootstrap(
    sums: ArrayLike,
    counts: ArrayLike,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> BootstrapMeans:
    """Means of columns with percentile intervals from drawing clusters with replacement.

    ``sums`` and ``counts`` (clusters, columns): what each cluster's answers add up to and how many
    they are, so that files read in pieces need no more than their sums. A draw takes as many
    clusters as there are and divides the sum of sums by the sum of counts. Seeded: the same data,
    the same interval. Source: Davison & Hinkley 1997, *Bootstrap Methods and their Application*,
    section 3.8; Field & Welsh 2007, Journal of the Royal Statistical Society B 69:369.

    Raises ValueError with fewer than two clusters, counts below 0, or a value that is missing.

    >>> found = cluster_bootstrap([[10.0], [14], [12], [16]], [[4], [4], [4], [4]])
    >>> found.mean.tolist(), bool(found.low[0] < 3.25 < found.high[0])
    ([3.25], True)
    """
    total, number = np.asarray(sums, float), np.asarray(counts, float)
    if total.ndim != MATRIX or total.shape != number.shape:
        raise ValueError("sums and counts need the same shape (clusters, columns)")
    if len(total) < PAIR:
        raise ValueError("a cluster bootstrap needs at least two clusters")
    if not (np.isfinite(total).all() and np.isfinite(number).all() and (number >= 0).all()):
        raise ValueError("sums must be finite numbers, and counts finite and 0 or more")
    if draws < 1 or not 0 < level < 1:
        raise ValueError("draws must be 1 or more, and the level between 0 and 1")
    random = np.random.default_rng(seed)
    both = np.hstack([total, number])
    means = np.empty((draws, total.shape[1]))
    for start in range(0, draws, CHUNK):
        size = min(CHUNK, draws - start)
        drawn = _times_drawn(random, size, len(total)) @ both
        means[start : start + size] = _ratio(*np.hsplit(drawn, 2))
    edges = np.array([(1 - level) / 2, (1 + level) / 2])
    low, high = _quantiles(means, edges)
    return BootstrapMeans(_ratio(total.sum(axis=0), number.sum(axis=0)), low, high)


def _times_drawn(random: np.random.Generator, draws: int, clusters: int) -> Floats:
    """How often each cluster is drawn, (draws, clusters)."""
    drawn = random.integers(0, clusters, (draws, clusters))
    drawn += np.arange(draws)[:, None] * clusters
    counts = np.bincount(drawn.ravel(), minlength=draws * clusters)
    return counts.reshape(draws, clusters).astype(float)


def _ratio(total: Floats, number: Floats) -> Floats:
    return np.where(number > 0, total / np.where(number > 0, number, 1.0), np.nan)


def _quantiles(means: Floats, edges: Floats) -> Floats:
    """Quantiles (edges, columns) of each column's draws; a draw without answers is left out."""
    if not np.isnan(means).any():
        return np.asarray(np.quantile(means, edges, axis=0), float)
    found = np.full((len(edges), means.shape[1]), np.nan)
    for place, column in enumerate(means.T):
        known = column[~np.isnan(column)]
        if known.size:
            found[:, place] = np.quantile(known, edges)
    return found
