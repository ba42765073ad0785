"""The regularised incomplete beta function, its logarithm and its inverse, for whole arrays.

Arguments are float arrays that broadcast together, already checked by ``distributions``; parameters
that are the same everywhere should come with shape (), which saves most of the work. The argument x
is passed as its logit ``u = log(x / (1 - x))``: on this scale nothing underflows, and the
distribution function is log-concave, so that Newton steps on the logarithm of a tail converge from
any start. ``scalar_beta`` holds the same for single numbers.
"""

from typing import NamedTuple

import numpy as np

from benchmark.variation.incomplete import (
    HALF_LOG_TWO_PI,
    PRECISION,
    STEPS,
    log_complement,
    stirling_remainder,
)
from benchmark.variation.shapes import Floats, Truths

NO_END = "a continued fraction did not settle: degrees of freedom are too large or small"
TOO_EXTREME = "a quantile did not settle: the probability is too extreme"
NEAR = 0.3  # of the distance over which a tail bends: nearer than this a series makes the step
EXACT = 2e-4  # after a step from as near as this, what is left is below 1e-14
ROUNDS = 1_000
BEYOND = 700.0  # a logit whose exponential is taken to be infinite
LOOK = 3  # steps of a fraction between two looks whether it has settled


class Beta(NamedTuple):
    """The parameters of a beta variable, with what its density needs of them alone."""

    a: Floats
    b: Floats
    log_a: Floats  # log((a + b) / a)
    log_b: Floats
    constant: Floats


def beta_of(a: Floats, b: Floats) -> Beta:
    """A beta variable with parameters ``a`` and ``b`` above 0.

    ``a`` and ``b`` (...) that broadcast. 1 / B(a, b) is taken apart by Stirling's formula (DLMF
    5.11.1), whose large parts cancel.

    >>> two, three = np.array(2.0), np.array(3.0)  # B(2, 3) = 1 / 12 (DLMF 5.12.1)
    >>> _, _, density = beta_tails(beta_of(two, three), np.array([0.0]))
    >>> round(float(np.exp(density[0])) * 2**5, 9)
    12.0
    """
    remainder = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(a + b)
    constant = 0.5 * np.log(a * (b / (a + b))) - HALF_LOG_TWO_PI - remainder
    return Beta(a, b, np.log1p(b / a), np.log1p(a / b), np.asarray(constant))


def beta_tails(shape: Beta, u: Floats) -> tuple[Floats, Floats, Floats]:
    """Log I_x(a, b), log of its complement, and the log density of u = logit x, each like ``u``.

    The density of u is x^a (1-x)^b / B(a, b) (DLMF 8.17.1). ``u`` has the full shape (...).

    >>> lower, upper, _ = beta_tails(beta_of(np.array(2.0), np.array(3.0)), np.array([0.0]))
    >>> np.exp(lower).round(4).tolist(), np.exp(upper).round(4).tolist()  # 11 / 16 by hand
    ([0.6875], [0.3125])
    """
    odds = np.exp(-np.abs(u))
    both = np.log1p(odds)
    smaller = odds / (1 + odds)
    below = u < 0
    x, y = np.where(below, smaller, 1 - smaller), np.where(below, 1 - smaller, smaller)
    density = shape.a * (np.minimum(u, 0.0) - both + shape.log_a) + shape.constant
    density += shape.b * (shape.log_b - np.maximum(u, 0.0) - both)
    lower_side = np.asarray(shape.a * y >= shape.b * x)  # x is at most the mean
    near = np.minimum(density + np.log(_by_sides(shape, x, y, lower_side)), 0.0)
    far = log_complement(near)
    return np.where(lower_side, near, far), np.where(lower_side, far, near), density


def _by_sides(shape: Beta, x: Floats, y: Floats, lower_side: Truths) -> Floats:
    """The fraction on the side where it converges: I_x(a, b) = 1 - I_y(b, a)."""
    if lower_side.all():
        return _fraction(shape.a, shape.b, x)
    if not lower_side.any():
        return _fraction(shape.b, shape.a, y)
    found, upper_side = np.empty_like(x), ~lower_side
    found[lower_side] = _fraction(*_at(shape, lower_side), x[lower_side])
    found[upper_side] = _fraction(*_at(shape, upper_side)[::-1], y[upper_side])
    return found


def _at(shape: Beta, chosen: Truths) -> tuple[Floats, Floats]:
    a, b = (p if p.ndim == 0 else p[chosen] for p in (shape.a, shape.b))
    return a, b


def _fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    """I_x(a, b) over the density of logit x, for x at most the mean a / (a + b).

    1 / (beta_0 + alpha_1 / (beta_1 + ...)) with alpha_n = (a+n-1) (a+b+n-1) n (b-n) x^2 / s^2,
    beta_n = a + 2n - x ((a+n) (a+b+n) / (s+2) - n (b-n) / s), s = a + 2n - 1: Didonato & Morris
    1992, ACM Transactions on Mathematical Software 18:360, equation 9, with lambda written out; by
    Steed's rule (DLMF 3.10(iii)).
    """
    total, square = a + b, x * x
    inner = 1 / (a - x * (a * total / (a + 1)))
    part = value = inner
    for n in range(1, STEPS):
        ends = n * (b - n) / (a + (2 * n - 1))
        rise = ends * ((a + (n - 1)) * (total + (n - 1)) / (a + (2 * n - 1)))
        fall = (a + n) * (total + n) / (a + (2 * n + 1)) - ends
        own = (a + 2 * n) - x * fall
        inner = 1 / (square * rise * inner + own)
        part = part * (own * inner - 1)
        value = value + part
        if not n % LOOK and not (np.abs(part) > PRECISION * value).any():
            return np.asarray(value)
    raise ArithmeticError(NO_END)


def beta_quantile(shape: Beta, lower: Floats, upper: Floats) -> Floats:
    """The logit u whose lower and upper tail probabilities are ``lower`` and ``upper`` (...).

    Steps on the logarithm of the smaller tail: far from the root Newton's, which approach it from
    one side because the tail is log-concave; near it the inverted Taylor series of third order
    (DLMF 1.10(vii)), since slope and bends of a tail follow from its density at no cost.

    >>> shape = beta_of(np.array(2.0), np.array(3.0))
    >>> abs(float(beta_quantile(shape, np.array([11 / 16]), np.array([5 / 16]))[0])) < 1e-12
    True
    """
    from_below = lower <= upper
    sign = np.where(from_below, 1.0, -1.0)
    target = np.log(np.where(from_below, lower, upper))
    point = _start(shape, lower, upper)
    total = shape.a + shape.b
    for _ in range(ROUNDS):
        log_lower, log_upper, density = beta_tails(shape, point)
        reached = np.where(from_below, log_lower, log_upper)
        hazard = sign * np.exp(np.clip(density - reached, -600.0, 600.0))
        step = (target - reached) / hazard
        x = 1 / (1 + np.exp(-np.maximum(point, -700.0)))
        bend = shape.a - total * x - hazard
        turn = -total * x * (1 - x) - hazard * bend
        reach = np.abs(step) * (1 + np.abs(bend) + np.sqrt(np.abs(turn)))
        series = 1 - step * (bend / 2 - step * (2 * bend * bend - turn) / 6)
        point = point + step * np.where(reach < NEAR, series, 1.0)
        if not (reach > EXACT).any():
            return np.asarray(point)
    raise ArithmeticError(TOO_EXTREME)


def _start(shape: Beta, lower: Floats, upper: Floats) -> Floats:
    """A first logit: Abramowitz & Stegun 26.5.22, or the mean where that is not made for."""
    surprise = np.sqrt(-2 * np.log(np.minimum(lower, upper)))
    top = 2.515517 + surprise * (0.802853 + surprise * 0.010328)
    bottom = 1 + surprise * (1.432788 + surprise * (0.189269 + surprise * 0.001308))
    z = np.where(lower <= upper, 1.0, -1.0) * (surprise - top / bottom)  # A&S 26.2.23
    first, second = (1 / (2 * np.maximum(p, 1.0) - 1) for p in (shape.a, shape.b))
    bend, width = (z * z - 3) / 6, 2 / (first + second)
    apart = z * np.sqrt(np.maximum(width + bend, 0.0)) / width
    apart = apart - (second - first) * (bend + 5 / 6 - 2 / (3 * width))
    made_for = (shape.a > 1) & (shape.b > 1)
    return np.log(shape.a / shape.b) - np.where(made_for, 2 * apart, 0.0)
