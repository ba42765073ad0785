"""Each trust of a ratings table by itself: whether its divisions differ."""

import numpy as np

from benchmark.variation.analysis import DivisionSpread
from benchmark.variation.grouping import Grouping, RatingsTable
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD, TOO_FEW, division_test
from benchmark.variation.reasons import NO_DIVISION, NO_ROLE, Reasons
from benchmark.variation.shapes import Floats, Places, Truths
from benchmark.variation.spread import lead_means

WHOLE_FILE = "all"
PATH = "variance.trusts"


def spread_by_trust(
    table: RatingsTable, grouping: Grouping, reasons: Reasons
) -> dict[str, DivisionSpread]:
    """The test of the divisions of each trust; of the whole file where it names no trusts."""
    if grouping.division is None:
        reasons[PATH] = NO_DIVISION
        return {}
    if grouping.trust is None:
        everyone = np.ones(len(grouping.means), bool)
        return {WHOLE_FILE: _spread(table.scores, grouping, everyone, WHOLE_FILE, reasons)}
    return {
        name: _spread(table.scores, grouping, grouping.trust == place, name, reasons)
        for place, name in enumerate(grouping.trust_names)
    }


def _spread(
    scores: Floats, grouping: Grouping, rows: Truths, name: str, reasons: Reasons
) -> DivisionSpread:
    path = f"{PATH}.{name}"
    kept = rows & ~np.isnan(grouping.means)
    divisions = 0 if grouping.division is None else len(np.unique(grouping.division[kept]))
    try:
        found = division_test(_lead_means(scores[kept], grouping, kept))
    except ValueError as fault:
        reasons[path] = str(fault)
        return DivisionSpread(divisions, None, None, None, None, None, None, None, str(fault))
    if found.sd is None:
        reasons.update(
            {
                f"{path}.{part}": f"{TOO_FEW}: it takes {FEWEST_FOR_SPREAD}"
                for part in ("sd", "low", "high")
            }
        )
    return DivisionSpread(
        divisions,
        found.f,
        found.df1,
        found.df2,
        found.p,
        found.sd,
        found.low,
        found.high,
        found.reading,
    )


def _lead_means(scores: Floats, grouping: Grouping, kept: Truths) -> Floats:
    """Leads' means (divisions, roles) over practices; ValueError where two leads share a role."""
    if grouping.role is None or grouping.division is None:
        raise ValueError(NO_ROLE)
    division, role = _ranked(grouping.division[kept]), _ranked(grouping.role[kept])
    shape = int(division.max(initial=-1)) + 1, int(role.max(initial=-1)) + 1
    if len(set(zip(division.tolist(), role.tolist(), strict=True))) < len(division):
        raise ValueError("a division has more than one lead in the same role")
    sheets = np.full((*shape, scores.shape[1]), np.nan)
    sheets[division, role] = scores
    return lead_means(sheets)


def _ranked(places: Places) -> Places:
    return np.unique(places, return_inverse=True)[1]
