"""The two-way analysis of variance of targets by raters, one rating a cell."""

import math
from dataclasses import dataclass

import numpy as np

from benchmark.variation.finite import finite_or_missing
from benchmark.variation.shapes import MATRIX, PAIR, Floats

LEAST_FREEDOM = 1e-6  # what Satterthwaite's rule leaves when no target differs, but for rounding
Number = float | Floats

NO_RATERS = "an intraclass correlation needs at least two raters"

ROUNDING = 1e-14  # of a sum of squares, what subtracting others from it can leave of nothing
CENTRING = 1e-28  # of the raw sum of squares, what taking out the mean can leave of nothing


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Mean squares in squared rating points, each of the shape of the leading axes.

    ``n`` counts the complete targets, ``k`` the raters.
    """

    n: Number
    k: int
    targets: Number
    raters: Number
    error: Number
    within: Number


def mean_squares(table: Floats) -> MeanSquares:
    """Two-way mean squares over the complete targets of ``table`` (..., targets, raters).

    With m_i the mean of target i, m_j that of rater j and m of all: targets k sum (m_i - m)^2 /
    (n - 1), raters n sum (m_j - m)^2 / (k - 1), within sum (x_ij - m_i)^2 / (n (k - 1)), error what
    raters leave of it, over (n - 1) (k - 1). A target with a NaN is left out. Squared units of the
    ratings. Raises ValueError for one rater or an infinite rating. Source: Shrout & Fleiss 1979,
    Psychological Bulletin 86:420; the ratings are theirs.

    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> found = mean_squares(np.array(ratings, float))
    >>> [round(float(part), 2) for part in (found.targets, found.within, found.raters, found.error)]
    [11.24, 6.26, 32.49, 1.02]
    """
    k = table.shape[-1]
    if k < PAIR:
        raise ValueError(NO_RATERS)
    n, centred, raw = _centred(table)
    some, freedom = n + (n < 1), n - 1 + (n <= 1) * (2 - n)  # at least one of either
    per_target, per_rater = np.ones(k), np.ones(table.shape[-2])
    targets = centred @ per_target
    raters = per_rater @ centred
    total = _squares(centred, MATRIX)
    floor = ROUNDING * total + CENTRING * (raw + total)
    # sums of squares below rounding are exact zeros: an equal column must not give an F
    between = _squares(targets, 1) / k
    between = between * (between > floor)
    within = (total - between) * (total - between > floor)
    across = _squares(raters, 1) / some
    across = across * (across > floor)
    error = (within - across) * (within - across > floor)
    return MeanSquares(
        n=n,
        k=k,
        targets=between / freedom,
        raters=across / (k - 1),
        error=error / (freedom * (k - 1)),
        within=within / (some * (k - 1)),
    )


def _squares(values: Floats, axes: int) -> Number:
    """Sums of squares over the last ``axes`` axes."""
    if values.ndim == axes:
        flat = values.ravel()
        return float(flat @ flat)
    over = "...ij,...ij->..." if axes == MATRIX else "...i,...i->..."
    return np.asarray(np.einsum(over, values, values), float)


def _centred(table: Floats) -> tuple[Number, Floats, Number]:
    """Complete targets, the table less its mean (0 where left out), and N x mean squared."""
    cells = table.shape[-1] * table.shape[-2]
    if table.ndim == MATRIX and math.isfinite(mean := float(table.sum()) / cells):
        return float(len(table)), table - mean, cells * mean * mean
    total = np.einsum("...ij->...", table)
    if np.isfinite(total).all():  # nothing is missing
        grand = total / cells
        return (
            np.full(total.shape, float(table.shape[-2])),
            table - grand[..., None, None],
            cells * grand * grand,
        )
    complete = np.asarray(~np.isnan(finite_or_missing(table, "ratings")).any(axis=-1))
    n = np.asarray(complete.sum(axis=-1), float)
    kept = complete[..., None]
    grand = np.where(kept, table, 0.0).sum(axis=(-2, -1)) / np.maximum(n * table.shape[-1], 1)
    return n, np.where(kept, table - grand[..., None, None], 0.0), n * table.shape[-1] * grand**2
