"""Krippendorff's alpha: agreement at any level of measurement, with missing ratings."""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import MATRIX, PAIR, Floats

Level = Literal["nominal", "ordinal", "interval", "ratio"]

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
    table = np.asarray(ratings, float)
    if table.ndim < MATRIX:
        raise ValueError("ratings need the shape (raters, units)")
    if level not in get_args(Level):
        raise ValueError(f"level is one of {', '.join(get_args(Level))}, not {level!r}")
    if level == "ratio" and bool((table < 0).any()):
        raise ValueError("ratings at ratio level must be 0 or more")
    values, counts = _value_counts(table)
    pairs = counts.sum(axis=-1)
    counts = np.where(pairs[..., None] >= PAIR, counts, 0.0)
    margins = counts.sum(axis=-2)
    total = margins.sum(axis=-1)
    distance = DISTANCES[level](values, margins)
    # sum over units of n_c n_k delta / (m - 1); a value at no distance from itself adds nothing
    spread = np.einsum("...uc,...ck,...uk->...u", counts, distance, counts, optimize=True)
    observed = (spread / np.maximum(pairs - 1, 1)).sum(axis=-1)
    expected = np.einsum("...c,...ck,...k->...", margins, distance, margins, optimize=True)
    return _one_minus_ratio(observed * (total - 1), expected, total)


def _value_counts(table: Floats) -> tuple[Floats, Floats]:
    """The distinct values (v,) ascending, and how often each stands in a unit (..., units, v)."""
    values = np.unique(table[~np.isnan(table)])
    counts = (
        np.stack([(table == value).sum(axis=-2) for value in values], axis=-1)
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


def _interval(values: Floats, _: Floats) -> Floats:
    return np.asarray((values[:, None] - values) ** 2)


def _ratio(values: Floats, _: Floats) -> Floats:
    apart, together = values[:, None] - values, values[:, None] + values
    return np.asarray((apart / np.where(together > 0, together, 1.0)) ** 2)


def _ordinal(_: Floats, margins: Floats) -> Floats:
    middles = margins.cumsum(axis=-1) - margins / 2
    return np.asarray((middles[..., :, None] - middles[..., None, :]) ** 2)


DISTANCES: dict[Level, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
