"""How the figures of trusts lie: mean with its interval, spread, and the means of four quarters."""

from dataclasses import dataclass

import numpy as np

from benchmark.disclosure.levels import FEWEST_TRUSTS
from benchmark.variation.distributions import student_quantile
from benchmark.variation.shapes import Floats, Places

QUARTERS = 4
LEVEL = 0.95
DIGITS = 4  # kept of a figure: enough for every use, and the same on every machine


@dataclass(frozen=True, slots=True)
class Distribution:
    """Mean over ``trusts`` trusts, each counted once, its 95% interval and their SD (n - 1).

    ``quarters``: the mean of the lowest quarter, of the next two and of the highest. A quartile
    would be the figure of one trust.
    """

    trusts: int
    mean: float
    low: float
    high: float
    sd: float
    quarters: tuple[float, ...] | None


def distribution_of(values: Floats) -> Distribution:
    """The distribution of trusts' figures (trusts,), NaN = none, at least two known.

    The interval is Student's, mean +/- t s / sqrt(n) (Student 1908, Biometrika 6:1).

    >>> found = distribution_of(np.array([2.0, 3, 4, 3, 3]))
    >>> found.mean, found.sd, found.low
    (3.0, 0.7071, 2.122)
    """
    known = np.sort(values[~np.isnan(values)])
    mean, sd = float(known.mean()), float(known.std(ddof=1))
    half = float(student_quantile((1 + LEVEL) / 2, known.size - 1)) * sd / known.size**0.5
    low, high = round(mean - half, DIGITS), round(mean + half, DIGITS)
    quarters = _quarters(known)
    return Distribution(known.size, round(mean, DIGITS), low, high, round(sd, DIGITS), quarters)


def _quarters(ascending: Floats) -> tuple[float, ...] | None:
    if ascending.size < QUARTERS * FEWEST_TRUSTS:
        return None
    return tuple(round(float(q.mean()), DIGITS) for q in np.array_split(ascending, QUARTERS))


def quarters_of_divisions(values: Floats, trust: Places) -> tuple[float, ...] | None:
    """The same of divisions' means (divisions,), each quarter from at least 5 trusts, or None."""
    order = np.lexsort((trust, values))
    parts = np.array_split(order, QUARTERS)
    if any(np.unique(trust[part]).size < FEWEST_TRUSTS for part in parts):
        return None
    return tuple(round(float(values[part].mean()), DIGITS) for part in parts)
