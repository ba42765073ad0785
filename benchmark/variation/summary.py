"""The whole analysis of one table of ratings: arrays in, ``Analysis`` out.

Every part notes in ``reasons`` under its dotted name why a figure does not exist.
"""

from functools import partial

import numpy as np

from benchmark.variation.agreement import grouped_icc, intraclass_correlations, rwg_j
from benchmark.variation.analysis import (
    Agreement,
    Analysis,
    Counts,
    MeanSpread,
    PracticeScore,
    Reliability,
    Scores,
)
from benchmark.variation.decomposition import decompose
from benchmark.variation.divisions import division_ranks, division_scores
from benchmark.variation.grouping import Grouping, RatingsTable, group
from benchmark.variation.reasons import (
    NO_ANSWERS,
    NO_DIVISION,
    NO_ROLE,
    NO_SPREAD,
    NO_TRUST,
    ONE_ANSWER,
    Reasons,
    attempt,
)
from benchmark.variation.reliability import cronbach_alpha
from benchmark.variation.shapes import Floats


def summarise(table: RatingsTable) -> Analysis:
    """Every figure that the ratings allow, and for each other one the reason.

    ``table.scores`` (rows, items), one row a rater. Raises ValueError without rows or items.
    """
    grouping, reasons = group(table), Reasons()
    return Analysis(
        n=_counts(table, grouping, reasons),
        scores=Scores(
            _overall(grouping, reasons),
            _practices(table, reasons),
            division_scores(grouping, reasons),
        ),
        variance=decompose(table, grouping, reasons),
        agreement=_agreement(table, grouping, reasons),
        reliability=Reliability(
            attempt("reliability.cronbach_alpha", reasons, lambda: cronbach_alpha(table.scores))
        ),
        ranks=division_ranks(grouping, reasons),
        reasons=reasons,
    )


def _counts(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Counts:
    if grouping.trust is None:
        reasons["n.trusts"] = NO_TRUST
    if grouping.division is None:
        reasons["n.divisions"] = NO_DIVISION
    rows, items = table.scores.shape
    answers = int((~np.isnan(table.scores)).sum())
    return Counts(
        trusts=None if grouping.trust is None else len(grouping.trust_names),
        divisions=None if grouping.division is None else len(grouping.division_names),
        raters=rows,
        practices=items,
        answers=answers,
        missing=rows * items - answers,
    )


def _mean_and_sd(name: str, values: Floats, reasons: Reasons) -> tuple[float | None, float | None]:
    known = values[~np.isnan(values)]
    if not known.size:
        reasons[f"{name}.mean"] = reasons[f"{name}.sd"] = NO_ANSWERS
        return None, None
    if known.size == 1:
        reasons[f"{name}.sd"] = ONE_ANSWER
        return float(known[0]), None
    return float(known.mean()), float(known.std(ddof=1))


def _overall(grouping: Grouping, reasons: Reasons) -> MeanSpread:
    return MeanSpread(*_mean_and_sd("scores.overall", grouping.means, reasons))


def _practices(table: RatingsTable, reasons: Reasons) -> dict[str, PracticeScore]:
    found = {}
    for item, column in zip(table.items, table.scores.T, strict=True):
        mean, sd = _mean_and_sd(f"scores.practices.{item}", column, reasons)
        found[item] = PracticeScore(mean, sd, int((~np.isnan(column)).sum()))
    return found


def _agreement(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Agreement:
    one_way = attempt("agreement.icc1", reasons, lambda: _one_way(grouping))
    icc1, icc2 = one_way or (None, None)
    if icc2 is None:
        reasons["agreement.icc2"] = reasons.get("agreement.icc1", NO_SPREAD)
    crossed = attempt("agreement.icc_c1", reasons, lambda: _crossed(grouping))
    if crossed is None:
        reasons["agreement.icc_a1"] = reasons["agreement.icc_c1"]
    consistency, absolute = crossed or (None, None)
    return Agreement(icc1, icc2, consistency, absolute, _rwg_by_division(table, grouping, reasons))


def _one_way(grouping: Grouping) -> tuple[float, float | None]:
    if grouping.division is None:
        raise ValueError(NO_DIVISION)
    found = grouped_icc(grouping.means, grouping.division)
    return found.icc1, found.icc2 if np.isfinite(found.icc2) else None


def _crossed(grouping: Grouping) -> tuple[float, float]:
    """C,1 and A,1 of the raters' means, divisions as targets and roles as raters."""
    found = intraclass_correlations(_division_by_role(grouping))
    return float(found.icc3.value), float(found.icc2.value)


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
