"""How far the raters of a division agree, by every coefficient in use."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

import numpy as np

from benchmark.variation.agreement import (
    average_deviation,
    grouped_icc,
    intraclass_correlations,
    krippendorff_alpha,
    rwg_j,
)
from benchmark.variation.analysis import Agreement, Correlation
from benchmark.variation.grouping import Grouping, RatingsTable
from benchmark.variation.intraclass import Coefficient
from benchmark.variation.reasons import NO_DIVISION, NO_ROLE, NO_SPREAD, Reasons, attempt
from benchmark.variation.shapes import PAIR, Floats
from benchmark.variation.sheets import sheets_of

NOT_FINITE = "roles agree fully, or differ more than divisions do, so it has no finite value"
NO_SECOND = "no practice has answers of two raters"


def agreement_of(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Agreement:
    """Every coefficient that the ratings allow; ``reasons`` gets why the others do not exist."""
    one_way = attempt("agreement.icc1", reasons, lambda: _one_way(grouping))
    icc1, icc2 = one_way or (None, None)
    if icc2 is None:
        reasons["agreement.icc2"] = reasons.get("agreement.icc1", NO_SPREAD)
    crossed = attempt("agreement.icc_c1", reasons, lambda: _crossed(grouping))
    if crossed is None:
        why = reasons["agreement.icc_c1"]
        reasons.update({f"agreement.{name}": why for name in ("icc_a1", "correlations")})
    _explain(crossed or {}, reasons)
    alpha = attempt("agreement.krippendorff_alpha", reasons, lambda: _alpha(table, grouping))
    return Agreement(
        icc1,
        icc2,
        None if crossed is None else crossed["ICC(3,1)"].value,
        None if crossed is None else crossed["ICC(2,1)"].value,
        crossed or {},
        alpha,
        _rwg_by_division(table, grouping, reasons),
        _deviations(table, grouping, reasons),
    )


def _one_way(grouping: Grouping) -> tuple[float, float | None]:
    if grouping.division is None:
        raise ValueError(NO_DIVISION)
    found = grouped_icc(grouping.means, grouping.division)
    return found.icc1, found.icc2 if np.isfinite(found.icc2) else None


def _crossed(grouping: Grouping) -> dict[str, Correlation]:
    """The six coefficients of the raters' means, divisions as targets and roles as raters."""
    means = _division_by_role(grouping)
    found = intraclass_correlations(means)
    k = means.shape[1]
    named = (
        ("ICC(1,1)", found.icc1),
        ("ICC(2,1)", found.icc2),
        ("ICC(3,1)", found.icc3),
        (f"ICC(1,{k})", found.icc1k),
        (f"ICC(2,{k})", found.icc2k),
        (f"ICC(3,{k})", found.icc3k),
    )
    return {name: _correlation(found) for name, found in named}


def _correlation(found: Coefficient) -> Correlation:
    parts = (found.value, found.low, found.high, found.f, found.df1, found.df2, found.p)
    return Correlation(*(float(part) if np.isfinite(part) else None for part in parts))


def _explain(found: Mapping[str, Correlation], reasons: Reasons) -> None:
    """Say of each figure that is not finite why."""
    for name, correlation in found.items():
        missing = [part for part, value in asdict(correlation).items() if value is None]
        reasons.update({f"agreement.correlations.{name}.{part}": NOT_FINITE for part in missing})


def _division_by_role(grouping: Grouping) -> Floats:
    """Raters' means (divisions, roles); ValueError names the first gap or double."""
    if grouping.division is None or grouping.role is None:
        raise ValueError(NO_DIVISION if grouping.division is None else NO_ROLE)
    known = ~np.isnan(grouping.means)
    shape = len(grouping.division_names), len(grouping.role_names)
    cells = (grouping.division[known], grouping.role[known])
    counts = np.zeros(shape, int)
    np.add.at(counts, cells, 1)
    wrong = np.argwhere(counts != 1)
    if len(wrong):
        division, role = wrong[0]
        number = "no rater" if not counts[division, role] else "more than one rater"
        raise ValueError(
            f"roles are not complete: {grouping.division_names[division]} has {number} "
            f"in the role {grouping.role_names[role]}"
        )
    means = np.zeros(shape)
    means[cells] = grouping.means[known]
    return means


def _rwg_by_division(
    table: RatingsTable, grouping: Grouping, reasons: Reasons
) -> dict[str, float | None]:
    if grouping.division is None:
        reasons["agreement.rwg_j"] = NO_DIVISION
        return {}
    low, high = table.scale
    options = int(high - low) + 1
    found = {}
    for place, name in enumerate(grouping.division_names):
        compute = partial(rwg_j, table.scores[grouping.division == place], options)
        found[name] = attempt(f"agreement.rwg_j.{name}", reasons, compute)
    return found


def _alpha(table: RatingsTable, grouping: Grouping) -> float:
    """At interval level, a unit for every practice of every division."""
    if grouping.division is None:
        raise ValueError(NO_DIVISION)
    sheets = sheets_of(table.scores, grouping.division)
    ratings = np.where(sheets.present, sheets.scores, np.nan)
    raters = ratings.shape[1]
    return float(krippendorff_alpha(ratings.transpose(1, 0, 2).reshape(raters, -1)))


def _deviations(
    table: RatingsTable, grouping: Grouping, reasons: Reasons
) -> dict[str, float | None]:
    """AD(J) of each division: the mean over practices that two raters have answered, in points."""
    path = "agreement.average_deviation"
    if grouping.division is None:
        reasons[path] = NO_DIVISION
        return {}
    found: dict[str, float | None] = {}
    for place, name in enumerate(grouping.division_names):
        scores = table.scores[grouping.division == place]
        shared = scores[:, (~np.isnan(scores)).sum(axis=0) >= PAIR]
        found[name] = float(average_deviation(shared).mean()) if shared.shape[1] else None
        if found[name] is None:
            reasons[f"{path}.{name}"] = NO_SECOND
    return found
