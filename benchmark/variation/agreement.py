"""How far raters agree: every coefficient by one name, and agreement within one group.

The coefficients over many targets live in ``intraclass`` (interval data), ``kappa`` (categories)
and ``krippendorff`` (any level, with gaps); here are those of a single group: within-group
agreement against a null of random answering, and the mean deviation.
"""

from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.finite import finite_or_missing
from benchmark.variation.intraclass import grouped_icc, intraclass_correlations
from benchmark.variation.kappa import fleiss_kappa, weighted_kappa
from benchmark.variation.krippendorff import krippendorff_alpha
from benchmark.variation.shapes import PAIR, Floats, Places

__all__ = [
    "average_deviation",
    "exact_null_variances",
    "fleiss_kappa",
    "grouped_icc",
    "intraclass_correlations",
    "krippendorff_alpha",
    "rwg",
    "rwg_j",
    "weighted_kappa",
]


MOST_PATTERNS = 1_000_000


def rwg(ratings: ArrayLike, options: int) -> Floats:
    """Within-group agreement of one group, 1 - s^2 / sigma^2, for each item.

    ``ratings`` (raters,) or (raters, items), NaN = missing; the result has shape () or (items,).
    s^2 is the raters' variance (n - 1) and sigma^2 = (A^2 - 1) / 12 the variance of answering at
    random among ``options`` A levels. A group that differs more than at random has no agreement: 0.
    An item with fewer than two ratings gives NaN. Source: James, Demaree & Wolf 1984, Journal of
    Applied Psychology 69:85. For three raters on five levels only unanimity differs from chance.

    >>> rwg([4, 4, 5], 5).round(3).item()
    0.833
    """
    return np.maximum(1 - _variances(ratings) / _random_variance(options), 0.0)


def rwg_j(ratings: ArrayLike, options: int) -> float:
    """Within-group agreement over J items: J (1 - v) / (J (1 - v) + v), v = mean s^2 / sigma^2.

    ``ratings`` (raters, items), NaN = missing; items with fewer than two ratings are left out.
    v above 1 counts as 1. Source: James, Demaree & Wolf 1984, equation 2.

    Raises ValueError when no item has two ratings.

    >>> round(rwg_j([[4, 3], [4, 3], [5, 3]], 5), 4)
    0.9565
    """
    variances = np.atleast_1d(_variances(ratings))
    known = variances[~np.isnan(variances)]
    if not known.size:
        raise ValueError("within-group agreement needs an item with two ratings")
    v = min(float(known.mean()) / _random_variance(options), 1.0)
    agreed = known.size * (1 - v)
    return agreed / (agreed + v)


def average_deviation(ratings: ArrayLike, centre: Literal["mean", "median"] = "mean") -> Floats:
    """Mean absolute deviation of one group's ratings from their mean or median, for each item.

    ``ratings`` (raters,) or (raters, items), NaN = missing; the result, in scale points, has shape
    () or (items,); its mean over items is AD(J). NaN where nobody rated. Source: Burke, Finkelstein
    & Dusig 1999, Organizational Research Methods 2:49.

    >>> average_deviation([1, 2, 3, 3, 3]).round(2).item()
    0.72
    """
    table = finite_or_missing(ratings, "ratings")
    counts = (~np.isnan(table)).sum(axis=0)
    if centre == "mean":
        middle = np.nansum(table, axis=0) / np.maximum(counts, 1)
    else:
        middle = _medians(table, counts)
    total = np.nansum(np.abs(table - middle), axis=0)
    return np.where(counts > 0, total / np.maximum(counts, 1), np.nan)


def exact_null_variances(
    raters: int, options: int, weights: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Every variance that ``raters`` can show by answering at random, and its probability.

    ``weights`` (options,) are the chances of the levels, equal unless given. Both results have
    shape (variances,), ascending, in squared scale points. Computed by listing all options^raters
    patterns, which for three raters on five levels are 125. Source of the comparison with chance:
    James, Demaree & Wolf 1984, Journal of Applied Psychology 69:85.

    >>> variances, chances = exact_null_variances(3, 5)
    >>> (chances * 125).round().astype(int).tolist()
    [5, 24, 18, 18, 24, 12, 6, 12, 6]
    """
    if options**raters > MOST_PATTERNS:
        raise ValueError("too many patterns to list: simulate instead")
    chance = np.full(options, 1 / options) if weights is None else np.asarray(weights, float)
    patterns = np.array(list(product(range(options), repeat=raters)))
    found = patterns.var(axis=1, ddof=1).round(9)
    variances, place = np.unique(found, return_inverse=True)
    chances = np.bincount(place, chance[patterns].prod(axis=1))
    return np.asarray(variances, float), np.asarray(chances, float)


def _variances(ratings: ArrayLike) -> Floats:
    table = finite_or_missing(ratings, "ratings")
    counts = (~np.isnan(table)).sum(axis=0)
    means = np.nansum(table, axis=0) / np.maximum(counts, 1)
    squares = np.nansum((table - means) ** 2, axis=0)
    return np.where(counts > 1, squares / np.maximum(counts - 1, 1), np.nan)


def _random_variance(options: int) -> float:
    if options < PAIR:
        raise ValueError("agreement against chance needs at least two options")
    return (options**2 - 1) / 12


def _medians(table: Floats, counts: Places) -> Floats:
    """Medians over axis 0 that leave NaN out without a warning for an empty item."""
    ordered = np.sort(np.where(np.isnan(table), np.inf, table), axis=0)
    upper = np.take_along_axis(ordered, (counts // 2)[None] % len(table), axis=0)[0]
    lower = np.take_along_axis(ordered, (np.maximum(counts - 1, 0) // 2)[None], axis=0)[0]
    return np.where(counts > 0, (lower + upper) / 2, np.nan)
