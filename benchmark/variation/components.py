"""Variance components of nested random effects, by restricted or full maximum likelihood."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmark.variation.descent import Evaluation, minimise
from benchmark.variation.finite import finite_or_missing
from benchmark.variation.likelihood import Method, build_tree, fit_at
from benchmark.variation.shapes import MATRIX, PAIR, Floats, Places, Truths

NO_REPLICATES = "every innermost group has one score, so residual and group cannot be told apart"
NO_RESIDUAL = "scores do not vary within the innermost groups, so the likelihood has no maximum"
NO_FREEDOM = "there are as many fixed effects as scores"

LARGEST_RATIO = 1e11
SAME_DIRECTION = 1e-10
SPARSE = 4  # integer labels a score up to which a table of all of them is small


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """``variances`` (levels,) outermost first, in squared units of the scores.

    ``criterion`` is -2 log (restricted) likelihood as lme4 reports it; ``fixed_effects`` stand in
    the order of the columns of ``fixed``, or the mean alone.
    """

    variances: tuple[float, ...]
    residual: float
    criterion: float
    fixed_effects: tuple[float, ...]


def nested_components(
    scores: ArrayLike,
    levels: Sequence[ArrayLike],
    fixed: ArrayLike | None = None,
    method: Method = "REML",
) -> Components:
    """Variance components of score = fixed effects + group effects of nested levels + residual.

    ``scores`` (n,), NaN is left out; ``levels``: outermost first, each one label a score (n,), an
    inner label counts within its outer group; ``fixed`` (n, columns), the mean alone if None - a
    constant is put in front when the columns do not contain one. Balanced data without ``fixed``
    have a closed form: the mean squares of the nested analysis of variance, made monotone from the
    inside outwards (Thompson 1962, Annals of Mathematical Statistics 33:273); all else is Newton
    steps by average information on the profiled likelihood. A variance at the boundary is exactly
    0.

    Raises ValueError with the reason where the components are not defined.

    Three groups of two by hand: between them the mean square is 32, within them 2, so that the
    variance of the groups is (32 - 2) / 2. Published examples stand in ``data_examples``.

    >>> found = nested_components([1, 3, 5, 7, 9, 11], [[0, 0, 1, 1, 2, 2]])
    >>> round(found.variances[0], 6), round(found.residual, 6)
    (15.0, 2.0)
    """
    if method not in get_args(Method):
        raise ValueError(f"method is REML or ML, not {method!r}")
    values = finite_or_missing(scores, "scores")
    kept = ~np.isnan(values)
    if not levels or any(np.shape(level) != values.shape for level in levels):
        raise ValueError("levels need at least one array of labels, each as long as scores")
    places = _nested_places([np.asarray(level)[kept] for level in levels])
    design, gram = _design(fixed, kept)
    _check(values[kept], places, design)
    sizes = _balanced_sizes(places) if fixed is None else None
    if sizes is not None:
        return _closed_form(values[kept], places, sizes, method)
    return _by_newton(values[kept], places, design, gram, method)


def _nested_places(levels: Sequence[NDArray[Any]]) -> Places:
    """Places of the groups (levels, n), each label counted within the group around it."""
    places: list[Places] = []
    outer = np.zeros(len(levels[0]), np.intp)
    for level in levels:
        outer = _within(outer, _compact(level))
        places.append(outer)
    return np.array(places)


def _compact(labels: NDArray[Any]) -> Places:
    """Places of the labels in ascending order, each from 0 without a gap."""
    if labels.dtype.kind in "iu" and labels.size:
        low = labels.min()
        if int(labels.max()) - int(low) <= SPARSE * labels.size:  # a table is faster than sorting
            shifted = (labels - low).astype(np.intp)
            return np.asarray((np.cumsum(np.bincount(shifted) > 0) - 1)[shifted], np.intp)
    return np.unique(labels, return_inverse=True)[1]


def _within(outer: Places, own: Places) -> Places:
    """Places of the pairs (outer, own) in ascending order."""
    size = int(own.max(initial=-1)) + 1
    holder = np.zeros(size, np.intp)
    holder[own] = outer
    if (holder[own] == outer).all():  # each label stands in one group only
        order = np.argsort(holder, kind="stable")
        place = np.empty(size, np.intp)
        place[order] = np.arange(size)
        return place[own]
    return _compact(outer * size + own)


def _design(fixed: ArrayLike | None, kept: Truths) -> tuple[Floats, Floats]:
    """The columns of the fixed effects (n, p) with a constant among them, and their products."""
    n = int(kept.sum())
    if fixed is None:
        return np.ones((n, 1)), np.array([[float(n)]])
    columns = np.asarray(fixed, float)
    columns = columns[:, None] if columns.ndim < MATRIX else columns
    if len(columns) != len(kept):
        raise ValueError("fixed needs one row a score")
    columns = columns if kept.all() else columns[kept]
    sums, products = columns.sum(axis=0), columns.T @ columns
    if np.isnan(sums).any():
        raise ValueError("fixed has missing values where there is a score")
    with_constant = np.block([[np.array([[float(n)]]), sums], [sums[:, None], products]])
    rank = _rank(products)
    if rank < columns.shape[1]:
        raise ValueError("columns of fixed depend on each other, so their effects are not defined")
    if _rank(with_constant) == rank:
        return columns, products
    return np.column_stack([np.ones(n), columns]), with_constant


def _rank(products: Floats) -> int:
    """Number of independent columns, from their cosines: far faster than singular values."""
    lengths = np.sqrt(np.diag(products))
    lengths = np.where(lengths > 0, lengths, 1.0)
    return int((np.linalg.eigvalsh(products / np.outer(lengths, lengths)) > SAME_DIRECTION).sum())


def _check(values: Floats, places: Places, design: Floats) -> None:
    if len(values) <= design.shape[1]:
        raise ValueError(NO_FREEDOM)
    counts = [int(place.max()) + 1 for place in places]
    if counts[0] < PAIR:
        raise ValueError("the outermost level needs at least two groups")
    for depth, (outer, inner) in enumerate(pairwise(counts), start=1):
        if outer == inner:
            raise ValueError(
                f"level {depth + 1} splits no group of level {depth}, so they cannot be told apart"
            )
    if counts[-1] == len(values):
        raise ValueError(NO_REPLICATES)
    means = np.bincount(places[-1], values) / np.bincount(places[-1])
    if not np.ptp(values - means[places[-1]]) > 1e-12 * np.abs(values).max():
        raise ValueError(NO_RESIDUAL)


def _balanced_sizes(places: Places) -> tuple[int, ...] | None:
    """Scores in each group of every level, or None when a level has groups of unequal sizes."""
    sizes = []
    for place in places:
        counts = np.bincount(place)
        if np.ptp(counts):
            return None
        sizes.append(int(counts[0]))
    return tuple(sizes)


def _closed_form(
    values: Floats, places: Places, sizes: tuple[int, ...], method: Method
) -> Components:
    n, grand = len(values), float(values.mean())
    groups = np.array([1, *(n // size for size in sizes), n])
    centred = values - grand
    fitted = [np.zeros(n)]
    fitted += [(np.bincount(place, centred) / np.bincount(place))[place] for place in places]
    fitted.append(centred)
    squares = np.array([((b - a) ** 2).sum() for a, b in pairwise(fitted)])
    freedom = np.diff(groups).astype(float)
    used = freedom.copy()
    used[0] += 1 if method == "ML" else 0
    strata = _monotone(squares / used, used)  # outermost first, never below the next one in
    variances = np.maximum(strata[:-1] - strata[1:], 0.0) / sizes
    total = float(used.sum())
    criterion = float((used * np.log(strata)).sum() + (squares / strata).sum())
    criterion += total * math.log(2 * math.pi) + (math.log(n) if method == "REML" else 0.0)
    return Components(tuple(variances.tolist()), float(strata[-1]), criterion, (grand,))


def _monotone(means: Floats, weights: Floats) -> Floats:
    """Mean squares that never rise inwards: neighbours out of order are pooled by weight."""
    blocks: list[tuple[float, float, int]] = []
    for mean, weight in zip(means[::-1], weights[::-1], strict=True):
        block = (float(mean), float(weight), 1)
        while blocks and blocks[-1][0] > block[0]:
            other = blocks.pop()
            total = other[1] + block[1]
            pooled = (other[0] * other[1] + block[0] * block[1]) / total
            block = (pooled, total, other[2] + block[2])
        blocks.append(block)
    return np.repeat([mean for mean, _, _ in blocks], [size for _, _, size in blocks])[::-1]


def _by_newton(
    values: Floats, places: Places, design: Floats, gram: Floats, method: Method
) -> Components:
    # least squares first: what is left has no large sums to cancel
    effects = np.linalg.solve(gram, design.T @ values)
    left = values - design @ effects
    unit = float(np.sqrt((left**2).mean()))
    if not unit > 1e-12 * float(np.abs(values).max()):
        raise ValueError(NO_RESIDUAL)
    tree = build_tree(left / unit, places, design, gram)

    def criterion(gammas: Floats) -> Evaluation:
        fit = fit_at(tree, gammas, method)
        return fit.criterion, fit.slope, fit.curvature

    try:
        gammas = minimise(criterion, np.full(len(places), 0.5))
    except np.linalg.LinAlgError as fault:  # ratios beyond all numbers
        raise ValueError(NO_RESIDUAL) from fault
    if gammas.max() > LARGEST_RATIO:  # the fixed effects explain all that varies within groups
        raise ValueError(NO_RESIDUAL)
    fit = fit_at(tree, gammas, method)
    freedom = len(values) - (design.shape[1] if method == "REML" else 0)
    residual = fit.residual * unit**2
    return Components(
        tuple((gammas * residual).tolist()),
        residual,
        fit.criterion + 2 * freedom * math.log(unit),
        tuple((effects + fit.effects * unit).tolist()),
    )
