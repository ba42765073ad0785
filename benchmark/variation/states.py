"""Answers as counts and sums that can be added up: one trust, a pool in pieces, many processes.

A state holds whatever of a set of sheets the statistics need: for every division, role and practice
the number of answers, their sum and their sum of squares, and for every practice how often each
level was chosen. States of the same practices and scale form a commutative monoid: ``merge`` is
associative and commutative, ``empty`` is its neutral element, and a state does not depend on how
the sheets were split, to the last bit for whole levels, to rounding for other scales.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmark.variation.full_model import FullComponents, fit_sheets
from benchmark.variation.shapes import PAIR, Floats, Places
from benchmark.variation.sheets import sheets_of

Key = tuple[str, str]  # trust, division
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Additive summary of sheets; ``divisions`` and ``roles`` ascend, whatever came first.

    ``sheets`` (divisions, roles) says how many leads answered; ``counts``, ``sums`` and ``squares``
    have the shape (divisions, roles, practices); ``levels`` (practices, options) are the
    frequencies of the whole levels of ``scale``; other scores are in none of them.
    """

    practices: tuple[str, ...]
    scale: tuple[float, float]
    divisions: tuple[Key, ...]
    roles: tuple[str, ...]
    sheets: Counts
    counts: Counts
    sums: Floats
    squares: Floats
    levels: Counts


@dataclass(frozen=True, slots=True, eq=False)
class PracticeMoments:
    """Of each practice (practices,): answers, mean, and standard deviation (n - 1); NaN if none."""

    counts: Counts
    means: Floats
    sds: Floats


def empty(practices: Sequence[str], scale: tuple[float, float] = (1.0, 5.0)) -> State:
    """The state of no sheet at all, which changes nothing when merged."""
    none = (0, 0, len(practices))
    return State(
        tuple(practices),
        scale,
        (),
        (),
        np.zeros(none[:2], np.int64),
        np.zeros(none, np.int64),
        np.zeros(none),
        np.zeros(none),
        np.zeros((len(practices), _options(scale)), np.int64),
    )


def state_of(
    scores: ArrayLike,
    keys: Sequence[Key],
    roles: Sequence[str],
    practices: Sequence[str],
    scale: tuple[float, float] = (1.0, 5.0),
) -> State:
    """The state of ``scores`` (sheets, practices), NaN = missing.

    ``keys`` (sheets,) name trust and division of each sheet, ``roles`` (sheets,) who holds it.
    Raises ValueError where the shapes do not fit.

    >>> one = state_of([[3.0, 4]], [("ZZN", "surgery")], ["nursing"], ["flow", "review"])
    >>> two = state_of([[5.0, np.nan]], [("ZZN", "surgery")], ["clinical"], ["flow", "review"])
    >>> moments(merge(one, two)).means.tolist()
    [4.0, 4.0]
    """
    table = np.asarray(scores, float)
    if table.shape != (len(keys), len(practices)) or len(roles) != len(keys):
        raise ValueError("scores need the shape (sheets, practices), with a key and a role a sheet")
    divisions, holders = tuple(sorted(set(keys))), tuple(sorted(set(roles)))
    place = _places(keys, divisions), _places(roles, holders)
    known = ~np.isnan(table)
    filled = np.where(known, table, 0.0)
    shape = len(divisions), len(holders), len(practices)
    sheets = np.zeros(shape[:2], np.int64)
    np.add.at(sheets, place, known.any(axis=1).astype(np.int64))
    counts, sums, squares = np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape)
    np.add.at(counts, place, known.astype(np.int64))
    np.add.at(sums, place, filled)
    np.add.at(squares, place, filled**2)
    steps = scale[0] + np.arange(_options(scale))
    levels = (table[:, :, None] == steps).sum(axis=0, dtype=np.int64)
    return State(tuple(practices), scale, divisions, holders, sheets, counts, sums, squares, levels)


def merge(a: State, b: State) -> State:
    """The state of all sheets of ``a`` and ``b``; a sheet must not be in both.

    Raises ValueError for states of other practices or another scale.
    """
    if a.practices != b.practices or a.scale != b.scale:
        raise ValueError("only states of the same practices and scale can be merged")
    divisions = tuple(sorted({*a.divisions, *b.divisions}))
    roles = tuple(sorted({*a.roles, *b.roles}))
    cells = [
        np.ix_(_places(state.divisions, divisions), _places(state.roles, roles)) for state in (a, b)
    ]
    shape = len(divisions), len(roles), len(a.practices)
    sheets, counts = np.zeros(shape[:2], np.int64), np.zeros(shape, np.int64)
    sums, squares = np.zeros(shape), np.zeros(shape)
    for state, cell in zip((a, b), cells, strict=True):
        sheets[cell] += state.sheets
        counts[cell] += state.counts
        sums[cell] += state.sums
        squares[cell] += state.squares
    levels = a.levels + b.levels
    return State(a.practices, a.scale, divisions, roles, sheets, counts, sums, squares, levels)


def merge_all(states: Iterable[State], practices: Sequence[str]) -> State:
    """All states in one, from left to right; the neutral one of ``practices`` if there is none."""
    found = list(states)
    return reduce(merge, found) if found else empty(practices)


def moments(state: State) -> PracticeMoments:
    """Mean and standard deviation of every practice over all its answers.

    s^2 = (n sum y^2 - (sum y)^2) / (n (n - 1)): for whole levels both products are whole numbers,
    so that nothing cancels.

    >>> table = [[1.0], [2.0], [4.0]]
    >>> found = moments(state_of(table, [("N", "a")] * 3, ["x"] * 3, ["flow"]))
    >>> found.counts.tolist(), found.means.round(4).tolist(), found.sds.round(4).tolist()
    ([3], [2.3333], [1.5275])
    """
    n = state.counts.sum(axis=(0, 1))
    total, squares = state.sums.sum(axis=(0, 1)), state.squares.sum(axis=(0, 1))
    means = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    spread = np.maximum(n * squares - total**2, 0.0) / np.maximum(n * (n - 1), 1)
    return PracticeMoments(n, means, np.where(n >= PAIR, np.sqrt(spread), np.nan))


def division_means(state: State) -> Floats:
    """Mean of all answers of each division to each practice (divisions, practices), NaN if none."""
    counts = state.counts.sum(axis=1)
    sums = state.sums.sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def components(state: State) -> FullComponents:
    """The variances of the full model, as ``full_components`` of the same sheets has them.

    Where each division has at most one lead a role, counts and sums of the leads are their sheets,
    so that nothing is lost: complete answers give the closed form, gaps the exact likelihood; the
    ``unbounded`` variances are the estimates by moments.

    Raises ValueError with the reason where there is no such decomposition.

    >>> scores = [[1, 2, 3], [2, 3, 5], [5, 5, 8], [6, 9, 8]]
    >>> keys = [("N", "a"), ("N", "a"), ("N", "b"), ("N", "b")]
    >>> roles, practices = ["x", "y", "x", "y"], ["f", "g", "h"]
    >>> found = components(state_of(scores, keys, roles, practices, (1.0, 9.0)))
    >>> found.trust is None, round(found.division, 3)
    (True, 8.567)
    """
    if (state.sheets > 1).any():
        raise ValueError("a division has more than one lead in the same role")
    division, role = np.nonzero(state.sheets)
    known = state.counts[division, role] > 0
    scores = np.where(known, state.sums[division, role], np.nan)
    owner = _places(
        [trust for trust, _ in state.divisions], sorted({trust for trust, _ in state.divisions})
    )
    return fit_sheets(sheets_of(scores, division, owner[division], role))


def _places(names: Sequence[object], among: Sequence[object]) -> Places:
    place = {name: at for at, name in enumerate(among)}
    return np.array([place[name] for name in names], np.intp)


def _options(scale: tuple[float, float]) -> int:
    return int(scale[1] - scale[0]) + 1
