"""Limits of ordinary variation: over time (XmR) and over units of different size (funnel)."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.distributions import normal_quantile
from benchmark.variation.finite import finite_or_missing
from benchmark.variation.shapes import PAIR, Floats

# For moving ranges of two normal values: 3 / d2 with d2 = 2 / sqrt(pi) (2.66), and the upper limit
# of a moving range D4 = 3.267; both as printed in Wheeler 2000, "Understanding Variation".
LIMIT = 2.66
RANGE_LIMIT = 3.267


@dataclass(frozen=True, slots=True)
class XmrLimits:
    mean: float
    low: float
    high: float


def xmr_limits(series: ArrayLike) -> XmrLimits:
    """Mean and natural limits of a series, mean +/- 2.66 x mean moving range.

    ``series`` (n,) in time order, NaN = no value, which is passed over. Moving ranges above 3.267
    times their mean are left out once. A band from fewer than eight values says little.
    Source: Wheeler 2000; NHS England, *Making data count*.

    Raises ValueError with fewer than two values.

    >>> limits = xmr_limits([4, 5, 3, 4, 4])
    >>> limits.mean, round(limits.low, 2), round(limits.high, 2)
    (4.0, 1.34, 6.66)
    """
    values = finite_or_missing(series, "the values of a series")
    values = values[~np.isnan(values)]
    if len(values) < PAIR:
        raise ValueError("limits of a series need at least two values")
    ranges = np.abs(np.diff(values))
    ordinary = ranges[ranges <= RANGE_LIMIT * ranges.mean()]
    mean, half = float(values.mean()), LIMIT * float(ordinary.mean())
    return XmrLimits(mean, mean - half, mean + half)


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """``low`` and ``high`` (k,) around ``target`` for each unit's own precision.

    ``phi``: mean squared winsorised z score; ``tau2``: the extra variance between units that it
    implies, 0 when there is no overdispersion.
    """

    target: float
    low: Floats
    high: Floats
    phi: float
    tau2: float


def funnel_limits(
    values: ArrayLike,
    standard_errors: ArrayLike,
    *,
    target: float | None = None,
    level: float = 0.95,
    winsorised: float = 0.1,
) -> FunnelLimits:
    """Limits within which units differ by chance and by ordinary overdispersion.

    ``values`` and ``standard_errors`` (k,); ``target`` is their precision-weighted mean if None;
    ``winsorised`` is the share of z = (value - target) / se drawn in at each end before
    phi = mean z^2. If phi > (k - 1) / k, tau2 = (k phi - (k - 1)) / (sum w - sum w^2 / sum w) with
    w = 1 / se^2, and the limits are target +/- z x sqrt(se^2 + tau2). Source: Spiegelhalter 2005,
    Statistics in Medicine 24:1185, and Spiegelhalter and others 2012, Journal of the Royal
    Statistical Society A 175:1.

    Raises ValueError for fewer than two units or a standard error that is not above 0.

    >>> found = funnel_limits([1.0, 1.1, 0.9, 1.0], [0.1, 0.1, 0.1, 0.2])
    >>> round(found.target, 3), round(float(found.low[0]), 3), found.tau2
    (1.0, 0.804, 0.0)
    """
    y, se = np.asarray(values, float), np.asarray(standard_errors, float)
    if y.ndim != 1 or y.shape != se.shape or len(y) < PAIR:
        raise ValueError("values and standard errors need the same shape (k,), k at least two")
    if not (np.isfinite(y).all() and np.isfinite(se).all() and (se > 0).all()):
        raise ValueError("values must be finite and standard errors above 0")
    weights = 1 / se**2
    centre = float((weights * y).sum() / weights.sum()) if target is None else target
    phi = float((winsorise((y - centre) / se, winsorised) ** 2).mean())
    excess = len(y) * phi - (len(y) - 1)
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(excess / spread, 0.0)
    half = float(normal_quantile((1 + level) / 2)) * np.sqrt(se**2 + tau2)
    return FunnelLimits(centre, centre - half, centre + half, phi, tau2)


def winsorise(values: Floats, share: float) -> Floats:
    """Values beyond the ``share`` lowest and highest are drawn in to the nearest that stay.

    ``values`` (k,), as is the result; floor(share x k) at each end. Source: Spiegelhalter 2005,
    Statistics in Medicine 24:1185.

    >>> winsorise(np.arange(10.0), 0.1).tolist()
    [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8.0]
    """
    if not 0 <= share < 1 / PAIR:
        raise ValueError("the winsorised share of each end lies between 0 and a half")
    ordered = np.sort(values)
    cut = math.floor(share * len(values))
    return np.clip(values, ordered[cut], ordered[-1 - cut])
