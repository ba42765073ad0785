"""The incomplete beta function of ``beta`` for single numbers, twenty times as fast as for arrays.

The same formulas and sources; ``math`` in place of numpy, whose every call costs as much as forty
multiplications of plain numbers.
"""

import math
from typing import NamedTuple

from benchmark.variation.beta import BEYOND, EXACT, NEAR, NO_END, ROUNDS, TOO_EXTREME
from benchmark.variation.incomplete import (
    HALF_LOG_TWO_PI,
    PRECISION,
    SERIES_FROM,
    STEPS,
    STIRLING,
    TINY,
)


class Beta(NamedTuple):
    a: float
    b: float
    log_a: float
    log_b: float
    constant: float


def beta_of(a: float, b: float) -> Beta:
    """A beta variable with parameters ``a`` and ``b`` above 0, as ``beta.beta_of``."""
    remainder = _stirling_remainder(a) + _stirling_remainder(b) - _stirling_remainder(a + b)
    constant = 0.5 * math.log(a * (b / (a + b))) - HALF_LOG_TWO_PI - remainder
    return Beta(a, b, math.log1p(b / a), math.log1p(a / b), constant)


def _stirling_remainder(z: float) -> float:
    if z < SERIES_FROM:
        return math.lgamma(z) - ((z - 0.5) * math.log(z) - z + HALF_LOG_TWO_PI)
    square = 1 / (z * z)
    series = 0.0
    for coefficient in STIRLING[::-1]:
        series = series * square + coefficient
    return series / z


def beta_tails(shape: Beta, u: float) -> tuple[float, float, float]:
    """Log I_x(a, b), log of its complement, and the log density of u = logit x."""
    a, b, log_a, log_b, constant = shape
    odds = math.exp(-abs(u))
    both = math.log1p(odds)
    smaller = odds / (1 + odds)
    x, y = (smaller, 1 - smaller) if u < 0 else (1 - smaller, smaller)
    density = a * (min(u, 0.0) - both + log_a) + b * (log_b - max(u, 0.0) - both) + constant
    lower_side = a * y >= b * x
    fraction = _fraction(a, b, x) if lower_side else _fraction(b, a, y)
    near = min(density + math.log(fraction), 0.0)
    far = math.log(max(-math.expm1(near), TINY))
    return (near, far, density) if lower_side else (far, near, density)


def _fraction(a: float, b: float, x: float) -> float:
    top, total, s = a, a + b, a + 1  # a + n, a + b + n, a + 2n + 1
    both, square = top * total, x * x
    inner = 1 / (a - x * (both / s))
    part = value = inner
    for n in range(1, STEPS):
        ends = n * (b - n) / s
        rise = ends * both / s
        top += 1
        total += 1
        s += 2
        both = top * total
        own = s - 1 - x * (both / s - ends)
        inner = 1 / (square * rise * inner + own)
        part *= own * inner - 1
        value += part
        if abs(part) <= PRECISION * value:
            return value
    raise ArithmeticError(NO_END)


def beta_quantile(shape: Beta, lower: float, upper: float) -> float:
    """The logit u whose tails are ``lower`` and ``upper``, as ``beta.beta_quantile``."""
    from_below = lower <= upper
    sign, target = (1.0, math.log(lower)) if from_below else (-1.0, math.log(upper))
    point = _start(shape.a, shape.b, target, sign)
    total = shape.a + shape.b
    for _ in range(ROUNDS):
        log_lower, log_upper, density = beta_tails(shape, point)
        reached = log_lower if from_below else log_upper
        hazard = sign * math.exp(min(max(density - reached, -600.0), 600.0))
        step = (target - reached) / hazard
        x = 1 / (1 + math.exp(-max(point, -700.0)))
        bend = shape.a - total * x - hazard
        turn = -total * x * (1 - x) - hazard * bend
        reach = abs(step) * (1 + abs(bend) + math.sqrt(abs(turn)))
        series = 1 - step * (bend / 2 - step * (2 * bend * bend - turn) / 6)
        point += step * (series if reach < NEAR else 1.0)
        if reach <= EXACT:
            return point
    raise ArithmeticError(TOO_EXTREME)


def _start(a: float, b: float, log_tail: float, sign: float) -> float:
    """Abramowitz & Stegun 26.5.22 with 26.2.23, or the mean where that is not made for."""
    centre = math.log(a / b)
    if min(a, b) <= 1:
        return centre
    surprise = math.sqrt(-2 * log_tail)
    top = 2.515517 + surprise * (0.802853 + surprise * 0.010328)
    bottom = 1 + surprise * (1.432788 + surprise * (0.189269 + surprise * 0.001308))
    z = sign * (surprise - top / bottom)
    first, second = 1 / (2 * a - 1), 1 / (2 * b - 1)
    bend, width = (z * z - 3) / 6, 2 / (first + second)
    apart = z * math.sqrt(max(width + bend, 0.0)) / width
    apart -= (second - first) * (bend + 5 / 6 - 2 / (3 * width))
    return centre - 2 * apart


def f_tails(x: float, df1: float, df2: float) -> tuple[float, float]:
    """P(F <= x) and P(F > x), x above 0, degrees of freedom above 0 and finite."""
    lower, upper, _ = beta_tails(beta_of(df1 / 2, df2 / 2), math.log(df1 / df2) + math.log(x))
    return math.exp(lower), math.exp(upper)


def f_point(p: float, df1: float, df2: float) -> float:
    """The x with P(F <= x) = p, 0 < p < 1."""
    u = beta_quantile(beta_of(df1 / 2, df2 / 2), p, 1 - p)
    return math.exp(u) * df2 / df1 if u < BEYOND else math.inf


def t_point(p: float, df: float) -> float:
    """The t with P(T <= t) = p, 0 < p < 1 and not a half, degrees of freedom finite."""
    outer = 2 * min(p, 1 - p)
    u = beta_quantile(beta_of(df / 2, 0.5), outer, 1 - outer)
    size = math.sqrt(df) * math.exp(min(-u / 2, BEYOND))
    return math.copysign(size, p - 0.5)
