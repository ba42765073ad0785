"""Which row of a ratings table belongs to which division, trust and role."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from benchmark.variation.shapes import MATRIX, Floats, Places


class RatingsTable(Protocol):
    """Plain arrays of a ratings file: ``scores`` (rows, items), one row a rater, NaN = missing.

    ``trust``, ``division`` and ``role`` are one label a row, or None without such a column;
    ``scale`` is the lowest and the highest score. ``benchmark.scoring.ratings.Ratings`` is one.
    """

    @property
    def scores(self) -> Floats: ...
    @property
    def items(self) -> tuple[str, ...]: ...
    @property
    def trust(self) -> tuple[str, ...] | None: ...
    @property
    def division(self) -> tuple[str, ...] | None: ...
    @property
    def role(self) -> tuple[str, ...] | None: ...
    @property
    def scale(self) -> tuple[float, float]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Labels as places: each of shape (rows,) and pointing into the tuple of names beside it.

    None where the file has no such column. ``means`` (rows,) is each rater's mean of the answered
    items, NaN for a row without answers. Names stand in order of appearance.
    """

    means: Floats
    division: Places | None
    division_names: tuple[str, ...]
    trust: Places | None
    trust_names: tuple[str, ...]
    role: Places | None
    role_names: tuple[str, ...]


def group(table: RatingsTable) -> Grouping:
    """Divisions are named by their label, or ``trust/division`` if several trusts use the label."""
    if table.scores.ndim != MATRIX or not table.scores.size:
        raise ValueError("scores need the shape (rows, items), with at least one of each")
    trust, trust_names = _places(table.trust)
    role, role_names = _places(table.role)
    division, division_names = _places(_division_labels(table.trust, table.division))
    return Grouping(
        row_means(table.scores),
        *(division, division_names),
        *(trust, trust_names),
        *(role, role_names),
    )


def row_means(scores: Floats) -> Floats:
    """Means over the last axis (..., items) of what is present; NaN where nothing is.

    >>> row_means(np.array([[1.0, np.nan, 4.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.5, nan]
    """
    counts = (~np.isnan(scores)).sum(axis=-1)
    sums = np.nansum(scores, axis=-1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def division_means(grouping: Grouping) -> tuple[Floats, Places]:
    """Mean of the raters' means, and the number of raters with answers, each (divisions,)."""
    if grouping.division is None:
        return np.zeros(0), np.zeros(0, np.intp)
    known = ~np.isnan(grouping.means)
    size = len(grouping.division_names)
    counts = np.bincount(grouping.division[known], minlength=size)
    sums = np.bincount(grouping.division[known], grouping.means[known], minlength=size)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan), counts


def trusts_of_divisions(grouping: Grouping) -> Places | None:
    """The trust of each division, (divisions,), or None without both columns."""
    if grouping.division is None or grouping.trust is None:
        return None
    _, first = np.unique(grouping.division, return_index=True)
    return grouping.trust[first]


def _division_labels(
    trust: Sequence[str] | None, division: Sequence[str] | None
) -> tuple[str, ...] | None:
    if division is None or trust is None:
        return None if division is None else tuple(division)
    pairs = set(zip(trust, division, strict=True))
    unique = len({name for _, name in pairs}) == len(pairs)
    if unique:
        return tuple(division)
    return tuple(f"{of}/{name}" for of, name in zip(trust, division, strict=True))


def _places(labels: Sequence[str] | None) -> tuple[Places | None, tuple[str, ...]]:
    if labels is None:
        return None, ()
    names = tuple(dict.fromkeys(labels))
    index = {name: place for place, name in enumerate(names)}
    return np.array([index[label] for label in labels], np.intp), names
