"""The six intraclass correlations of one table, by plain numbers: numpy's calls would cost more."""

import math
from functools import lru_cache

from benchmark.variation.distributions import f_quantile
from benchmark.variation.scalar_beta import f_point, f_tails
from benchmark.variation.shapes import PAIR, Floats
from benchmark.variation.two_way import LEAST_FREEDOM, mean_squares

Row = tuple[float, ...]  # value, low, high, f, df1, df2, p

NO_TARGETS = "an intraclass correlation needs at least two targets with complete ratings"
NO_VARIATION = "all ratings are equal, so agreement cannot be told from lack of variation"
NO_CONSISTENCY = (
    "every rater gives all targets the same rating, so consistency cannot be told from lack of "
    "variation"
)


def of_one(table: Floats, level: float) -> tuple[list[Row], float]:
    """Six rows of (value, low, high, f, df1, df2, p), and the targets used.

    ``table`` (targets, raters). Formulas and sources: ``intraclass.intraclass_correlations``.
    Raises ValueError with the reason where there is no coefficient. Shrout & Fleiss 1979 rated six
    targets by four judges:

    >>> table = [[9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...          [6, 2, 4, 7]]
    >>> import numpy as np
    >>> rows, targets = of_one(np.array(table), 0.95)
    >>> [round(row[0], 7) for row in rows[:3]], targets
    ([0.1657418, 0.2897638, 0.7148407], 6.0)
    """
    m = mean_squares(table)
    n, k = float(m.n), m.k
    targets, error, within = float(m.targets), float(m.error), float(m.within)
    _check(n, targets, error, within)
    one_way = _ratio(targets, within, k, (n - 1, n * (k - 1)), level)
    consistency = _ratio(targets, error, k, (n - 1, (n - 1) * (k - 1)), level)
    value, low, high = _agreement((n, k), targets, float(m.raters), error, level)
    agreement = (value, low, high, *consistency[3:])
    singles = (one_way, agreement, consistency)
    return [*singles, *(_averaged(single, k) for single in singles)], n


def _check(n: float, targets: float, error: float, within: float) -> None:
    if n < PAIR:
        raise ValueError(NO_TARGETS)
    if not targets + within > 0:
        raise ValueError(NO_VARIATION)
    if not targets + error > 0:
        raise ValueError(NO_CONSISTENCY)


def _ratio(targets: float, noise: float, k: int, freedom: tuple[float, float], level: float) -> Row:
    def share(noisy: float) -> float:
        return (targets - noisy) / (targets + (k - 1) * noisy)

    df1, df2 = freedom
    upper, lower = _critical((1 + level) / 2, df1, df2), _critical((1 - level) / 2, df1, df2)
    f = targets / noise if noise > 0 else math.inf
    p = f_tails(f, df1, df2)[1] if 0 < f < math.inf else float(f == 0)
    return (share(noise), share(noise * upper), share(noise * lower), f, df1, df2, p)


@lru_cache(maxsize=256)  # tables of one size ask for the same
def _critical(p: float, df1: float, df2: float) -> float:
    return f_point(p, df1, df2)


def _agreement(
    size: tuple[float, int], targets: float, raters: float, error: float, level: float
) -> tuple[float, float, float]:
    n, k = size
    below = targets - error + k * (error + (raters - error) / n)
    if not below > 0:  # two targets and two raters who say the opposite
        return -math.inf, -math.inf, -math.inf
    value = (targets - error) / below
    freedom = _satterthwaite(size, raters, error, value)
    rest = k * raters + (k * n - k - n) * error

    def limit(tail: float) -> float:
        drawn = n * targets / critical(tail) if freedom >= LEAST_FREEDOM else 0.0
        return (drawn - n * error) / (drawn + rest)

    def critical(tail: float) -> float:
        if freedom < math.inf:
            return f_point(tail, n - 1, freedom)
        return float(f_quantile(tail, n - 1, math.inf))

    return value, limit((1 + level) / 2), limit((1 - level) / 2)


def _satterthwaite(size: tuple[float, int], raters: float, error: float, value: float) -> float:
    """Degrees of freedom of the noise in icc2 (McGraw & Wong 1996, table 7)."""
    n, k = size
    of_raters = k * value / n * raters
    of_error = (1 - value + k * value * (n - 1) / n) * error
    parts = of_raters**2 / (k - 1) + of_error**2 / ((n - 1) * (k - 1))
    return (of_raters + of_error) ** 2 / parts if parts > 0 else math.inf


def _averaged(single: Row, k: int) -> Row:
    """The coefficient of the mean of k raters, as ``intraclass_many``."""
    value, low, high = (
        k * one / (1 + (k - 1) * one) if 1 + (k - 1) * one > 0 else -math.inf for one in single[:3]
    )
    return (value, low, high, *single[3:])
