"""The six intraclass correlations of many tables at once, by arrays."""

import numpy as np

from benchmark.variation.distributions import f_quantile, f_tail
from benchmark.variation.shapes import PAIR, Floats, Truths
from benchmark.variation.two_way import LEAST_FREEDOM, MeanSquares, mean_squares

Row = tuple[Floats, ...]  # value, low, high, f, df1, df2, p


def of_many(table: Floats, level: float) -> tuple[list[Row], Floats]:
    """Six rows of (value, low, high, f, df1, df2, p), each (...), and the targets used (...).

    ``table`` (..., targets, raters). Formulas and sources: ``intraclass.intraclass_correlations``;
    Shrout & Fleiss 1979 rated six targets by four judges:

    >>> table = [[9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...          [6, 2, 4, 7]]
    >>> rows, targets = of_many(np.array([table, table]), 0.95)
    >>> rows[1][0].round(7).tolist(), targets.tolist()
    ([0.2897638, 0.2897638], [6.0, 6.0])
    """
    m = mean_squares(table)
    n = np.asarray(m.n)
    sound = (n >= PAIR) & (np.asarray(m.within) + m.targets > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one_way = _ratio(m, np.asarray(m.within), n * (m.k - 1), sound, level)
        consistency = _ratio(m, np.asarray(m.error), (n - 1) * (m.k - 1), sound, level)
        agreement = _agreement(m, consistency, sound, level)
        singles = [one_way, agreement, consistency]
        return [*singles, *(_averaged(single, m.k) for single in singles)], n


def _ratio(m: MeanSquares, noise: Floats, df2: Floats, sound: Truths, level: float) -> Row:
    targets = np.asarray(m.targets)
    known = sound & (targets + noise > 0)
    df1 = np.where(sound, np.asarray(m.n) - 1, 1.0)
    df2 = np.where(sound, df2, 1.0)

    def share(critical: Floats) -> Floats:
        noisy = critical * noise
        return np.where(known, (targets - noisy) / (targets + (m.k - 1) * noisy), np.nan)

    f = np.where(known, targets / noise, np.nan)
    p = f_tail(f, df1, df2)
    low = share(f_quantile((1 + level) / 2, df1, df2))
    high = share(f_quantile((1 - level) / 2, df1, df2))
    freedom = (np.where(sound, df, np.nan) for df in (df1, df2))
    return (share(np.ones_like(noise)), low, high, f, *freedom, p)


def _agreement(m: MeanSquares, test: Row, sound: Truths, level: float) -> Row:
    n, k, targets, error = np.asarray(m.n), m.k, np.asarray(m.targets), np.asarray(m.error)
    noise = error + (m.raters - error) / n
    value = np.where(sound, (targets - error) / (targets - error + k * noise), np.nan)
    freedom = _satterthwaite(m, value)
    df1 = np.where(sound, n - 1, 1.0)
    rest = k * m.raters + (k * n - k - n) * error
    some = freedom >= LEAST_FREEDOM

    def limit(tail: float) -> Floats:
        critical = f_quantile(tail, df1, np.where(some, freedom, 1.0))
        drawn = np.where(some, n * targets / critical, 0.0)
        found = (drawn - n * error) / (drawn + rest)
        return np.where(np.isinf(value), value, np.where(sound, found, np.nan))

    return (value, limit((1 + level) / 2), limit((1 - level) / 2), *test[3:])


def _satterthwaite(m: MeanSquares, value: Floats) -> Floats:
    """Degrees of freedom of the noise in icc2 (McGraw & Wong 1996, table 7)."""
    n, k = np.asarray(m.n), m.k
    a = k * value / n
    b = 1 - value + k * value * (n - 1) / n
    of_raters, of_error = a * m.raters, b * m.error
    parts = of_raters**2 / (k - 1) + of_error**2 / ((n - 1) * (k - 1))
    found = (of_raters + of_error) ** 2 / parts
    return np.where(parts > 0, found, np.inf)  # nothing is left to be uncertain of


def _averaged(single: Row, k: int) -> Row:
    """The coefficient of the mean of k raters: Spearman-Brown, which is exact for all three.

    At or below -1 / (k - 1) the mean of k raters has no variance left to share: -inf.
    """

    def step_up(value: Floats) -> Floats:
        rest = 1 + (k - 1) * value
        return np.where(rest <= 0, -np.inf, k * value / rest)

    return (step_up(single[0]), step_up(single[1]), step_up(single[2]), *single[3:])
