"""Places in an order, with the interval of places that the data allow."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.distributions import student_quantile
from benchmark.variation.shapes import Floats, Places, Truths


@dataclass(frozen=True, slots=True, eq=False)
class RankIntervals:
    """``rank``, ``low`` and ``high`` (k,), place 1 the highest estimate.

    ``simultaneous``: whether the intervals hold for all units at once, or for each by itself.
    """

    rank: Places
    low: Places
    high: Places
    simultaneous: bool


def rank_intervals(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    level: float = 0.95,
    *,
    df: float = math.inf,
    simultaneous: bool = False,
) -> RankIntervals:
    """The rank of every unit with an interval that holds its true rank with chance ``level``.

    ``estimates`` (unshrunken) and ``standard_errors`` (k,), independent of each other. A unit's
    lowest place number is 1 + the units that are above it beyond doubt, its highest k - the units
    below it beyond doubt: |z| of the difference above Sidak's normal quantile for k - 1
    comparisons (k (k - 1) / 2 if ``simultaneous``), which by Sidak's inequality is safe for
    correlated differences; with ``df``, the degrees of freedom of a pooled standard error,
    Student's quantile instead. Ties share the better place. Source: Mogstad, Romano, Shaikh &
    Wilhelm 2024, Review of Economic Studies 91:476.

    Raises ValueError for a negative or missing standard error or estimate.

    >>> found = rank_intervals([3.0, 2.9, 1.0], [0.1, 0.1, 0.1])
    >>> found.rank.tolist(), found.low.tolist(), found.high.tolist()
    ([1, 2, 3], [1, 1, 3], [2, 2, 3])
    """
    y, se = _checked(estimates, standard_errors)
    k = len(y)
    comparisons = k * (k - 1) // 2 if simultaneous else k - 1
    width = _critical(level, comparisons, df) * np.hypot(se[:, None], se)
    apart = y - y[:, None]  # (unit, other)
    return RankIntervals(
        rank=1 + (apart > 0).sum(axis=1),
        low=1 + ((apart > width) & (apart > 0)).sum(axis=1),
        high=k - ((apart < -width) & (apart < 0)).sum(axis=1),
        simultaneous=simultaneous,
    )


def best_set(
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    level: float = 0.95,
    *,
    df: float = math.inf,
) -> Truths:
    """Which units (k,) may be the best: with chance ``level`` the truly best one is among them.

    ``estimates`` and ``standard_errors`` (k,) as in ``rank_intervals``. A unit stays unless another
    is above it beyond doubt: z of the difference over the one-sided quantile level^(1 / (k - 1))
    (Sidak; safe for correlated differences by Slepian's inequality). Source: Gupta 1965,
    Technometrics 7:225, whose rule this is; for unequal errors Mogstad, Romano, Shaikh & Wilhelm
    2024, Review of Economic Studies 91:476.

    Raises ValueError as ``rank_intervals``.

    >>> best_set([3.0, 2.9, 1.0], [0.1, 0.1, 0.1]).tolist()
    [True, True, False]
    """
    y, se = _checked(estimates, standard_errors)
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    quantile = student_quantile(level ** (1 / max(len(y) - 1, 1)), df)
    apart = y - y[:, None]
    beaten = (apart > quantile * np.hypot(se[:, None], se)) & (apart > 0)
    return np.asarray(~beaten.any(axis=1))


def _checked(estimates: ArrayLike, standard_errors: ArrayLike) -> tuple[Floats, Floats]:
    y, se = np.asarray(estimates, float), np.asarray(standard_errors, float)
    if y.ndim != 1 or y.shape != se.shape:
        raise ValueError("estimates and standard errors need the same shape (k,)")
    if not (np.isfinite(y).all() and np.isfinite(se).all() and (se >= 0).all()):
        raise ValueError("estimates must be finite and standard errors 0 or more")
    return y, se


def _critical(level: float, comparisons: int, df: float) -> Floats:
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    return student_quantile((1 + level ** (1 / max(comparisons, 1))) / 2, df)
