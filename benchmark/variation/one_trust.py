"""What a single trust can honestly say of the differences between its divisions."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from benchmark.variation.distributions import chi_square_quantile, f_quantile, f_tail
from benchmark.variation.intervals import simultaneous_critical
from benchmark.variation.shapes import MATRIX, PAIR, Floats
from benchmark.variation.spread import two_way_residual

FEWEST_FOR_SPREAD = 5
ONE_DIVISION = "the trust has one division, so there is nothing to compare"
NO_NOISE = "no division has two leads whose roles others share, so noise is not known"
NO_DIFFERENCE = "leads of the same division and divisions do not differ at all"
FULL_AGREEMENT = (
    "leads of a division agree fully once role is taken out, so nothing is left to chance"
)
TOO_FEW = "too few divisions to measure spread"


@dataclass(frozen=True, slots=True)
class DivisionTest:
    """Role-adjusted F test of the divisions of one trust.

    ``sd``: noise-corrected standard deviation between divisions, in points, with its 95% interval,
    from 5 divisions up; ``readable``: the smallest difference of a division's mean from the trust's
    that is clear beside the others (simultaneous 95%); ``reading``: what may be said, in words.
    """

    f: float
    df1: int
    df2: int
    p: float
    sd: float | None
    low: float | None
    high: float | None
    readable: float
    reading: str


def division_test(means: Floats, level: float = 0.95) -> DivisionTest:
    """Whether the divisions of one trust differ beyond chance, and from 5 divisions by how much.

    ``means`` (divisions, roles): each lead's mean over practices, NaN = no such lead. F = mean
    square of divisions after role / residual mean square of division + role, with D - 1 and
    2 (D - 1) degrees of freedom for three leads (Scheffe 1959, chapter 4); with gaps by least
    squares. The standard deviation is sqrt((MSD - MSE) / leads), at least 0, its limits those of
    Williams (1962, Biometrika 49:278): SSD (1 - F_u / F) / (leads x chi2_u), which cover at least
    1 - 2 alpha and about 1 - alpha.

    Raises ValueError with the reason for one division, or when nothing is left to chance.

    Davies' yields of six batches, five samples each, as Scheffe's method has it without roles, are
    in ``components``; here two leads who differ by 1 everywhere but once:

    >>> found = division_test(np.array([[1.0, 2], [2, 3], [4, 6]]))
    >>> round(found.f, 2), found.df1, found.df2
    (39.0, 2, 2)
    """
    if means.ndim != MATRIX:
        raise ValueError("means need the shape (divisions, roles)")
    means = means[~np.isnan(means).all(axis=1)]
    if len(means) < PAIR:
        raise ValueError(ONE_DIVISION)
    squares, df1, noise, df2 = _analysis(means)
    if df2 < 1 or df1 < 1:
        raise ValueError(NO_NOISE)
    if not noise > 1e-12 * max(float(np.nanmax(np.abs(means))) ** 2, 1e-300):
        raise ValueError(FULL_AGREEMENT if squares > noise else NO_DIFFERENCE)
    f = (squares / df1) / (noise / df2)
    p = float(f_tail(f, df1, df2))
    sd, low, high = None, None, None
    leads = len(means) / float((1 / (~np.isnan(means)).sum(axis=1)).sum())
    error = math.sqrt(noise / df2 / leads * (1 - 1 / len(means)))
    readable = simultaneous_critical(df2, len(means), level) * error
    if len(means) >= FEWEST_FOR_SPREAD:
        sd, low, high = _spread(squares, f, df1, df2, leads, level)
    return DivisionTest(f, df1, df2, p, sd, low, high, readable, _reading(p, sd, level))


def _analysis(means: Floats) -> tuple[float, int, float, int]:
    """Sums of squares and freedom of divisions after role, and of the residual."""
    present = ~np.isnan(means)
    roles = means[:, present.any(axis=0)]
    left = roles - np.nansum(roles, axis=0) / (~np.isnan(roles)).sum(axis=0)
    total = float(np.nansum(left**2))
    residual, freedom = two_way_residual(roles[:, :, None])
    noise, df2 = float(residual[0]), int(freedom[0])
    df1 = int(present.sum()) - roles.shape[1] - df2
    return max(total - noise, 0.0), df1, noise, df2


def _spread(
    squares: float, f: float, df1: int, df2: int, leads: float, level: float
) -> tuple[float, float, float]:
    """Standard deviation between divisions, its lower and its upper limit."""
    variance = max(squares / df1 * (1 - 1 / f), 0.0) / leads if f > 0 else 0.0
    limits = []
    for tail in ((1 + level) / 2, (1 - level) / 2):
        critical, chi = _critical(tail, df1, df2)
        share = max(1 - critical / f, 0.0) if f > 0 else 0.0
        limits.append(math.sqrt(squares * share / (leads * chi)))
    return math.sqrt(variance), limits[0], limits[1]


@lru_cache(maxsize=256)  # trusts of one size ask for the same
def _critical(tail: float, df1: int, df2: int) -> tuple[float, float]:
    return float(f_quantile(tail, df1, df2)), float(chi_square_quantile(tail, df1))


def _reading(p: float, sd: float | None, level: float) -> str:
    differs = (
        "the divisions differ by more than chance"
        if p < 1 - level
        else "no difference beyond chance could be shown"
    )
    return differs if sd is not None else f"{differs}; {TOO_FEW}"
