"""Answers as one array (divisions, raters, practices): what the full model is fitted to."""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.shapes import MATRIX, Floats, Places, Truths


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """``present`` and ``scores`` (divisions, raters, practices), scores 0 where none is present.

    ``role`` (divisions, raters) is the place of the rater's role, -1 where a division has fewer
    raters; ``trust`` (divisions,) ascends. ``columns`` (roles x practices,) says which cells of
    role by practice anybody answered: each of them has its own fixed effect.
    """

    present: Truths
    scores: Floats
    role: Places
    trust: Places
    columns: Truths

    @property
    def n(self) -> int:
        return int(self.present.sum())

    @property
    def trusts(self) -> int:
        return int(self.trust[-1]) + 1


def sheets_of(
    scores: Floats, division: Places, trust: Places | None = None, role: Places | None = None
) -> Sheets:
    """The sheets of ``scores`` (rows, practices), NaN = missing.

    ``division``, ``trust`` and ``role`` (rows,) are places; without ``trust`` all divisions stand
    in one, without ``role`` all raters hold the same. Rows and practices without answers are left
    out. Raises ValueError when a division stands in two trusts.
    """
    if scores.ndim != MATRIX or len(division) != len(scores):
        raise ValueError("scores need the shape (rows, practices), with one division a row")
    answered = ~np.isnan(scores)
    kept = answered.any(axis=1)
    if not kept.any():
        raise ValueError("nobody answered")
    scores, answered = scores[kept], answered[kept]
    practices = answered.any(axis=0)
    scores, answered = scores[:, practices], answered[:, practices]
    nothing = np.zeros(len(scores), np.intp)
    trusts = nothing if trust is None else np.unique(trust[kept], return_inverse=True)[1]
    roles = nothing if role is None else np.unique(role[kept], return_inverse=True)[1]
    owner, place = _by_trust(trusts, division[kept])
    return _placed(scores, answered, place, owner, roles)


def _by_trust(trusts: Places, division: Places) -> tuple[Places, Places]:
    """The trust of each division, ascending, and the place of each row's division in that order."""
    _, own = np.unique(division, return_inverse=True)
    owner = np.zeros(int(own.max()) + 1, np.intp)
    owner[own] = trusts
    if not (owner[own] == trusts).all():
        raise ValueError("a division stands in two trusts")
    order = np.argsort(owner, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return owner[order], place[own]


def _placed(
    scores: Floats, answered: Truths, division: Places, owner: Places, roles: Places
) -> Sheets:
    order = np.lexsort((roles, division))  # complete divisions get their roles in one order
    division, roles = division[order], roles[order]
    counts = np.bincount(division)
    slot = np.arange(len(division)) - np.repeat(np.cumsum(counts) - counts, counts)
    shape = len(counts), int(counts.max()), scores.shape[1]
    present, placed = np.zeros(shape, bool), np.zeros(shape)
    present[division, slot] = answered[order]
    placed[division, slot] = np.where(answered, scores, 0.0)[order]
    role = np.full(shape[:2], -1, np.intp)
    role[division, slot] = roles
    size = int(roles.max()) + 1
    columns = np.array([present[role == place].any(axis=0) for place in range(size)])
    return Sheets(present, placed, role, owner, columns.ravel())
