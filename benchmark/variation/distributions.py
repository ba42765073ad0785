"""Normal, Student t, F and chi-square distributions: lower tail, upper tail and quantile.

Every function takes numbers or arrays that broadcast together and returns a float array of the
common shape (shape () for numbers: wrap it in ``float``). NaN arguments give NaN. Degrees of
freedom may be fractions; infinity means the limiting distribution. Relative accuracy is 1e-10 or
better for probabilities above 1e-290. The tails are incomplete beta and gamma functions:
DLMF 8.17 and 8.2, Abramowitz & Stegun 26.4, 26.5 and 26.6.
"""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.beta import BEYOND, beta_of, beta_quantile, beta_tails
from benchmark.variation.incomplete import gamma_tails, solve_tail
from benchmark.variation.scalar_beta import f_point, f_tails, t_point
from benchmark.variation.shapes import Floats, Truths

_erfc = np.frompyfunc(math.erfc, 1, 1)
_normal_quantile = np.frompyfunc(NormalDist().inv_cdf, 1, 1)
HALF = np.asarray(0.5)
SAFE = 1.0  # stands in where the answer is known without computing


def _together(*arguments: ArrayLike) -> list[Floats]:
    return [np.array(a) for a in np.broadcast_arrays(*(np.asarray(a, float) for a in arguments))]


def _compact(*arguments: ArrayLike) -> tuple[list[Floats], tuple[int, ...]]:
    """The arguments, one number of shape () for an array of equal ones, and the common shape.

    Tables of one size ask for the same quantile thousands of times: it is computed once.
    """
    arrays = [np.asarray(argument, float) for argument in arguments]
    return [_one_if_equal(array) for array in arrays], np.broadcast_shapes(
        *(array.shape for array in arrays)
    )


def _one_if_equal(values: Floats) -> Floats:
    if values.ndim and values.size and (values == values.flat[0]).all():
        return np.asarray(values.flat[0])
    return values


def _check_freedom(*freedoms: Floats) -> None:
    if any(bool(np.any(freedom <= 0)) for freedom in freedoms):
        raise ValueError("degrees of freedom must be above 0")


def _check_probability(p: Floats) -> None:
    if bool(np.any((p < 0) | (p > 1))):
        raise ValueError("a probability must be between 0 and 1")


def normal_cdf(z: ArrayLike) -> Floats:
    """P(Z <= z) for a standard normal Z, as erfc(-z / sqrt 2) / 2 (DLMF 7.2.2), ``z`` (...).

    Printed in every table: .9500 at 1.645 and .9750 at 1.960.

    >>> normal_cdf([1.645, 1.960]).round(4).tolist()
    [0.95, 0.975]
    """
    return np.asarray(0.5 * _erfc(np.asarray(z, float) / -math.sqrt(2)), dtype=float)


def normal_quantile(p: ArrayLike) -> Floats:
    """The z with P(Z <= z) = p, ``p`` (...); 0 gives -inf and 1 gives inf.

    Wichura 1988, Applied Statistics 37:477 (AS 241), as Python's own ``statistics`` has it.

    >>> round(float(normal_quantile(0.975)), 12)
    1.95996398454
    """
    (p,) = _together(p)
    _check_probability(p)
    inside = (p > 0) & (p < 1)
    ends = np.where(p <= 0, -np.inf, np.where(p >= 1, np.inf, np.nan))
    return np.where(inside, np.asarray(_normal_quantile(np.where(inside, p, 0.5)), float), ends)


def chi_square_cdf(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X <= x) for a chi-square variable with ``df`` degrees of freedom.

    ``x`` and ``df`` (...) that broadcast. P(df / 2, x / 2) of DLMF 8.2.4. Two degrees of freedom
    by hand: 1 - exp(-x / 2).

    >>> round(float(chi_square_cdf(25 / 9, 2)), 12) == round(1 - math.exp(-25 / 18), 12)
    True
    """
    return _chi_square(x, df)[0]


def chi_square_tail(x: ArrayLike, df: ArrayLike) -> Floats:
    """P(X > x) for a chi-square variable with ``df`` degrees of freedom.

    ``x`` and ``df`` (...) that broadcast. Q(df / 2, x / 2) of DLMF 8.2.4. The example is that of
    the SciPy documentation, chi2_contingency.

    >>> round(float(chi_square_tail(2.7777777777777777, 2)), 14)
    0.2493522087773
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
    """The x with P(X <= x) = p, the inverse of ``chi_square_cdf`` (DLMF 8.12).

    ``p`` and ``df`` (...) that broadcast. One degree of freedom is a squared normal value.

    >>> round(float(chi_square_quantile(0.95, 1)), 9), round(float(normal_quantile(0.975)) ** 2, 9)
    (3.841458821, 3.841458821)
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

    ``t`` and ``df`` (...) that broadcast. Source: DLMF 8.17.1; the example is that of the SciPy
    documentation, ttest_1samp.

    >>> round(2 * float(student_cdf(-2.456308468440, 49)), 12)
    0.017628209048
    """
    t, df = _together(t, df)
    _check_freedom(df)
    inside = np.isfinite(t) & np.isfinite(df) & (t != 0)
    size = np.abs(np.where(inside, t, SAFE))
    freedom = np.where(inside, df, SAFE)
    shape = beta_of(_one_if_equal(freedom) / 2, HALF)
    both, _, _ = beta_tails(shape, np.log(freedom) - 2 * np.log(size))
    outer = 0.5 * np.exp(both)
    known = np.where(np.isnan(df), np.nan, normal_cdf(t))
    return np.where(inside, np.where(t < 0, outer, 1 - outer), known)


def student_quantile(p: ArrayLike, df: ArrayLike) -> Floats:
    """The t with P(T <= t) = p; infinite ``df`` gives the normal quantile.

    ``p`` and ``df`` (...) that broadcast. The inverse of ``student_cdf`` (DLMF 8.17.1); the example
    is from the tables of the NIST/SEMATECH e-Handbook.

    >>> student_quantile([0.975, 0.99, 0.999], [4, 20, 3]).round(3).tolist()
    [2.776, 2.528, 10.215]
    """
    (p, df), size = _compact(p, df)
    _check_probability(p)
    _check_freedom(df)
    if p.ndim == df.ndim == 0 and p not in (0.0, 0.5, 1.0) and _ordinary(float(p), float(df)):
        return np.full(size, t_point(float(p), float(df)))
    p, df = np.broadcast_arrays(p, df)
    outer = 2 * np.minimum(p, 1 - p)
    inside = (outer > 0) & (outer < 1) & np.isfinite(df)
    freedom = np.where(inside, df, SAFE)
    lower = np.where(inside, outer, 0.5)
    u = beta_quantile(beta_of(_one_if_equal(freedom) / 2, HALF), lower, 1 - lower)
    length = np.sqrt(freedom) * np.exp(np.minimum(-u / 2, BEYOND))
    ours = np.asarray(np.copysign(length, p - 0.5))
    if not inside.all():
        ours = np.where(inside, ours, np.where(np.isnan(df), np.nan, normal_quantile(p)))
    return _full(ours, size)


def f_cdf(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(F <= x) for Fisher's F with ``df1`` and ``df2`` degrees of freedom.

    ``x``, ``df1`` and ``df2`` (...) that broadcast. I_y(df1 / 2, df2 / 2) with
    y = df1 x / (df1 x + df2), DLMF 8.17.1.

    >>> round(float(f_cdf(19.1643, 3, 2)), 6)
    0.95
    """
    return _f(x, df1, df2)[0]


def f_tail(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """P(F > x), the p value of an F test; infinite x gives 0.

    ``x``, ``df1`` and ``df2`` (...) that broadcast; formula as ``f_cdf`` (DLMF 8.17.4). The example
    is that of the SciPy documentation, f_oneway.

    >>> round(float(f_tail(7.121019471642447, 4, 34)), 16)
    0.0002812242314535
    """
    return _f(x, df1, df2)[1]


def _f(x: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> tuple[Floats, Floats]:
    (x, df1, df2), size = _compact(x, df1, df2)
    _check_freedom(df1, df2)
    if x.ndim == df1.ndim == df2.ndim == 0 and _ordinary(float(x), float(df1), float(df2)):
        both = f_tails(float(x), float(df1), float(df2))
        return np.full(size, both[0]), np.full(size, both[1])
    inside = (x > 0) & np.isfinite(x) & np.isfinite(df1) & np.isfinite(df2)
    first, second = _inside(df1, inside), _inside(df2, inside)
    u = np.log(first / second) + np.log(np.where(inside, x, SAFE))
    lower, upper, _ = beta_tails(beta_of(first / 2, second / 2), u)
    below, above = _placed(x, df1 + df2, inside, lower, upper)
    limit = np.isinf(df2) & np.isfinite(df1) & (x > 0) & np.isfinite(x)
    if limit.any():
        freedom = np.where(limit, df1, SAFE)
        chi = _chi_square(np.where(limit, x, SAFE) * freedom, freedom)
        below, above = np.where(limit, chi[0], below), np.where(limit, chi[1], above)
    return _full(below, size), _full(above, size)


def f_quantile(p: ArrayLike, df1: ArrayLike, df2: ArrayLike) -> Floats:
    """The x with P(F <= x) = p; infinite ``df2`` gives the chi-square quantile over ``df1``.

    ``p``, ``df1`` and ``df2`` (...) that broadcast. The inverse of ``f_cdf`` (DLMF 8.17.1), to
    1e-10; printed in tables: 19.1643 and 39.2982.

    >>> f_quantile([0.95, 0.975], [3, 5], 2).round(4).tolist()
    [19.1643, 39.2982]
    """
    (p, df1, df2), size = _compact(p, df1, df2)
    _check_probability(p)
    _check_freedom(df1, df2)
    if p.ndim == df1.ndim == df2.ndim == 0 and p < 1 and _ordinary(*map(float, (p, df1, df2))):
        return np.full(size, f_point(float(p), float(df1), float(df2)))
    inside = (p > 0) & (p < 1) & np.isfinite(df1) & np.isfinite(df2)
    first, second = _inside(df1, inside), _inside(df2, inside)
    lower = np.where(inside, p, 0.5)
    u = beta_quantile(beta_of(first / 2, second / 2), lower, 1 - lower)
    missing = np.isnan(p) | np.isnan(df1) | np.isnan(df2)
    ends = np.where(p <= 0, 0.0, np.where(p >= 1, np.inf, np.nan))
    limit = np.isinf(df2) & np.isfinite(df1) & ~np.isnan(p)
    if limit.any():
        chi = chi_square_quantile(np.where(limit, p, 0.5), np.where(limit, df1, SAFE))
        ends = np.where(limit, chi / np.where(limit, df1, SAFE), ends)
    ratio = np.where(u < BEYOND, np.exp(np.minimum(u, BEYOND)), np.inf)
    found = np.where(inside, ratio * second / first, ends)
    return _full(np.where(missing, np.nan, found), size)


def _ordinary(*values: float) -> bool:
    return all(0 < value < math.inf for value in values)


def _inside(values: Floats, inside: Truths) -> Floats:
    """Values where they are needed, else a harmless one; still one number if it was one."""
    if values.ndim == 0 and 0 < values < np.inf:
        return values
    return np.where(inside, values, SAFE)


def _full(values: Floats, size: tuple[int, ...]) -> Floats:
    return values if values.shape == size else np.broadcast_to(values, size).copy()
