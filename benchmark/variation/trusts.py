"""Each trust of a ratings table by itself: whether its divisions differ."""

import numpy as np

from benchmark.variation.analysis import DivisionSpread
from benchmark.variation.equal_noise import equal_noise
from benchmark.variation.grouping import Grouping, RatingsTable
from benchmark.variation.honest_claims import honest_claims
from benchmark.variation.leads import leads_of
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD, TOO_FEW, division_test
from benchmark.variation.reasons import NO_DIVISION, Reasons
from benchmark.variation.shapes import Floats, Truths
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
    divisions = 0 if grouping.division is None else len(set(grouping.division[kept].tolist()))
    claims = honest_claims(max(divisions, 1))
    said = (claims.can, claims.cannot)
    try:
        leads = lead_means(leads_of(scores, grouping, rows))
        found = division_test(leads)
    except ValueError as fault:
        reasons[path] = str(fault)
        nothing = (None, None, None, None, None, None, None, None)
        return DivisionSpread(divisions, *nothing, str(fault), *said)
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
        found.readable,
        found.reading,
        *said,
        _equal_noise(leads, f"{path}.equal_noise", reasons),
    )


def _equal_noise(leads: Floats, path: str, reasons: Reasons) -> float | None:
    try:
        return equal_noise(leads[np.isfinite(leads).all(axis=1)]).p
    except ValueError as fault:
        reasons[path] = str(fault)
        return None
