"""Intraclass correlations: how far raters who score the same targets agree."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.distributions import f_quantile, f_tail
from benchmark.variation.shapes import MATRIX, PAIR, Floats, Truths

Number = float | Floats

NO_TARGETS = "an intraclass correlation needs at least two targets with complete ratings"
NO_RATERS = "an intraclass correlation needs at least two raters"
NO_VARIATION = "all ratings are equal, so agreement cannot be told from lack of variation"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient with its confidence limits and the F test that it is 0."""

    value: Number
    low: Number
    high: Number
    f: Number
    df1: Number
    df2: Number
    p: Number


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """The six coefficients of Shrout & Fleiss; ``targets`` counts the complete ones used."""

    icc1: Coefficient
    icc2: Coefficient
    icc3: Coefficient
    icc1k: Coefficient
    icc2k: Coefficient
    icc3k: Coefficient
    targets: Number


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two-way analysis of variance, each of the shape of the leading axes."""

    n: Floats
    k: int
    targets: Floats
    raters: Floats
    error: Floats
    within: Floats


def intraclass_correlations(ratings: ArrayLike, level: float = 0.95) -> IntraclassCorrelations:
    """The six intraclass correlations with F tests and limits.

    ``ratings`` (targets, raters), or (..., targets, raters) for many tables at once, then every
    number is an array (...). With mean squares for targets (R), raters (C), error (E) and within
    targets (W), n targets, k raters:

    - icc1 = (R - W) / (R + (k-1) W), raters nested in targets; icc1k = (R - W) / R
    - icc2 = (R - E) / (R + (k-1) E + k (C - E) / n), agreement "A,1"; icc2k with E + (C - E) / n
    - icc3 = (R - E) / (R + (k-1) E), consistency "C,1"; icc3k = (R - E) / R

    A target with a missing rating is left out (complete cases). A negative value is reported as
    negative. A single table without variation, with fewer than two complete targets or two raters
    raises ValueError with the reason; among many tables such a table gives NaN.

    Sources: Shrout & Fleiss 1979, Psychological Bulletin 86:420; limits of icc2 by Satterthwaite's
    degrees of freedom, McGraw & Wong 1996, Psychological Methods 1:30, table 7.

    >>> shrout_fleiss = [
    ...     [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass_correlations(shrout_fleiss)
    >>> round(found.icc1.value, 7), round(found.icc2.value, 7), round(found.icc3.value, 7)
    (0.1657418, 0.2897638, 0.7148407)
    >>> round(found.icc2.low, 2), round(found.icc2.high, 2)
    (0.02, 0.76)
    """
    table = np.asarray(ratings, float)
    if table.ndim < MATRIX:
        raise ValueError("ratings need the shape (targets, raters)")
    if table.shape[-1] < PAIR:
        raise ValueError(NO_RATERS)
    squares = mean_squares(table)
    sound = _sound(squares, single=table.ndim == MATRIX)
    with np.errstate(divide="ignore", invalid="ignore"):
        singles = _coefficients(squares, sound, level)
    icc1, icc2, icc3, icc1k, icc2k, icc3k = (_plain(c) for c in singles)
    return IntraclassCorrelations(icc1, icc2, icc3, icc1k, icc2k, icc3k, _number(squares.n))


def mean_squares(table: Floats) -> MeanSquares:
    """Two-way mean squares over the complete targets of ``table`` (..., targets, raters)."""
    k = table.shape[-1]
    complete = np.asarray(~np.isnan(table).any(axis=-1))
    n = np.asarray(complete.sum(axis=-1), float)
    filled = np.where(complete[..., None], table, 0.0)
    divisor = np.maximum(n, 1.0)
    grand = np.asarray(filled.sum(axis=(-2, -1)) / (divisor * k))
    centred = np.where(complete[..., None], table - grand[..., None, None], 0.0)
    between = k * (centred.mean(axis=-1) ** 2).sum(axis=-1)
    raters = ((centred.sum(axis=-2) / divisor[..., None]) ** 2).sum(axis=-1) * n
    within = (centred**2).sum(axis=(-2, -1)) - between
    # sums of squares below rounding are exact zeros: an equal column must not give an F
    floor = 1e-14 * np.maximum((filled**2).sum(axis=(-2, -1)), 1e-300)
    between, raters, within = (np.where(s > floor, s, 0.0) for s in (between, raters, within))
    error = np.where(within - raters > floor, within - raters, 0.0)
    freedom = np.maximum(n - 1, 1.0)
    return MeanSquares(
        n=n,
        k=k,
        targets=between / freedom,
        raters=raters / (k - 1),
        error=error / (freedom * (k - 1)),
        within=within / (divisor * (k - 1)),
    )


def _sound(m: MeanSquares, *, single: bool) -> Truths:
    enough = m.n >= PAIR
    varied = (m.targets > 0) | (m.within > 0)
    if single and not enough:
        raise ValueError(NO_TARGETS)
    if single and not varied:
        raise ValueError(NO_VARIATION)
    return np.asarray(enough & varied)


def _coefficients(m: MeanSquares, sound: Truths, level: float) -> tuple[Coefficient, ...]:
    one_way = _ratio(m, m.within, m.n * (m.k - 1), sound, level)
    consistency = _ratio(m, m.error, (m.n - 1) * (m.k - 1), sound, level)
    agreement = _agreement(m, consistency, sound, level)
    singles = (one_way, agreement, consistency)
    return (*singles, *(_averaged(single, m.k) for single in singles))


def _ratio(m: MeanSquares, noise: Floats, df2: Floats, sound: Truths, level: float) -> Coefficient:
    df1 = np.where(sound, m.n - 1, np.nan)
    df2 = np.where(sound, df2, np.nan)
    upper = f_quantile((1 + level) / 2, df1, df2)
    lower = f_quantile((1 - level) / 2, df1, df2)

    def share(critical: Number) -> Floats:
        noisy = critical * noise
        return (m.targets - noisy) / (m.targets + (m.k - 1) * noisy)

    f = np.where(sound, np.where(noise > 0, m.targets / noise, np.inf), np.nan)
    value = np.where(sound, share(1.0), np.nan)
    return Coefficient(value, share(upper), share(lower), f, df1, df2, f_tail(f, df1, df2))


def _agreement(m: MeanSquares, test: Coefficient, sound: Truths, level: float) -> Coefficient:
    n, k = m.n, m.k
    noise = m.error + (m.raters - m.error) / n
    value = (m.targets - m.error) / (m.targets - m.error + k * noise)
    freedom = _satterthwaite(m, value)
    df1 = np.where(sound, n - 1, np.nan)
    rest = k * m.raters + (k * n - k - n) * m.error
    critical = f_quantile((1 + level) / 2, df1, freedom)
    inverse = 1 / f_quantile((1 - level) / 2, df1, freedom)
    low = n * (m.targets - critical * m.error) / (critical * rest + n * m.targets)
    high = n * (inverse * m.targets - m.error) / (rest + n * inverse * m.targets)
    value = np.where(sound, value, np.nan)
    return Coefficient(value, low, high, test.f, test.df1, test.df2, test.p)


def _satterthwaite(m: MeanSquares, value: Floats) -> Floats:
    """Degrees of freedom of the noise in icc2 (McGraw & Wong 1996, table 7)."""
    n, k = m.n, m.k
    a = k * value / n
    b = 1 - value + k * value * (n - 1) / n
    total = (a * m.raters + b * m.error) ** 2
    parts = (a * m.raters) ** 2 / (k - 1) + (b * m.error) ** 2 / ((n - 1) * (k - 1))
    return np.where(parts > 0, total / parts, np.where(np.isnan(value), np.nan, np.inf))


def _averaged(single: Coefficient, k: int) -> Coefficient:
    """The coefficient of the mean of k raters: Spearman-Brown, which is exact for all three.

    At or below -1 / (k - 1) the mean of k raters has no variance left to share: -inf.
    """

    def step_up(value: Number) -> Floats:
        rest = 1 + (k - 1) * np.asarray(value)
        return np.where(rest <= 0, -np.inf, k * value / np.where(rest <= 0, 1.0, rest))

    limits = step_up(single.value), step_up(single.low), step_up(single.high)
    return Coefficient(*limits, single.f, single.df1, single.df2, single.p)


def _number(value: Number) -> Number:
    return float(value) if np.ndim(value) == 0 else value


def _plain(c: Coefficient) -> Coefficient:
    return Coefficient(*(_number(v) for v in (c.value, c.low, c.high, c.f, c.df1, c.df2, c.p)))


@dataclass(frozen=True, slots=True)
class GroupedCorrelations:
    """One-way analysis of grouped values; ``groups`` and ``values`` count what was used."""

    icc1: float
    icc2: float
    msb: float
    msw: float
    df_between: int
    df_within: int
    group_size: float


def grouped_icc(
    values: ArrayLike, groups: ArrayLike, size: Literal["mean", "n0"] = "mean"
) -> GroupedCorrelations:
    """ICC(1) and ICC(2) of values that fall into groups, from the one-way analysis of variance.

    ``values`` (n,), NaN is left out; ``groups`` (n,) labels. icc1 = (B - W) / (B + (s - 1) W),
    icc2 = (B - W) / B, with B and W the mean squares between and within groups and s the group
    size: the plain mean (Bliese 2000), or with ``size="n0"`` (N - sum n^2 / N) / (G - 1)
    (Searle, Casella & McCulloch 1992, section 3.6). icc2 is -inf when all group means are equal.

    Raises ValueError with fewer than two groups, no group of two, or all values equal.

    >>> found = grouped_icc([9, 2, 5, 8, 6, 1, 3, 2], list("aaaabbbb"))
    >>> round(found.msb, 4), round(found.msw, 4), round(found.icc1, 4)
    (18.0, 7.3333, 0.2667)
    """
    scores, labels = np.asarray(values, float), np.asarray(groups)
    if scores.ndim != 1 or scores.shape != labels.shape:
        raise ValueError("values and groups need the same shape (n,)")
    kept = ~np.isnan(scores)
    scores = scores[kept] - (scores[kept].mean() if kept.any() else 0.0)
    _, place = np.unique(labels[kept], return_inverse=True)
    counts = np.bincount(place).astype(float)
    _check_groups(counts, scores)
    means = np.bincount(place, scores) / counts
    df_between, df_within = len(counts) - 1, len(scores) - len(counts)
    msb = float((counts * (means - scores.mean()) ** 2).sum() / df_between)
    msw = float(((scores - means[place]) ** 2).sum() / df_within)
    total = counts.sum()
    s = total / len(counts) if size == "mean" else (total - (counts**2).sum() / total) / df_between
    icc1 = (msb - msw) / (msb + (s - 1) * msw)
    icc2 = (msb - msw) / msb if msb > 0 else -np.inf
    return GroupedCorrelations(float(icc1), icc2, msb, msw, df_between, df_within, float(s))


def _check_groups(counts: Floats, scores: Floats) -> None:
    if len(counts) < PAIR:
        raise ValueError("a grouped intraclass correlation needs at least two groups")
    if len(scores) == len(counts):
        raise ValueError("a grouped intraclass correlation needs a group with two values")
    if not np.ptp(scores) > 0:
        raise ValueError(NO_VARIATION)
