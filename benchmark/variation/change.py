"""The smallest change of a division's mean between two rounds that is worth reading."""

import math

import numpy as np

from benchmark.variation.contrasts import median_level_variances
from benchmark.variation.distributions import student_quantile
from benchmark.variation.intervals import MEDIAN_VARIANCE, simultaneous_critical
from benchmark.variation.shapes import Floats

LEADS = 3


def smallest_readable_change(
    lead: float,
    occasion: float,
    df: float = math.inf,
    *,
    leads: int = 3,
    changed: int = 0,
    level: float = 0.95,
) -> float:
    """The change that chance alone exceeds in 1 - ``level`` of all pairs of rounds, in points.

    t(1 - (1 - level)/2; df) x sqrt(2 occasion / leads + 2 changed x lead / leads^2). ``lead``: the
    lasting variance between leads of one division after role; ``occasion``: the variance of one
    lead's mean from round to round, for which residual / practices is a safe, large value because
    the residual holds lasting tastes too; both in squared points. Of the ``leads`` who answer in
    both rounds ``changed`` are new people. With the same lead it is the smallest detectable change
    of de Vet and others 2006, Health and Quality of Life Outcomes 4:54, 1.96 x sqrt(2) x SEM.

    Raises ValueError for a negative variance or more new leads than there are.

    >>> round(smallest_readable_change(0.0, 1.0, leads=1), 2)  # 1.96 x sqrt(2)
    2.77
    >>> same, new = (smallest_readable_change(0.16, 0.03, changed=n) for n in (0, 1))
    >>> round(same, 2), round(new, 2)
    (0.28, 0.46)
    """
    if lead < 0 or occasion < 0:
        raise ValueError("a variance must be 0 or more")
    if not 0 <= changed <= leads or leads < 1:
        raise ValueError("new leads are among the leads of the division")
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    variance = 2 * occasion / leads + 2 * changed * lead / leads**2
    return float(student_quantile((1 + level) / 2, df)) * math.sqrt(variance)


def median_change_variance(
    lead: float, answer: float, concentration: float, changed: float = 0.0
) -> float:
    """Variance of the change of a mean over practices of medians of three leads, squared points.

    2 (o x concentration + n x lead). ``lead``: lasting variance between leads, ``answer``: that of
    one answer around its lead; ``concentration``: sum of the squared shares of the practices in the
    mean, 1 / practices for equal ones. o: what is left of a median's variance when the three leads
    are known, at most min(answer, c answer + (c - 1/3) lead) with c = 1 - sqrt(3) / pi = .449 (law
    of total variance; of the median: David & Nagaraja 2003, *Order Statistics*, section 3.2). n:
    what ``changed`` new leads add, min(changed (1 + 2 r) / 9, c) with r = lead / (lead + answer),
    the chance that a lead is the middle one in two practices; checked by simulation.

    >>> [round(median_change_variance(0.16, 0.64, 1 / 30, new), 4) for new in (0, 3)]
    [0.0204, 0.1639]
    """
    left = MEDIAN_VARIANCE[LEADS] * answer + (MEDIAN_VARIANCE[LEADS] - 1 / LEADS) * lead
    return 2 * (min(answer, left) * concentration + _added(lead, answer, changed))


def level_change_variances(
    centres: Floats, lead: float, answer: float, changed: float = 0.0
) -> Floats:
    """Variances (practices,) of the change of whole levels, each the median of three leads'.

    ``centres`` (practices,): about where the levels lie, between which whole levels jump. As
    ``median_change_variance`` for one practice, with the larger variance of whole levels in place
    of c answer (David & Nagaraja 2003, *Order Statistics*, section 2.1).

    >>> level_change_variances(np.array([2.5, 3.0]), 0.16, 0.25).round(2).tolist()
    [0.55, 0.31]
    """
    whole = median_level_variances(centres, answer) + (MEDIAN_VARIANCE[LEADS] - 1 / LEADS) * lead
    return np.asarray(2 * (whole + _added(lead, answer, changed)), float)


def _added(lead: float, answer: float, changed: float) -> float:
    """What new leads add to the variance of a median, in squared points."""
    lasting = lead / max(lead + answer, 1e-12)
    return min(changed * (1 + 2 * lasting) / LEADS**2, MEDIAN_VARIANCE[LEADS]) * lead


def change_band(variance: float, df: float, comparisons: int = 1, level: float = 0.95) -> float:
    """The largest change too small to read when ``comparisons`` are read at once, in points.

    t(1 - (1 - level) / (2 x comparisons); df) x sqrt(variance), ``variance`` that of the change in
    squared points. Source: Miller 1981, *Simultaneous Statistical Inference*, chapter 2.

    Raises ValueError for a negative variance.

    >>> round(change_band(median_change_variance(0.16, 0.64, 1 / 30), 10), 2)
    0.32
    """
    if variance < 0:
        raise ValueError("a variance must be 0 or more")
    return simultaneous_critical(df, comparisons, level) * math.sqrt(variance)
