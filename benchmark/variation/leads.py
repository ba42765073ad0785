"""The leads of a ratings table as one array (divisions, roles, practices)."""

import numpy as np

from benchmark.variation.grouping import Grouping
from benchmark.variation.reasons import NO_ANSWERS, NO_DIVISION, NO_ROLE
from benchmark.variation.shapes import Floats, Places, Truths

SAME_ROLE = "a division has more than one lead in the same role"


def leads_of(scores: Floats, grouping: Grouping, rows: Truths | None = None) -> Floats:
    """The ``scores`` (rows, practices) of the leads in ``rows``, as (divisions, roles, practices).

    NaN = no answer; rows without answers, and divisions and roles without rows, are left out. Order
    is that of ``Grouping``. Raises ValueError with the reason without divisions, roles or answers,
    or where two leads of a division hold the same role.
    """
    if grouping.division is None:
        raise ValueError(NO_DIVISION)
    if grouping.role is None:
        raise ValueError(NO_ROLE)
    kept = ~np.isnan(grouping.means)
    kept = kept if rows is None else kept & rows
    if not kept.any():
        raise ValueError(NO_ANSWERS)
    division, role = _ranked(grouping.division[kept]), _ranked(grouping.role[kept])
    if len(set(zip(division.tolist(), role.tolist(), strict=True))) < len(division):
        raise ValueError(SAME_ROLE)
    sheets = np.full((int(division.max()) + 1, int(role.max()) + 1, scores.shape[1]), np.nan)
    sheets[division, role] = scores[kept]
    return sheets


def _ranked(places: Places) -> Places:
    return np.unique(places, return_inverse=True)[1]
