"""Half-widths of intervals around a division's figure, from noise pooled over divisions."""

import math
from functools import lru_cache
from typing import Literal

from benchmark.variation.distributions import student_quantile

Centre = Literal["mean", "median"]

# Variance of the median of n independent normal values, in units of the variance of one:
# three values exactly 1 - sqrt(3)/pi (Teichroew 1956; David & Nagaraja 2003, section 3.2);
# two values have their mean as median.
MEDIAN_VARIANCE = {1: 1.0, 2: 0.5, 3: 1 - math.sqrt(3) / math.pi}


def pooled_half_width(
    variance: float, df: float, leads: int = 3, level: float = 0.95, of: Centre = "mean"
) -> float:
    """Half the width of the interval around a division's mean or median over its leads.

    t(1 - (1 - level)/2; df) x sqrt(variance x c), with ``variance`` the pooled variance of one
    lead's value (squared scale points), ``df`` its degrees of freedom, and c = 1 / leads for a mean
    or .4487 for the median of three normal values. Levels shown at L1 are medians. A mean over
    practices of medians keeps c = .4487: this is exact in both extremes, when all of a lead's
    answers rise together and when they are independent; rounding to whole levels makes single
    practices a little more variable, which the pooled variance of the answers already contains. All
    arguments are numbers. Source of the median: David & Nagaraja 2003, *Order Statistics*, section
    3.2.

    Raises ValueError for a median of more than three leads, and where the arguments are impossible.

    >>> round(pooled_half_width(0.25, 10), 4)
    0.6432
    >>> round(pooled_half_width(0.25, 10, of="median"), 4)
    0.7462
    """
    _check(variance, df, leads, level)
    share = 1 / leads if of == "mean" else _median_share(leads)
    return _critical((1 + level) / 2, df) * math.sqrt(variance * share)


def simultaneous_critical(df: float, comparisons: int, level: float = 0.95) -> float:
    """The t value that holds for ``comparisons`` statements at once, by Bonferroni's inequality.

    t(1 - (1 - level) / (2 x comparisons); df), all numbers. Source: Miller 1981, *Simultaneous
    Statistical Inference*, chapter 2.

    >>> round(simultaneous_critical(20, 5), 3)  # as in NIST's table, t(.995; 20)
    2.845
    """
    if comparisons < 1:
        raise ValueError("a simultaneous interval needs at least one comparison")
    _check(0.0, df, 1, level)
    return _critical(1 - (1 - level) / (2 * comparisons), df)


@lru_cache(maxsize=256)  # every division of a table asks for the same one
def _critical(p: float, df: float) -> float:
    return float(student_quantile(p, df))


def _median_share(leads: int) -> float:
    if leads not in MEDIAN_VARIANCE:
        raise ValueError("the variance of a median is known here for one, two or three leads")
    return MEDIAN_VARIANCE[leads]


def _check(variance: float, df: float, leads: int, level: float) -> None:
    if not variance >= 0:
        raise ValueError("a variance must be 0 or more")
    if not df > 0:
        raise ValueError("degrees of freedom must be above 0")
    if leads < 1:
        raise ValueError("a figure needs at least one lead")
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
