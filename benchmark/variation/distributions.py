"""Normal, Student t, F and chi-square distributions: lower tail, upper tail and quantile.

Every function takes numbers or arrays that broadcast together and returns a float array of the
common shape (shape () for numbers: wrap it in ``float``). NaN arguments give NaN. Degrees of
freedom may be fractions; infinity means the limiting distribution. Relative accuracy is 1e-10 or
better for probabilities above 1e-290. The tails are incomplete beta and gamma functions:
DLMF 8.17 and 8.2, Abramowitz & Stegun 26.4, 26.5 and 26.6.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.incomplete import beta_tails, gamma_tails, solve_tail
from benchmark.variation.shapes import Floats, Truths

_erfc = np.frompyfunc(math.erfc, 1, 1)
SAFE = 1.0  # stands in where the answer is known without computing


def _together(*arguments: ArrayLike) -> list[Floats]:
    return [np.array(a) for a in np.broadcast_arrays(*(np.asarray(a, float) for a in arguments))]


def _check_freedom(*freedoms: Floats) -> None:
    if any(bool(np.any(freedom <= 0)) for freedom in freedoms):
        raise ValueError("degrees of freedom must be above 0")


def _check_probability(p: Floats) -> None:
    if bool(np.any((p < 0) | (p > 1))):
        raise ValueError("a probability must be between 0 and 1")


def normal_cdf(z: ArrayLike) -> Floats:
    """P(Z <= z) for a standard normal Z, as erfc(-z / sqrt 2) / 2 (DLMF 7.2.2).

    >>> round(float(normal_cdf(1.959963984540054)), 12)
    0.975
    """
    return np.asarray(0.5 * _erfc(np.asarray(z, float) / -math.sqrt(2)), dtype=float)


def normal_quantile(p: ArrayLike) -> Floats:
    """The z with P(Z <= z) = p; 0 gives -inf and 1 gives inf.

    >>> round(float(normal_quantile(0.975)), 12)
    1.95996398454
    """
    (p,) = _together(p)
    _check_probability(p)
    two_tails = 2 * np.minimum(p, 1 - p)
    squared = _gamma_quantile(np.full_like(p, 0.5), 1 - two_tails, two_tails)
    return np.copysign(np.sqrt(2 * squared), p - 0.5)


def chi_square_cdf(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X <= x) for a chi-square variable with ``df`` degrees of freedom."""
    return _chi_square(x, df)[0]


def chi_square_tail(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X > x) for a chi-square variable with ``df`` degrees of freedom.

    >>> round(float(chi_square_tail(3.841458820694124, 1)), 12)
    0.05
    """
    return _chi_square(x, df)[1]


def _chi_square(x: ArrayLike, df: ArrayLike) -> tuple[Floats, Floats]:
    x, df = _together(x, df)
    _check_freedom(df)
    inside = (x > 0) & np.isfinite(x) & np.isfinite(df)
    v = np.log(np.where(inside, x, SAFE) / 2)
    lower, upper, _ = gamma_tails(np.where(inside, df, SAFE) / 2, v)
    return _placed(x, df, inside, lower, upper)


def _placed(
    x: Floats, df: Floats, inside: Truths, lower: Floats, upper: Floats
) -> tuple[Floats, Floats]:
    """Both tails: computed ones inside the support, 0 and 1 outside, NaN for NaN."""
    missing = np.isnan(x) | np.isnan(df)
    below, above = np.where(inside, np.exp(lower), x > 0), np.where(inside, np.exp(upper), x <= 0)
    return np.where(missing, np.nan, below), np.where(missing, np.nan, above)


def chi_square_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """The x with P(X <= x) = p.

    >>> round(float(chi_square_quantile(0.95, 1)), 9)
    3.841458821
    """
    p, df = _together(p, df)
    _check_probability(p)
    _check_freedom(df)
    return 2 * _gamma_quantile(df / 2, p, 1 - p)


def _gamma_quantile(a: Floats, lower: Floats, upper: Floats) -> Floats:
    inside = (lower > 0) & (upper > 0) & np.isfinite(a)
    shape = np.where(inside, a, SAFE)
    lower_tail, upper_tail = np.where(inside, lower, 0.5), np.where(inside, upper, 0.5)
    start = np.log(np.where(lower_tail <= upper_tail, shape, _above_quantile(shape, upper_tail)))
    point = solve_tail(lambda v: gamma_tails(shape, v), start, lower_tail, upper_tail)
    ends = np.where(lower <= 0, 0.0, np.where(upper <= 0, np.inf, np.nan))
    return np.where(np.isnan(a), np.nan, np.where(inside, np.exp(point), ends))


def _above_quantile(a: Floats, upper: Floats) -> Floats:
    # A bound of Laurent & Massart (2000), lemma 1: starting above the root keeps Newton from
    # leaping over it, since the log of this tail falls like exp(v).
    surprise = -np.log(upper)
    return a + np.sqrt(2 * a * surprise) + surprise


def student_cdf(t: ArrayLike, df: ArrayLike) -> Floats:
    """P(T <= t) for Student's t; half of I_x(df/2, 1/2) with x = df / (df + t^2) on each side.

    >>> round(float(student_cdf(2.776445105197794, 4)), 12)
    0.975
    """
    t, df = _together(t, df)
    _check_freedom(df)
    inside = np.isfinite(t) & np.isfinite(df) & (t != 0)
    size = np.abs(np.where(inside, t, SAFE))
    freedom = np.where(inside, df, SAFE)
    both, _, _ = beta_tails(
        freedom / 2, np.full_like(freedom, 0.5), np.log(freedom) - 2 * np.log(size)
    )
    outer = 0.5 * np.exp(both)
    known = np.where(np.isnan(df), np.nan, normal_cdf(t))
    return np.where(inside, np.where(t < 0, outer, 1 - outer), known)


def student_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """The t with P(T <= t) = p; infinite ``df`` gives the normal quantile.

    >>> round(float(student_quantile(0.975, 4)), 9)
    2.776445105
    """
    p, df = _together(p, df)
    _check_probability(p)
    _check_freedom(df)
    outer = 2 * np.minimum(p, 1 - p)
    inside = (outer > 0) & (outer < 1) & np.isfinite(df)
    freedom = np.where(inside, df, SAFE)
    u = _logit_beta_quantile(
        freedom / 2, np.full_like(freedom, 0.5), np.where(inside, outer, 0.5), inside
    )
    size = np.sqrt(freedom) * np.exp(-u / 2)
    ours = np.asarray(np.copysign(size, p - 0.5))
    if inside.all():
        return ours
    return np.where(inside, ours, np.where(np.isnan(df), np.nan, normal_quantile(p)))


def _logit_beta_quantile(a: Floats, b: Floats, lower: Floats, inside: Truths) -> Floats:
    lower = np.where(inside, lower, 0.5)
    return solve_tail(lambda u: beta_tails(a, b, u), np.log(a / b), lower, 1 - lower)


def f_cdf(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(F <= x) for Fisher's F with ``df1`` and ``df2`` degrees of freedom."""
    return _f(x, df1, df2)[0]


def f_tail(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(F > x), the p value of an F test; infinite x gives 0.

    >>> round(float(f_tail(4.964602743730711, 1, 10)), 12)
    0.05
    """
    return _f(x, df1, df2)[1]


def _f(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> tuple[Floats, Floats]:
    x, df1, df2 = _together(x, df1, df2)
    _check_freedom(df1, df2)
    inside = (x > 0) & np.isfinite(x) & np.isfinite(df1) & np.isfinite(df2)
    first, second = np.where(inside, df1, SAFE), np.where(inside, df2, SAFE)
    u = np.log(first / second) + np.log(np.where(inside, x, SAFE))
    lower, upper, _ = beta_tails(first / 2, second / 2, u)
    below, above = _placed(x, df1 + df2, inside, lower, upper)
    limit = np.isinf(df2) & np.isfinite(df1) & (x > 0) & np.isfinite(x)
    if not limit.any():
        return below, above
    freedom = np.where(limit, df1, SAFE)
    chi = _chi_square(np.where(limit, x, SAFE) * freedom, freedom)
    return np.where(limit, chi[0], below), np.where(limit, chi[1], above)


def f_quantile(p: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """The x with P(F <= x) = p; infinite ``df2`` gives the chi-square quantile over ``df1``.

    >>> round(float(f_quantile(0.95, 1, 10)), 9)
    4.964602744
    """
    p, df1, df2 = _together(p, df1, df2)
    _check_probability(p)
    _check_freedom(df1, df2)
    inside = (p > 0) & (p < 1) & np.isfinite(df1) & np.isfinite(df2)
    first, second = np.where(inside, df1, SAFE), np.where(inside, df2, SAFE)
    u = _logit_beta_quantile(first / 2, second / 2, p, inside)
    missing = np.isnan(p) | np.isnan(df1) | np.isnan(df2)
    ends = np.where(p <= 0, 0.0, np.where(p >= 1, np.inf, np.nan))
    limit = np.isinf(df2) & np.isfinite(df1) & ~np.isnan(p)
    if limit.any():
        chi = chi_square_quantile(np.where(limit, p, 0.5), np.where(limit, df1, SAFE))
        ends = np.where(limit, chi / np.where(limit, df1, SAFE), ends)
    return np.where(missing, np.nan, np.where(inside, np.exp(u) * second / first, ends))
