"""The likelihood of nested random effects, with its exact slope, from sums over groups.

V = I + sum over levels of gamma x (ones within each group), in units of the residual variance. For
nested groups V is inverted from the inside out: joining the children of a group costs one rank-one
update (Searle, Casella & McCulloch 1992, section M.5), so that only counts and sums of each group
are ever needed and the rows of the data are read once.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmark.variation.shapes import Floats, Places

Method = Literal["REML", "ML"]


@dataclass(frozen=True, slots=True)
class Tree:
    """Sufficient statistics of a nested design.

    ``parents``: for each level from the innermost outwards, the place of every group in the next
    level (the outermost in one root); ``counts`` (innermost groups,); ``sums`` (innermost groups,
    columns) and ``products`` (columns, columns) of the columns fixed effects, then score.
    """

    parents: tuple[Places, ...]
    counts: Floats
    sums: Floats
    products: Floats
    n: int


@dataclass(frozen=True, slots=True)
class Fit:
    """The profiled criterion -2 log likelihood (lme4's convention), its slope and what it implies.

    ``slope`` (levels,) by gamma, outermost first; ``effects`` (fixed columns,).
    """

    criterion: float
    slope: Floats
    residual: float
    effects: Floats


@dataclass(slots=True)
class _Swept:
    """State while joining groups: values, and their derivatives by each gamma along axis 0.

    Those of the groups only by the gammas of the levels joined so far; levels from the inside.
    """

    weight: Floats  # (groups,)
    sums: Floats  # (groups, columns)
    d_weight: Floats  # (levels so far, groups)
    d_sums: Floats  # (levels so far, groups, columns)
    products: Floats  # (columns, columns)
    d_products: Floats  # (levels, columns, columns)
    log_det: float
    d_log_det: Floats  # (levels,)


def build_tree(scores: Floats, places: Places, design: Floats) -> Tree:
    """The tree of ``scores`` (n,), ``places`` (levels, n) outermost first, ``design`` (n, p).

    Places of inner groups must ascend with those of the groups around them.
    """
    columns = np.column_stack([design, scores])
    inner = places[-1]
    size = int(inner.max()) + 1
    sums = np.array([np.bincount(inner, column, size) for column in columns.T], float).T
    _, first = np.unique(inner, return_index=True)
    parents = []
    for outer in places[-2::-1]:
        parents.append(outer[first])
        _, first = np.unique(outer, return_index=True)
    parents.append(np.zeros(len(first), np.intp))
    counts: Floats = np.bincount(inner, minlength=size).astype(np.float64)
    products = np.asarray(columns.T @ columns, float)
    return Tree(tuple(parents), counts, sums, products, len(scores))


def fit_at(tree: Tree, gammas: Floats, method: Method) -> Fit:
    """The criterion at variance ratios ``gammas`` (levels,), outermost first.

    n - p (REML) or n (ML) in place of m: log|V| + [log|X'V^-1 X|] + m (1 + log(2 pi r^2 / m)),
    r^2 the generalised residual sum of squares. Source: Bates, Maechler, Bolker & Walker 2015,
    Journal of Statistical Software 67(1), equations 39 and 42.
    """
    swept = _sweep(tree, gammas)
    fixed, rest = swept.products[:-1, :-1], swept.products[:-1, -1]
    inverse = np.linalg.inv(fixed)
    effects = inverse @ rest
    squares = float(swept.products[-1, -1] - rest @ effects)
    direction = np.append(-effects, 1.0)
    d_squares = np.einsum("i,kij,j->k", direction, swept.d_products, direction)
    freedom = tree.n - (len(effects) if method == "REML" else 0)
    criterion = swept.log_det + freedom * (1 + math.log(2 * math.pi * squares / freedom))
    slope = swept.d_log_det + freedom * d_squares / squares
    if method == "REML":
        criterion += float(np.linalg.slogdet(fixed)[1])
        slope = slope + np.einsum("ij,kji->k", inverse, swept.d_products[:, :-1, :-1])
    return Fit(criterion, slope[::-1], squares / freedom, effects)


def _sweep(tree: Tree, gammas: Floats) -> _Swept:
    levels, (groups, columns) = len(gammas), tree.sums.shape
    state = _Swept(
        weight=tree.counts,
        sums=tree.sums,
        d_weight=np.zeros((0, groups)),
        d_sums=np.zeros((0, groups, columns)),
        products=tree.products.copy(),
        d_products=np.zeros((levels, columns, columns)),
        log_det=0.0,
        d_log_det=np.zeros(levels),
    )
    for level, (gamma, parent) in enumerate(zip(gammas[::-1], tree.parents, strict=True)):
        _join(state, level, float(gamma))
        _gather(state, parent)
    return state


def _join(state: _Swept, level: int, gamma: float) -> None:
    """Add gamma x ones to every group of this level (levels counted from the inside)."""
    weight, sums = state.weight, state.sums
    scale = 1 + gamma * weight
    d_scale = np.vstack([gamma * state.d_weight, weight])
    factor = gamma / scale
    d_factor = -gamma * d_scale / scale**2
    d_factor[level] += 1 / scale
    state.log_det += float(np.log(scale).sum())
    state.d_log_det[: level + 1] += (d_scale / scale).sum(axis=1)
    state.products -= (factor[:, None] * sums).T @ sums
    for k in range(level + 1):
        state.d_products[k] -= (d_factor[k][:, None] * sums).T @ sums
    for k in range(level):
        cross = (factor[:, None] * state.d_sums[k]).T @ sums
        state.d_products[k] -= cross + cross.T
    shrink, own_weight, own_sums = d_scale / scale, state.d_weight, state.d_sums
    state.d_weight = -weight * shrink / scale
    state.d_sums = -sums * (shrink / scale)[:, :, None]
    state.d_weight[:level] += own_weight / scale
    state.d_sums[:level] += own_sums / scale[:, None]
    state.weight, state.sums = weight / scale, sums / scale[:, None]


def _gather(state: _Swept, parent: Places) -> None:
    """Add the groups of one level up into the groups that hold them (``parent`` ascends)."""
    starts = np.searchsorted(parent, np.arange(parent[-1] + 1))
    state.weight = np.add.reduceat(state.weight, starts)
    state.sums = np.add.reduceat(state.sums, starts)
    state.d_weight = np.add.reduceat(state.d_weight, starts, axis=1)
    state.d_sums = np.add.reduceat(state.d_sums, starts, axis=1)
