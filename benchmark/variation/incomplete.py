"""The regularised incomplete gamma function, its logarithm and the inverse of such tails.

Arguments are float arrays of one shape, already checked by ``distributions``. The argument is
passed as its logarithm: on this scale nothing underflows, and the distribution function is
log-concave, so that Newton steps on the logarithm of a tail converge from any start; ``beta`` does
the same for the incomplete beta function. Equation numbers are those of the NIST Digital Library of
Mathematical Functions (DLMF), https://dlmf.nist.gov.
"""

import math
from collections.abc import Callable

import numpy as np

from benchmark.variation.shapes import Floats

Tails = Callable[[Floats], tuple[Floats, Floats, Floats]]

PRECISION = 1e-15
STEPS = 20_000
TINY = 1e-300
SERIES_FROM = 10.0
HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)

STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)


def stirling_remainder(z: Floats) -> Floats:
    """Log Gamma(z) minus Stirling's formula, for z > 0 (DLMF 5.11.1).

    Subtracting these remainders instead of whole log-gammas keeps beta densities exact at a
    million degrees of freedom. Below 10 the argument is raised by 10 first (DLMF 5.5.1). ``z``
    (...), as is the result.

    >>> stirling = 0.5 * math.log(2 * math.pi) - 1  # of log Gamma(1) = 0
    >>> abs(float(stirling_remainder(np.array([1.0]))[0]) + stirling) < 1e-14
    True
    """
    small = z < SERIES_FROM
    raised = np.where(small, z + SERIES_FROM, z)
    square = 1 / (raised * raised)
    series = np.zeros_like(raised)
    for coefficient in STIRLING[::-1]:
        series = series * square + coefficient
    series = series / raised
    if not small.any():
        return np.asarray(series)
    low = np.where(small, z, SERIES_FROM)
    product = low
    for step in range(1, int(SERIES_FROM)):
        product = product * (low + step)
    high = low + SERIES_FROM
    moved = (high - 0.5) * np.log(high) - (low - 0.5) * np.log(low) - SERIES_FROM
    return np.where(small, series + moved - np.log(product), series)


def log_complement(log_part: Floats) -> Floats:
    """log(1 - exp(log_part)) for log_part <= 0."""
    return np.log(np.maximum(-np.expm1(np.minimum(log_part, 0.0)), TINY))


def _settled(change: Floats) -> bool:
    return not (np.abs(change - 1.0) > PRECISION).any()


def _lentz(first: Floats, term: Callable[[int], tuple[Floats, Floats]]) -> Floats:
    """Continued fraction first + a1/(b1 + a2/(b2 + ...)) by Lentz's rule (DLMF 3.10(iii))."""
    value = numerator = first
    denominator = np.zeros_like(first)
    for step in range(1, STEPS):
        above, below = term(step)
        denominator = 1.0 / _apart_from_zero(below + above * denominator)
        numerator = _apart_from_zero(below + above / numerator)
        change = numerator * denominator
        value = value * change
        if _settled(change):
            return value
    raise ArithmeticError("a continued fraction did not settle: degrees of freedom are too large")


def _apart_from_zero(z: Floats) -> Floats:
    return np.asarray(np.where(np.abs(z) < TINY, TINY, z))


def _gamma_series(a: Floats, x: Floats) -> Floats:
    """The sum of x^k / ((a+1)...(a+k)) over k from 0 (DLMF 8.11.4, divided by its first term)."""
    total = part = np.ones_like(x)
    for step in range(1, STEPS):
        part = part * (x / (a + step))
        total = total + part
        if not bool(np.any(part > PRECISION * total)):
            return total
    raise ArithmeticError("a series did not settle: degrees of freedom are too large")


def _gamma_fraction(a: Floats, x: Floats) -> Floats:
    """The continued fraction in the denominator of DLMF 8.9.2, in its contracted form."""

    def term(step: int) -> tuple[Floats, Floats]:
        return -step * (step - a), x + 2 * step + 1 - a

    return _lentz(_apart_from_zero(x + 1 - a), term)


def gamma_tails(a: Floats, v: Floats) -> tuple[Floats, Floats, Floats]:
    """Log P(a, x), log Q(a, x), and the log density of v = log x; ``a`` and ``v`` (...).

    By the series of DLMF 8.11.4 below the mean, and the fraction of DLMF 8.9.2 above it.

    >>> lower, upper, _ = gamma_tails(np.array([1.0]), np.log(np.array([2.0])))
    >>> round(float(upper[0]), 12)  # Q(1, x) = exp(-x)
    -2.0
    """
    x = np.exp(v)
    log_ratio = v - np.log(a)
    density = (
        a * (log_ratio - np.expm1(log_ratio))
        + 0.5 * np.log(a)
        - HALF_LOG_TWO_PI
        - stirling_remainder(a)
    )
    lower_side = x < a + 1
    series = _gamma_series(a, np.where(lower_side, x, 0.0))
    fraction = _gamma_fraction(a, np.where(lower_side, a + 1, x))
    near = np.where(
        lower_side, density - np.log(a) + np.log(series), density - np.log(np.abs(fraction))
    )
    near = np.minimum(near, 0.0)
    far = log_complement(near)
    return np.where(lower_side, near, far), np.where(lower_side, far, near), density


def solve_tail(tails: Tails, start: Floats, lower: Floats, upper: Floats) -> Floats:
    """The point whose lower and upper tail probabilities are ``lower`` and ``upper``.

    Newton steps on the logarithm of the smaller tail. The log of a tail of a log-concave density
    is concave, so after the first step every step approaches the root from one side. All arrays
    (...) of one shape. Source: Nocedal & Wright 2006, *Numerical Optimization*.

    >>> shape, half = np.array([1.0]), np.array([0.5])
    >>> point = solve_tail(lambda v: gamma_tails(shape, v), np.zeros(1), half, half)
    >>> round(float(np.exp(point[0])), 12) == round(math.log(2), 12)
    True
    """
    point, from_below = start, lower <= upper
    target = np.log(np.where(from_below, lower, upper))
    sign = np.where(from_below, 1.0, -1.0)
    last = np.full_like(start, np.inf)
    for _ in range(1000):
        log_lower, log_upper, density = tails(point)
        reached = np.where(from_below, log_lower, log_upper)
        step = sign * (target - reached) * np.exp(np.minimum(reached - density, 600.0))
        point = point + step
        size, scale = np.abs(step), 1.0 + np.abs(point)
        # Newton squares its error: a tiny step that no longer halves is rounding noise.
        moving = (size > 1e-14 * scale) & ((size > 1e-9 * scale) | (size < last / 2))
        if not bool(np.any(moving)):
            return np.asarray(point)
        last = size
    raise ArithmeticError("a quantile did not settle: the probability is too extreme")
