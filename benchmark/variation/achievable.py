"""The achievable best: what the best-evidenced fifth of a pool has reached."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.distributions import normal_quantile
from benchmark.variation.shapes import Places
from benchmark.variation.shrinkage import random_effects

FIFTH = 0.2
FEWEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class AchievableBest:
    """``value`` with its 95% limits, in points; ``members`` (k,) are the places of the fifth."""

    value: float
    low: float
    high: float
    members: Places


def achievable_best(
    estimates: ArrayLike, standard_errors: ArrayLike, level: float = 0.95
) -> AchievableBest:
    """Mean of the best-evidenced fifth of a pool.

    ``estimates`` and ``standard_errors`` (units,), NaN = not scored and left out. Units are ordered
    by their estimate drawn towards the pool (empirical Bayes, REML), so that one with few answers
    is not on top by luck; of the highest fifth, rounded up, the mean of the shrunken values is
    taken. Its squared standard error owns up to B = 1 - kept being estimated (Morris 1983): sum
    kept se^2 / m^2 + (mean B)^2 SE(pool mean)^2 + 2 / (k - 3) (mean B (y - mean))^2. After the
    achievable benchmark of care: Kiefe and others 1998, International Journal for Quality in Health
    Care 10:443, with shrinkage in place of their adjusted fraction.

    Raises ValueError with fewer than 10 units: a fifth of less is a single one.

    >>> found = achievable_best(np.arange(10.0), np.full(10, 0.5))
    >>> round(found.value, 2), sorted(found.members.tolist())
    (8.39, [8, 9])
    """
    y, se = np.asarray(estimates, float), np.asarray(standard_errors, float)
    known = np.flatnonzero(~np.isnan(y) & ~np.isnan(se))
    if len(known) < FEWEST:
        raise ValueError(f"the achievable best needs a pool of at least {FEWEST}")
    pool = random_effects(y[known], se[known])
    chosen = np.argsort(-pool.shrunken, kind="stable")[: math.ceil(FIFTH * len(known))]
    errors = se[known][chosen]
    kept = pool.tau2 / (pool.tau2 + errors**2)
    value = float(pool.shrunken[chosen].mean())
    drawn = (1 - kept) * (y[known][chosen] - pool.mean)
    # the pool's mean and spread are estimates, and their errors are the same for all members
    shared = ((1 - kept).mean() * pool.se) ** 2 + 2 / (len(known) - 3) * drawn.mean() ** 2
    error = math.sqrt(float((kept * errors**2).sum() / len(chosen) ** 2 + shared))
    half = float(normal_quantile((1 + level) / 2)) * error
    return AchievableBest(value, value - half, value + half, known[chosen])
