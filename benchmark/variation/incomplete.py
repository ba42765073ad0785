"""Regularised incomplete beta and gamma functions, their logarithms and their inverses.

Arguments are float arrays of one shape, already checked by ``distributions``. The beta argument is
passed as its logit ``u = log(x / (1 - x))``, the gamma argument as its logarithm: on these scales
nothing underflows, and the distribution functions are log-concave, so that Newton steps on the
logarithm of a tail converge from any start. Equation numbers are those of the NIST Digital Library
of Mathematical Functions (DLMF), https://dlmf.nist.gov.
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

_log_gamma = np.frompyfunc(math.lgamma, 1, 1)


def stirling_remainder(z: Floats) -> Floats:
    """Log Gamma(z) minus Stirling's formula, for z > 0 (DLMF 5.11.1).

    Subtracting these remainders instead of whole log-gammas keeps beta densities exact at a
    million degrees of freedom.
    """
    small = np.minimum(z, SERIES_FROM)
    direct = np.asarray(_log_gamma(small), float) - (
        (small - 0.5) * np.log(small) - small + HALF_LOG_TWO_PI
    )
    inverse = 1.0 / np.maximum(z, SERIES_FROM)
    square = inverse * inverse
    coefficients = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
    series = np.zeros_like(z)
    for coefficient in reversed(coefficients):
        series = series * square + coefficient
    return np.where(z <= SERIES_FROM, direct, series * inverse)


def log_complement(log_part: Floats) -> Floats:
    """log(1 - exp(log_part)) for log_part <= 0."""
    return np.log(np.maximum(-np.expm1(np.minimum(log_part, 0.0)), TINY))


def log_beta_density(a: Floats, b: Floats, u: Floats) -> Floats:
    """Log of x^a (1-x)^b / B(a, b), the density of the logit u of a beta variable."""
    log_x, log_y = -np.logaddexp(0.0, -u), -np.logaddexp(0.0, u)
    total = a + b
    main = a * (log_x + np.log1p(b / a)) + b * (log_y + np.log1p(a / b))
    remainder = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(total)
    return np.asarray(main + 0.5 * np.log(a * (b / total)) - HALF_LOG_TWO_PI - remainder)


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


def _beta_fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """The continued fraction of DLMF 8.17.22, which converges fast for x < (a+1)/(a+b+2)."""
    one = np.ones_like(x)

    def term(step: int) -> tuple[Floats, Floats]:
        m = step // 2
        if step % 2:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), one
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), one

    return _lentz(one, term)


def beta_tails(a: Floats, b: Floats, u: Floats) -> tuple[Floats, Floats, Floats]:
    """Log I_x(a, b), log of its complement, and the log density of u = logit x."""
    density = log_beta_density(a, b, u)
    x = np.exp(-np.logaddexp(0.0, -u))
    y = np.exp(-np.logaddexp(0.0, u))
    lower_side = x < (a + 1) / (a + b + 2)
    first, second = np.where(lower_side, a, b), np.where(lower_side, b, a)
    fraction = _beta_fraction(first, second, np.where(lower_side, x, y))
    near = np.minimum(density - np.log(first) - np.log(fraction), 0.0)
    far = log_complement(near)
    return np.where(lower_side, near, far), np.where(lower_side, far, near), density


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
    """Log P(a, x), log Q(a, x), and the log density of v = log x."""
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
    is concave, so after the first step every step approaches the root from one side.
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
