"""Variance components of random effects that cross: raters or items with units."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.descent import Evaluation, minimise
from benchmark.variation.likelihood import Fit, Part, derivatives, mixing, profiled
from benchmark.variation.shapes import PAIR, Floats, Places, Truths

LARGEST_RATIO = 1e9
MOST_LEVELS = 4_000
NO_RESIDUAL = "scores do not vary beyond what the effects explain, so there is no residual"


@dataclass(frozen=True, slots=True, eq=False)
class CrossedComponents:
    """``variances`` (factors,) in the order given, in squared units of the scores.

    ``criterion`` is -2 log restricted likelihood as lme4 reports it; ``mean`` the general mean.
    """

    variances: tuple[float, ...]
    residual: float
    criterion: float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Counts ``own`` (levels, levels) of all factors together, and sums by level of 1 and score."""

    own: Floats
    with_columns: Floats  # (levels, 2)
    products: Floats  # (2, 2)
    factor: Places  # (levels,)
    n: int


def crossed_components(scores: ArrayLike, factors: Sequence[ArrayLike]) -> CrossedComponents:
    """Variance components of score = mean + one random effect a factor + residual, by REML.

    ``scores`` (n,), NaN is left out; ``factors``: label arrays (n,), nested or crossed in any way.
    An interplay or a nested factor is a factor with one label for each combination (``pairs``).
    The equations of Henderson over all levels together (Searle, Casella & McCulloch 1992, section
    7.6) are solved directly, Newton steps by average information; a variance at the boundary is 0.

    Raises ValueError when a factor has one level or as many as there are scores, when two factors
    are the same, or when there are more than 4,000 levels.

    Brennan, 10 persons, 3 tasks and 4 raters in each task, stands in ``validation``; a two-way
    table whose mean squares are 40.667 (rows), 16.667 (columns) and .667 gives by hand
    (40.667 - .667) / 2 and (16.667 - .667) / 3:

    >>> table = np.array([[1.0, 3], [4, 8], [9, 13]])
    >>> rows, columns = np.indices(table.shape)
    >>> found = crossed_components(table.ravel(), [rows.ravel(), columns.ravel()])
    >>> [round(v, 3) for v in found.variances], round(found.residual, 3)
    ([20.0, 5.333], 0.667)
    """
    values = np.asarray(scores, float)
    kept = ~np.isnan(values)
    sums, unit, centre = _sums(values, factors, kept)
    try:
        gammas = minimise(lambda at: _evaluate(sums, at), np.full(len(factors), 0.5))
    except (np.linalg.LinAlgError, ArithmeticError) as fault:
        raise ValueError(NO_RESIDUAL) from fault
    if gammas.max(initial=0.0) > LARGEST_RATIO:
        raise ValueError(NO_RESIDUAL)
    fit = _fit(sums, gammas)
    residual = fit.residual * unit**2
    criterion = fit.criterion + 2 * (sums.n - 1) * math.log(unit)
    mean = centre + unit * float(fit.effects[0])
    return CrossedComponents(tuple((gammas * residual).tolist()), residual, criterion, mean)


def pairs(first: ArrayLike, second: ArrayLike) -> Places:
    """One label (n,) for each combination of two factors.

    >>> pairs(["a", "a", "b"], [1, 2, 1]).tolist()
    [0, 1, 2]
    """
    _, outer = np.unique(np.asarray(first), return_inverse=True)
    _, inner = np.unique(np.asarray(second), return_inverse=True)
    _, place = np.unique(outer * (inner.max(initial=0) + 1) + inner, return_inverse=True)
    return place


def _sums(values: Floats, factors: Sequence[ArrayLike], kept: Truths) -> tuple[_Sums, float, float]:
    if not factors or any(np.shape(factor) != values.shape for factor in factors):
        raise ValueError("factors need at least one array of labels, each as long as scores")
    places = [np.unique(np.asarray(factor)[kept], return_inverse=True)[1] for factor in factors]
    sizes = [int(place.max(initial=-1)) + 1 for place in places]
    _check(sizes, len(values[kept]))
    centre = float(values[kept].mean())
    left = values[kept] - centre
    unit = float(np.sqrt((left**2).mean()))
    if not unit > 1e-12 * max(float(np.abs(values[kept]).max()), 1e-300):
        raise ValueError(NO_RESIDUAL)
    columns = np.column_stack([np.ones(len(left)), left / unit])
    own = np.block([[_counts(one, other) for other in places] for one in places])
    sums = np.vstack([np.array([np.bincount(p, c) for c in columns.T]).T for p in places])
    factor = np.repeat(np.arange(len(sizes)), sizes)
    return _Sums(own, sums, columns.T @ columns, factor, len(left)), unit, centre


def _check(sizes: list[int], n: int) -> None:
    if n < PAIR:
        raise ValueError("variance components need at least two scores")
    for place, size in enumerate(sizes, start=1):
        if size < PAIR:
            raise ValueError(f"factor {place} has one level only")
        if size == n:
            raise ValueError(f"factor {place} has one score a level: residual and it are one")
    if sum(sizes) > MOST_LEVELS:
        raise ValueError(
            f"there are more than {MOST_LEVELS:,} levels; nested designs have no limit"
        )


def _counts(one: Places, other: Places) -> Floats:
    shape = int(one.max()) + 1, int(other.max()) + 1
    counts = np.bincount(one * shape[1] + other, minlength=shape[0] * shape[1]).reshape(shape)
    same = shape[0] == shape[1] and one is not other and np.count_nonzero(counts) == shape[0]
    if same:
        raise ValueError("two factors group the scores in the same way")
    return counts.astype(float)


def _evaluate(sums: _Sums, gammas: Floats) -> Evaluation:
    fit = _fit(sums, gammas)
    return fit.criterion, fit.slope, fit.curvature


def _fit(sums: _Sums, gammas: Floats) -> Fit:
    """The profiled restricted likelihood, as ``likelihood.fit_at`` has it for nested designs."""
    root = np.sqrt(gammas)[sums.factor]
    scaled = root[:, None] * sums.own
    inverse = np.linalg.inv(np.eye(len(root)) + scaled * root)
    log_det = -float(np.linalg.slogdet(inverse)[1])
    own = sums.own - scaled.T @ (inverse @ scaled)  # Z' V^-1 Z
    columns = root[:, None] * sums.with_columns
    with_columns = sums.with_columns - scaled.T @ (inverse @ columns)
    products = sums.products - columns.T @ (inverse @ columns)
    taken = np.asarray(np.linalg.inv(products[:-1, :-1]), float)
    effects = taken @ products[:-1, -1]
    squares = float(products[-1, -1] - products[:-1, -1] @ effects)
    freedom = sums.n - 1
    criterion = profiled(log_det - float(np.linalg.slogdet(taken)[1]), squares, freedom)
    mixed = with_columns @ mixing(taken, effects)
    parts = [_part(own, mixed, sums.factor == place) for place in range(len(gammas))]
    working = _working(own, mixed[:, -1], sums.factor, len(gammas))
    slope, curvature = derivatives(parts, working, squares, freedom, "REML")
    return Fit(criterion, slope, curvature, squares / freedom, effects)


def _part(own: Floats, mixed: Floats, mine: Truths) -> Part:
    fixed, score = mixed[mine, :-1], mixed[mine, -1]
    return Part(float(np.diag(own)[mine].sum()), float((fixed**2).sum()), score, score @ fixed)


def _working(own: Floats, score: Floats, factor: Places, factors: int) -> Floats:
    columns = np.zeros((len(score), factors))
    columns[np.arange(len(score)), factor] = score
    return np.asarray(columns.T @ own @ columns, float)
