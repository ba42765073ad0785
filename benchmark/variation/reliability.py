"""How far the items of a questionnaire measure one thing."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import MATRIX, PAIR, Floats


def cronbach_alpha(
    items: ArrayLike, missing: Literal["pairwise", "listwise"] = "pairwise"
) -> float:
    """Cronbach's alpha, k / (k - 1) x (1 - sum of item variances / variance of the sum).

    ``items`` (respondents, items), NaN = missing. The variance of the sum is the sum of all
    covariances. "pairwise" takes each variance and covariance from the respondents who answered
    both items; "listwise" leaves out respondents with any gap. Source: Cronbach 1951,
    Psychometrika 16:297.

    Raises ValueError with fewer than two items, a pair of items without two common respondents, or
    answers that do not vary.

    >>> round(cronbach_alpha([[2, 3], [4, 4], [5, 5], [1, 2]]), 4)
    0.9655
    """
    table = np.asarray(items, float)
    if table.ndim != MATRIX or table.shape[1] < PAIR:
        raise ValueError("Cronbach's alpha needs at least two items")
    if missing == "listwise":
        table = table[~np.isnan(table).any(axis=1)]
    covariances = _pairwise_covariances(table)
    total = covariances.sum()
    if not total > 1e-12 * np.abs(covariances).max(initial=1e-300):
        raise ValueError("the sum of the items does not vary, so alpha is not defined")
    k = table.shape[1]
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))


def _pairwise_covariances(table: Floats) -> Floats:
    """Covariances (items, items), each over the respondents who answered both items."""
    present = (~np.isnan(table)).astype(float)
    both = present.T @ present
    if not (both >= PAIR).all():
        raise ValueError("Cronbach's alpha needs two respondents for every pair of items")
    # moving the origin loses no covariance and keeps small spreads exact
    centre = np.nansum(table, axis=0) / present.sum(axis=0)
    centred = np.where(present > 0, table - centre, 0.0)
    sums = centred.T @ present
    return np.asarray((centred.T @ centred - sums * sums.T / both) / (both - 1))
