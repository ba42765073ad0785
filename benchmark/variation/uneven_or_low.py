"""Uneven or low: for each practice the trust's mean and how far its divisions differ."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from benchmark.variation.distributions import chi_square_quantile, f_quantile, f_tail
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD, FULL_AGREEMENT, TOO_FEW
from benchmark.variation.shapes import MATRIX, PAIR, Floats
from benchmark.variation.spread import column_effects, lead_noise, two_way_residual

AXES = 3
LOW, UNEVEN = 3.0, 0.5  # the middle of a scale of 1 to 5; half a level from division to division
CORNERS = {
    (False, False): "leave alone",
    (False, True): "copy from next door",
    (True, False): "fix centrally",
    (True, True): "copy from next door, with help",
}
NOT_SCORED = "fewer than two divisions have scores for this practice"


@dataclass(frozen=True, slots=True)
class PlaceOnMap:
    """One practice: mean of the trust and spread between its divisions, in points, with 95% limits.

    ``spread``: noise-corrected standard deviation between divisions; ``p``: chance of so large an F
    if divisions were alike; ``corner``: one of ``CORNERS``, by the two estimates; ``clear``:
    whether both intervals lie on that side. None where ``reason`` says why not.
    """

    mean: float | None
    mean_low: float | None
    mean_high: float | None
    spread: float | None
    spread_low: float | None
    spread_high: float | None
    p: float | None
    corner: str | None
    clear: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Pooled noise of one answer with its freedom, and where the corners part."""

    variance: float
    df: float
    low: float
    uneven: float
    level: float


def uneven_or_low(
    scores: Floats, *, low: float = LOW, uneven: float = UNEVEN, level: float = 0.95
) -> tuple[PlaceOnMap, ...]:
    """Every practice's place between "even and high" and "uneven and low".

    ``scores`` (divisions, roles, practices) of one trust, levels, NaN = no score. The mean is over
    divisions with role taken out; its interval holds the noise of these leads, not other divisions.
    Spread^2 = (mean square of divisions after role - noise) / leads, at least 0, with the noise of
    an answer pooled over all practices (``lead_noise``); limits of Williams 1962 (Biometrika
    49:278), as in ``division_test``. From 5 divisions up; ``low`` and ``uneven`` part the corners.

    Raises ValueError for another shape.

    >>> steps = np.array([0.0, 1, 2, 3, 4])[:, None] + np.array([0.0, 0.2, 0.4])
    >>> steps[0] += [0.1, -0.2, 0.1]
    >>> places = uneven_or_low(np.stack([steps / 4 + 1, steps + 1], axis=2))
    >>> [place.corner for place in places]
    ['fix centrally', 'copy from next door']
    """
    if scores.ndim != AXES:
        raise ValueError("scores need the shape (divisions, roles, practices)")
    practices, noise = int(scores.shape[2]), lead_noise(scores)
    if noise.practice is None:
        return (_nothing(noise.reason),) * practices
    if not noise.practice > 0:
        return (_nothing(FULL_AGREEMENT),) * practices
    rule = _Rule(noise.practice, noise.practice_df, low, uneven, level)
    return tuple(_place(scores[:, :, at], rule) for at in range(practices))


def places_of_levels(
    levels: Floats,
    variances: Floats,
    df: float,
    *,
    low: float = LOW,
    uneven: float = UNEVEN,
    level: float = 0.95,
) -> tuple[PlaceOnMap, ...]:
    """As ``uneven_or_low``, from nothing but what every reader of the trust sees.

    ``levels`` (divisions, practices), one level a division, NaN = none; ``variances``
    (practices,): noise variance of one of them, with ``df`` degrees of freedom. Mean and spread
    are those of the levels: no figure of this map says of a lead what the levels do not say. For
    limits that hold for all practices at once give ``level`` 1 - .05 / practices (Dunn 1961,
    Journal of the American Statistical Association 56:52). Limits of the spread: Williams 1962
    (Biometrika 49:278).

    Raises ValueError for another shape.

    >>> levels = np.array([[1.0, 1], [2, 1], [3, 1], [4, 2], [5, 1]])
    >>> [place.corner for place in places_of_levels(levels, np.full(2, 0.2), 40)]
    ['copy from next door', 'fix centrally']
    """
    if levels.ndim != MATRIX or variances.shape != levels.shape[1:]:
        raise ValueError("levels need the shape (divisions, practices), variances one a practice")
    return tuple(
        _place_of_levels(column[~np.isnan(column)], _Rule(variance, df, low, uneven, level))
        for column, variance in zip(levels.T, variances.tolist(), strict=True)
    )


def _place_of_levels(column: Floats, rule: _Rule) -> PlaceOnMap:
    if len(column) < PAIR:
        return _nothing(NOT_SCORED)
    if not rule.variance > 0:
        return _nothing(FULL_AGREEMENT)
    mean = float(column.mean())
    squares = float(((column - mean) ** 2).sum())
    return _placed(mean, len(column), 1.0, (squares, len(column) - 1), rule)


def _nothing(reason: str) -> PlaceOnMap:
    return PlaceOnMap(None, None, None, None, None, None, None, None, clear=False, reason=reason)


def _place(values: Floats, rule: _Rule) -> PlaceOnMap:
    """``values`` (divisions, roles) of one practice."""
    values = values[~np.isnan(values).all(axis=1)]
    values = values[:, ~np.isnan(values).all(axis=0)]
    if len(values) < PAIR:
        return _nothing(NOT_SCORED)
    adjusted = values - column_effects(values[:, :, None])[0][0]
    counts = (~np.isnan(values)).sum(axis=1)
    leads = len(values) / float((1 / counts).sum())
    mean = float((np.nansum(adjusted, axis=1) / counts).mean())
    return _placed(mean, len(values), leads, _squares(values), rule)


def _placed(
    mean: float, divisions: int, leads: float, between: tuple[float, int], rule: _Rule
) -> PlaceOnMap:
    """``between``: sum of squares of divisions after role, and its degrees of freedom."""
    half = pooled_half_width(rule.variance, rule.df, 1, rule.level) / math.sqrt(divisions * leads)
    if divisions < FEWEST_FOR_SPREAD:
        ends = (mean - half, mean + half)
        return PlaceOnMap(mean, *ends, None, None, None, None, None, clear=False, reason=TOO_FEW)
    spread = _spread(*between, leads, rule)
    is_low, is_uneven = mean < rule.low, spread.sd > rule.uneven
    return PlaceOnMap(
        mean,
        mean - half,
        mean + half,
        spread.sd,
        spread.low,
        spread.high,
        spread.p,
        CORNERS[is_low, is_uneven],
        clear=not mean - half <= rule.low <= mean + half
        and not spread.low <= rule.uneven <= spread.high,
    )


@dataclass(frozen=True, slots=True)
class _Spread:
    sd: float
    low: float
    high: float
    p: float


def _squares(values: Floats) -> tuple[float, int]:
    """Sum of squares of divisions (divisions, roles) after role, with its degrees of freedom."""
    present = ~np.isnan(values)
    left = values - np.nansum(values, axis=0) / present.sum(axis=0)
    residual, freedom = two_way_residual(values[:, :, None])
    squares = max(float(np.nansum(left**2)) - float(residual[0]), 0.0)
    return squares, max(int(present.sum()) - values.shape[1] - int(freedom[0]), 1)


def _spread(squares: float, df1: int, leads: float, rule: _Rule) -> _Spread:
    """As ``one_trust.division_test``, against the noise pooled over the practices."""
    f = squares / df1 / rule.variance
    variance = max(squares / df1 - rule.variance, 0.0) / leads
    limits = []
    for tail in ((1 + rule.level) / 2, (1 - rule.level) / 2):
        critical, chi = _critical(tail, df1, rule.df)
        share = max(1 - critical / f, 0.0) if f > 0 else 0.0
        limits.append(math.sqrt(squares * share / (leads * chi)))
    return _Spread(math.sqrt(variance), limits[0], limits[1], float(f_tail(f, df1, rule.df)))


@lru_cache(maxsize=256)  # the practices of a trust ask for the same
def _critical(tail: float, df1: int, df2: float) -> tuple[float, float]:
    return float(f_quantile(tail, df1, df2)), float(chi_square_quantile(tail, df1))
