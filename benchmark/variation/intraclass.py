"""Intraclass correlations: how far raters who score the same targets agree."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.finite import finite_or_missing
from benchmark.variation.intraclass_many import of_many
from benchmark.variation.intraclass_one import NO_VARIATION, of_one
from benchmark.variation.shapes import MATRIX, PAIR, Floats
from benchmark.variation.two_way import Number


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
    raises ValueError with the reason; among many tables such a table gives NaN, as does one
    coefficient that does not exist (icc3 where no rater tells the targets apart).

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
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    rows, targets = of_one(table, level) if table.ndim == MATRIX else of_many(table, level)
    icc1, icc2, icc3, icc1k, icc2k, icc3k = (Coefficient(*row) for row in rows)
    return IntraclassCorrelations(icc1, icc2, icc3, icc1k, icc2k, icc3k, targets)


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
    scores, labels = finite_or_missing(values, "values"), np.asarray(groups)
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
