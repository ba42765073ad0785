"""The likelihood of nested random effects, with its exact slope, from sums over groups.

V = I + sum over levels of gamma x (ones within each group), in units of the residual variance. For
nested groups V is inverted from the inside out: joining the children of a group costs one rank-one
update (Searle, Casella & McCulloch 1992, section M.5), so that only counts and sums of each group
are ever needed and the rows of the data are read once. A second pass from the outside in gives
every group's part of V^-1, and with it slope and curvature.
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

    ``slope`` (levels,) by gamma, outermost first; ``curvature`` (levels, levels) is the average
    information, never negative; ``effects`` (fixed columns,).
    """

    criterion: float
    slope: Floats
    curvature: Floats
    residual: float
    effects: Floats


@dataclass(frozen=True, slots=True)
class _Layer:
    """One level after its own effect has been joined to everything further inside."""

    gamma: float
    parent: Places
    scale: Floats  # (groups,) 1 + gamma x weight
    weight: Floats  # (groups,)
    sums: Floats  # (groups, columns)


@dataclass(frozen=True, slots=True)
class Part:
    """What one level adds to slope and curvature.

    ``trace`` of V^-1 V_k, ``fixed`` of the part that fixed effects take from it, ``own`` (groups,)
    the sums over groups of P y, ``cross`` (fixed columns,) their product with the fixed effects.
    """

    trace: float
    fixed: float
    own: Floats
    cross: Floats


def build_tree(scores: Floats, places: Places, design: Floats, gram: Floats) -> Tree:
    """The tree of ``scores`` (n,), ``places`` (levels, n) outermost first, ``design`` (n, p).

    ``gram`` (p, p) is design' design. Places of inner groups must ascend with those of the groups
    around them. Source: Searle, Casella & McCulloch 1992, *Variance Components*, section M.5.

    >>> places, ones = np.array([[0, 0, 1, 1, 2, 2]]), np.ones((6, 1))
    >>> tree = build_tree(np.array([1.0, 3, 5, 7, 9, 11]), places, ones, ones.T @ ones)
    >>> tree.counts.tolist(), tree.sums.tolist()
    ([2.0, 2.0, 2.0], [[2.0, 4.0], [2.0, 12.0], [2.0, 20.0]])
    """
    inner = places[-1]
    counts: Floats = np.bincount(inner).astype(np.float64)
    if (inner[1:] >= inner[:-1]).all():
        first = np.append(0, np.cumsum(counts[:-1])).astype(np.intp)
        fixed = np.add.reduceat(design, first)
    else:
        _, first = np.unique(inner, return_index=True)
        fixed = np.array([np.bincount(inner, column) for column in design.T]).T
    sums = np.column_stack([fixed, np.bincount(inner, scores)])
    own = [place[first] for place in places]  # (innermost groups,) each
    parents = []
    for outer, nested in zip(own[-2::-1], own[:0:-1], strict=True):
        parents.append(outer[np.flatnonzero(np.append(True, np.diff(nested) > 0))])
    parents.append(np.zeros(int(places[0].max()) + 1, np.intp))
    across = design.T @ scores
    products = np.block([[gram, across[:, None]], [across, np.array([[scores @ scores]])]])
    return Tree(tuple(parents), counts, sums, products, len(scores))


def fit_at(tree: Tree, gammas: Floats, method: Method) -> Fit:
    """The criterion at variance ratios ``gammas`` (levels,), outermost first.

    n - p (REML) or n (ML) in place of m: log|V| + [log|X'V^-1 X|] + m (1 + log(2 pi r^2 / m)),
    r^2 the generalised residual sum of squares. Source: Bates, Maechler, Bolker & Walker 2015,
    Journal of Statistical Software 67(1), equations 39 and 42. The slope by gamma is
    tr(P V_k) - m |Z_k'Py|^2 / r^2; the curvature replaces tr(P V_k P V_l) by its average
    information (Gilmour, Thompson & Cullis 1995, Biometrics 51:1440). By hand: mean squares 32 and
    2, so the variances are 15 and 2, and there the slope is 0.

    >>> places, ones = np.array([[0, 0, 1, 1, 2, 2]]), np.ones((6, 1))
    >>> tree = build_tree(np.array([1.0, 3, 5, 7, 9, 11]), places, ones, ones.T @ ones)
    >>> fit = fit_at(tree, np.array([7.5]), "REML")
    >>> round(fit.residual, 9), abs(float(fit.slope[0])) < 1e-9
    (2.0, True)
    """
    layers, products, log_det = _join_all(tree, gammas[::-1])
    inverse = np.asarray(np.linalg.inv(products[:-1, :-1]), float)
    effects = inverse @ products[:-1, -1]
    squares = float(products[-1, -1] - products[:-1, -1] @ effects)
    parts = _parts(layers, mixing(inverse, effects))
    freedom = tree.n - (len(effects) if method == "REML" else 0)
    criterion = profiled(log_det, squares, freedom)
    if method == "REML":
        criterion -= float(np.linalg.slogdet(inverse)[1])
    working = _working_products(tree, layers, [part.own for part in parts])
    slope, curvature = derivatives(parts, working, squares, freedom, method)
    return Fit(criterion, slope[::-1], curvature[::-1, ::-1], squares / freedom, effects)


def profiled(log_det: float, squares: float, freedom: int) -> float:
    """-2 log likelihood with the residual variance at its best; LinAlgError if nothing is left."""
    if not squares > 0:
        raise np.linalg.LinAlgError("no residual is left")
    return log_det + freedom * (1 + math.log(2 * math.pi * squares / freedom))


def mixing(inverse: Floats, effects: Floats) -> Floats:
    """Columns (fixed, score) times this are (fixed with unit information, residuals)."""
    mix = np.zeros((len(effects) + 1, len(effects) + 1))
    mix[:-1, :-1] = np.linalg.cholesky((inverse + inverse.T) / 2)
    mix[:-1, -1] = -effects
    mix[-1, -1] = 1.0
    return mix


def derivatives(
    parts: list[Part], working: Floats, squares: float, freedom: int, method: Method
) -> tuple[Floats, Floats]:
    """Slope and curvature of the profiled criterion, in the order of ``parts``.

    ``working`` (parts, parts): f_k' V^-1 f_l of the working variates f_k = V_k P y.
    """
    own = np.array([part.own.ravel() @ part.own.ravel() for part in parts])
    traces = np.array([part.trace for part in parts])
    if method == "REML":
        traces = traces - np.array([part.fixed for part in parts])
    cross = np.array([part.cross for part in parts])
    curvature = (working - cross @ cross.T) / squares - np.outer(own, own) / squares**2
    return traces - freedom * own / squares, freedom * curvature


def _join_all(tree: Tree, gammas: Floats) -> tuple[list[_Layer], Floats, float]:
    """All levels joined from the inside out; what is left of the products; log|V|."""
    weight, sums = tree.counts, tree.sums
    products, log_det, layers = tree.products.copy(), 0.0, []
    for gamma, parent in zip(gammas.tolist(), tree.parents, strict=True):
        scale = 1 + gamma * weight
        joined = sums / scale[:, None]
        products -= gamma * (joined.T @ sums)
        log_det += float(np.log(scale).sum())
        layers.append(_Layer(gamma, parent, scale, weight / scale, joined))
        weight, sums = _gather(weight / scale, parent), _gather(joined, parent)
    return layers, products, log_det


def _parts(layers: list[_Layer], mix: Floats) -> list[Part]:
    """From the outside in: every group's share of V^-1 once all levels are in, innermost first."""
    around = np.zeros((1, len(mix)))  # effects of all levels further out
    spread = np.zeros(1)  # their variance
    parts = []
    for layer in layers[::-1]:
        outer, outer_spread = around[layer.parent], spread[layer.parent]
        sums = layer.sums @ mix - layer.weight[:, None] * outer
        final = layer.weight - layer.weight**2 * outer_spread
        fixed, own = sums[:, :-1], sums[:, -1]
        parts.append(
            Part(float(final.sum()), float(np.einsum("gp,gp->", fixed, fixed)), own, own @ fixed)
        )
        around = layer.gamma * sums + outer
        spread = layer.gamma / layer.scale + outer_spread / layer.scale**2
    return parts[::-1]


def _working_products(tree: Tree, layers: list[_Layer], own: list[Floats]) -> Floats:
    """f_k' V^-1 f_l (levels, levels) of f_k = the sums ``own`` of level k in each of its rows."""
    columns = []
    for level, values in enumerate(own):
        inwards = values
        for layer in layers[:level][::-1]:
            inwards = inwards[layer.parent]
        columns.append(inwards)
    inner = np.array(columns).T
    sums = tree.counts[:, None] * inner
    products = inner.T @ sums
    for layer in layers:
        joined = sums / layer.scale[:, None]
        products -= layer.gamma * (joined.T @ sums)
        sums = _gather(joined, layer.parent)
    return products


def _gather(values: Floats, parent: Places) -> Floats:
    """Add the groups of one level up into the groups that hold them (``parent`` ascends)."""
    starts = np.flatnonzero(np.append(True, np.diff(parent) > 0))
    return np.add.reduceat(values, starts)
