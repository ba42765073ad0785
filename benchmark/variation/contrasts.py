"""Each division against its own trust: which differences are more than noise.

Sources: simultaneous intervals after Bonferroni (Dunn 1961, "Multiple comparisons among means",
Journal of the American Statistical Association 56:52-64); shrinkage after Morris (1983),
"Parametric empirical Bayes inference", the same journal 78:47-55.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from benchmark.variation.distributions import normal_cdf, student_cdf
from benchmark.variation.intervals import MEDIAN_VARIANCE, simultaneous_critical
from benchmark.variation.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]

LOWEST, HIGHEST = 1, 5
DRAWS, SEED = 1_000, 20_220_631
SMALLEST = 1e-12  # in scale points


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Differences from the column means, in points of the scale; NaN where there is no score."""

    differences: Floats  # (divisions, columns)
    half_widths: Floats  # (columns,) of the simultaneous 95% intervals
    chance_higher: Floats  # (divisions, columns) posterior chance that the difference is above 0


def contrasts(values: Floats, variance: float, df: float) -> Contrasts:
    """Contrasts of ``values`` (divisions, columns) with the means of their columns.

    ``variance`` is the noise variance of one value, ``df`` its degrees of freedom. A contrast of
    one of D values with their mean has variance ``variance * (1 - 1/D)``. The family is every cell
    of the array, fixed by its shape whatever is missing. The chance is that of a normal posterior
    whose prior variance is estimated from all contrasts; it is .5 when nothing really varies.
    Sources: Miller 1981, *Simultaneous Statistical Inference*, chapter 2; of the prior: Morris
    1983, Journal of the American Statistical Association 78:47.

    >>> import numpy as np
    >>> found = contrasts(np.array([[2.0], [2.1], [1.9], [4.0]]), 0.01, 6)
    >>> found.differences.ravel().round(1).tolist()
    [-0.5, -0.4, -0.6, 1.5]
    """
    present = ~np.isnan(values)
    counts = np.maximum(present.sum(axis=0), 1)
    means = np.where(present, values, 0.0).sum(axis=0) / counts
    differences = np.where(present, values - means, np.nan)
    errors = np.sqrt(variance * (1 - 1 / counts))
    half_widths = simultaneous_critical(df, values.size) * errors
    return Contrasts(differences, half_widths, _chance_higher(differences, errors))


def median_contrasts(values: Floats, variance: float, df: float) -> Contrasts:
    """Contrasts of ``values`` (divisions, columns), each a median of three leads.

    ``variance`` is that of one lead's value, and 1 - sqrt(3) / pi = .449 times that the variance of
    the median of three (David & Nagaraja 2003, *Order Statistics*, section 3.2); otherwise as
    ``contrasts``.

    >>> import numpy as np
    >>> one = contrasts(np.array([[2.0], [3.0]]), 1 - np.sqrt(3) / np.pi, 6)
    >>> bool(median_contrasts(np.array([[2.0], [3.0]]), 1.0, 6).half_widths == one.half_widths)
    True
    """
    return contrasts(values, variance * MEDIAN_VARIANCE[3], df)


def level_contrasts(levels: Floats, variance: float, df: float) -> Contrasts:
    """Contrasts of whole levels (divisions, practices), each the median of three leads' levels.

    ``variance`` is that of one lead's level. Medians of whole levels move in steps, so that normal
    theory calls too many of them clear (by simulation in up to 92% of rounds that have no
    difference at all). The half width is therefore at least the 95% point of the largest contrast
    among medians drawn, with a fixed seed, from the same noise without any difference: the rule of
    the largest statistic of Westfall & Young 1993, *Resampling-Based Multiple Testing*.

    >>> import numpy as np
    >>> alike = np.full((6, 30), 3.0)
    >>> bool((np.abs(level_contrasts(alike, 0.25, 100).half_widths) >= 1).all())
    True
    """
    found = median_contrasts(levels, variance, df)
    counts = (~np.isnan(levels)).sum(axis=0)
    centres = np.where(np.isnan(levels), 0.0, levels).sum(axis=0) / np.maximum(counts, 1)
    least = _largest_by_chance(centres[counts > 0].tobytes(), variance, len(levels))
    return replace(found, half_widths=np.maximum(found.half_widths, least))


def adjusted_chances(found: Contrasts, df: float) -> Floats:
    """Benjamini-Hochberg values (divisions, columns) of all contrasts as one family.

    Two-sided p of Student's t with ``df`` for difference / error, where the error is what the
    simultaneous half width stands for: a difference outside its simultaneous interval always has
    a value below .05. Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society
    B 57:289.

    >>> import numpy as np
    >>> found = contrasts(np.array([[2.0], [2.1], [1.9], [4.0]]), 0.01, 6)
    >>> adjusted_chances(found, 6).round(4).ravel().tolist()
    [0.0016, 0.0036, 0.0009, 0.0]
    """
    errors = found.half_widths / simultaneous_critical(df, found.differences.size)
    t = np.abs(found.differences) / np.maximum(errors, 1e-12)
    p = np.where(np.isnan(t), np.nan, 2 * student_cdf(-np.nan_to_num(t), df))
    return benjamini_hochberg(np.clip(p, 0.0, 1.0))


def median_level_variances(centres: Floats, variance: float) -> Floats:
    """Noise variance of a whole level that is the median of three leads', around ``centres``.

    ``centres`` (practices,) on the scale, ``variance`` that of one lead's level. Around 2.5 medians
    jump between 2 and 3 and vary more than normal theory says, around 3 less; the larger of both is
    returned. Chance of a median: 3 F^2 - 2 F^3 (David & Nagaraja 2003, *Order Statistics*, 2.1).

    >>> median_level_variances(np.array([2.5, 3.0]), 0.25).round(3).tolist()
    [0.256, 0.135]
    """
    at_most = _median_at_most(centres, variance)
    ends = np.zeros((1, centres.size))
    chances = np.diff(at_most, axis=0, prepend=ends, append=ends + 1)
    levels = np.arange(LOWEST, HIGHEST + 1)[:, None]
    means = (levels * chances).sum(axis=0)
    whole = ((levels - means) ** 2 * chances).sum(axis=0)
    return np.asarray(np.maximum(whole, variance * MEDIAN_VARIANCE[3]), float)


def _median_at_most(centres: Floats, variance: float) -> Floats:
    """Chance (4, practices) that the median of three leads' levels is at most 1, 2, 3, 4.

    A lead's level is at most k with chance F(k), normal around the practice's centre; the median
    of three is at most k with chance 3 F(k)^2 - 2 F(k)^3.
    """
    # ``variance`` holds what rounding adds; leaving it in errs on the side of caution
    spread = np.sqrt(max(variance, 1e-6))
    steps = np.arange(LOWEST, HIGHEST)[:, None] + 0.5
    one = normal_cdf((steps - centres) / spread)
    return np.asarray(3 * one**2 - 2 * one**3, float)


@lru_cache(maxsize=64)  # words and the values for analysts ask for the same
def _largest_by_chance(middles: bytes, variance: float, divisions: int) -> float:
    """95% point of the largest |median - mean of medians| when all divisions are alike.

    ``middles``: the centres (practices,) of the levels, as the bytes of their floats.
    """
    centres = np.frombuffer(middles)
    median = _median_at_most(centres, variance)
    drawn = np.random.default_rng(SEED).random((DRAWS, divisions, 1, centres.size))
    levels = LOWEST + (drawn > median).sum(axis=2)
    largest = np.abs(levels - levels.mean(axis=1, keepdims=True)).max(axis=(1, 2), initial=0.0)
    # contrasts of whole levels fall on few values: a tie with the last digit is not "larger"
    return float(np.quantile(largest, 0.95, method="higher")) + 1e-9


def chance_above(estimates: Floats, errors: Floats) -> Floats:
    """Chance that each of normal ``estimates`` with such standard ``errors`` (...) is above 0.

    The normal distribution at estimate / error (DLMF 7.2.2).

    It is .5 where an error of 0 leaves an estimate of exactly 0, NaN where there is none.

    >>> import numpy as np
    >>> chance_above(np.array([1.6449, 0.0]), np.array([1.0, 0.0])).round(3).tolist()
    [0.95, 0.5]
    """
    given = np.nan_to_num(estimates)
    exact = np.where(np.abs(given) < SMALLEST, 0.0, given)  # less than that is rounding
    chance = normal_cdf(exact / np.maximum(np.nan_to_num(errors), SMALLEST))
    return np.where(np.isnan(estimates) | np.isnan(errors), np.nan, chance)


def _chance_higher(differences: Floats, errors: Floats) -> Floats:
    """Posterior mean over posterior standard deviation, under a common normal prior."""
    noise = np.broadcast_to(errors**2, differences.shape)
    present = ~np.isnan(differences)
    between = float((differences[present] ** 2 - noise[present]).mean()) if present.any() else 0.0
    if between <= 0:
        return np.where(present, 0.5, np.nan)
    share = between / (between + noise)
    z = np.sqrt(share) * np.nan_to_num(differences) / np.sqrt(np.maximum(noise, 1e-12))
    return np.where(present, normal_cdf(z), np.nan)
