"""Krippendorff's alpha: agreement at any level of measurement, with missing ratings."""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.finite import finite_or_missing
from benchmark.variation.pieces import in_pieces
from benchmark.variation.shapes import MATRIX, PAIR, Floats

Distance = Callable[[Floats, Floats], Floats]  # values (v,), margins (..., v) -> (..., v, v)
Level = Literal["nominal", "ordinal", "interval", "ratio"]

ROUNDING = 1e-28  # of the raw squares, what taking out the mean can leave of nothing
NO_PAIRS = "Krippendorff's alpha needs a unit with two ratings"
NO_VARIATION = "all ratings that can be paired are equal, so alpha cannot tell agreement"


def krippendorff_alpha(ratings: ArrayLike, level: Level = "interval") -> float | Floats:
    """Krippendorff's alpha, 1 - observed disagreement / expected disagreement.

    ``ratings`` (raters, units), NaN = missing; or (..., raters, units) for many tables at once,
    then the result has shape (...). Disagreement is the mean squared distance delta over pairs of
    ratings: within units (observed) and over all pairable ratings (expected), where delta is
    nominal [c != k]; ordinal: the squared number of ratings from c to k, half of each end;
    interval (c - k)^2; ratio ((c - k) / (c + k))^2. Source: Krippendorff 2011, *Computing
    Krippendorff's Alpha-Reliability*, section C.

    A single table without a pairable unit or without variation raises ValueError; among many
    tables it gives NaN. A negative ratio-level rating raises ValueError.

    >>> section_b = [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]
    >>> round(krippendorff_alpha(section_b, "nominal"), 3)
    0.692
    """
    table = finite_or_missing(ratings, "ratings")
    if table.ndim < MATRIX:
        raise ValueError("ratings need the shape (raters, units)")
    if level not in get_args(Level):
        raise ValueError(f"level is one of {', '.join(get_args(Level))}, not {level!r}")
    if level == "ratio" and bool((table < 0).any()):
        raise ValueError("ratings at ratio level must be 0 or more")
    if level == "interval":
        observed, expected, total = in_pieces(_by_squares, table)
    else:
        observed, expected, total = _by_counts(table, DISTANCES[level])
    return _one_minus_ratio(observed * (total - 1), expected, total)


def _by_squares(table: Floats) -> tuple[Floats, Floats, Floats]:
    """Observed and expected disagreement at interval level, and the pairable ratings.

    Of m values, the squared differences of all pairs add up to 2 m times the squares about the
    mean, so that no pair and no distinct value needs to be looked at.
    """
    missing, every = np.isnan(table), np.ones(table.shape[-2])
    counts = len(every) - every @ missing.astype(float)
    pairs = np.maximum(counts - 1, 1)
    apart = table.copy()
    apart[missing] = 0.0
    means = every @ apart / np.maximum(counts, 1)
    apart -= means[..., None, :]
    apart[missing] = 0.0
    within = np.einsum("...ru,...ru->...u", apart, apart)
    kept = np.where(counts >= PAIR, counts, 0.0)
    total = kept.sum(axis=-1)
    middle = (kept * means).sum(axis=-1) / np.maximum(total, 1)
    between = (kept * (means - middle[..., None]) ** 2).sum(axis=-1)
    squares = between + within.sum(axis=-1)  # a single rating adds nothing to either
    squares = squares * (squares > ROUNDING * total * middle**2)
    return 2 * (kept * within / pairs).sum(axis=-1), 2 * total * squares, total


def _by_counts(table: Floats, distance_of: Distance) -> tuple[Floats, Floats, Floats]:
    """Observed and expected disagreement from how often each value stands in a unit."""
    values, counts = _value_counts(table)
    pairs = counts.sum(axis=-1)
    counts = np.where(pairs[..., None] >= PAIR, counts, 0.0)
    margins = counts.sum(axis=-2)
    total = margins.sum(axis=-1)
    distance = distance_of(values, margins)
    # sum over units of n_c n_k delta / (m - 1); a value at no distance from itself adds nothing
    spread = np.einsum("...uc,...uc->...u", counts @ distance, counts)
    observed = (spread / np.maximum(pairs - 1, 1)).sum(axis=-1)
    far = (margins[..., None, :] @ distance)[..., 0, :]
    return observed, np.asarray((far * margins).sum(axis=-1)), total


def _value_counts(table: Floats) -> tuple[Floats, Floats]:
    """The distinct values (v,) ascending, and how often each stands in a unit (..., units, v)."""
    values = np.unique(table[~np.isnan(table)])
    counts = (
        np.stack([np.count_nonzero(table == value, axis=-2) for value in values], axis=-1)
        if len(values)
        else np.zeros((*table.shape[:-2], table.shape[-1], 0))
    )
    return values, counts.astype(float)


def _one_minus_ratio(observed: Floats, expected: Floats, total: Floats) -> float | Floats:
    if np.ndim(expected) == 0:
        if not total > 0:
            raise ValueError(NO_PAIRS)
        if not expected > 0:
            raise ValueError(NO_VARIATION)
        return float(1 - observed / expected)
    known = expected > 0
    return np.where(known, 1 - observed / np.where(known, expected, 1.0), np.nan)


def _nominal(values: Floats, _: Floats) -> Floats:
    return np.asarray(values[:, None] != values, float)


def _ratio(values: Floats, _: Floats) -> Floats:
    apart, together = values[:, None] - values, values[:, None] + values
    return np.asarray((apart / np.where(together > 0, together, 1.0)) ** 2)


def _ordinal(_: Floats, margins: Floats) -> Floats:
    middles = margins.cumsum(axis=-1) - margins / 2
    return np.asarray((middles[..., :, None] - middles[..., None, :]) ** 2)


DISTANCES: dict[Level, Distance] = {"nominal": _nominal, "ordinal": _ordinal, "ratio": _ratio}
