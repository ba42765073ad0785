"""The whole analysis of one table of ratings: arrays in, ``Analysis`` out.

Every part notes in ``reasons`` under its dotted name why a figure does not exist.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmark.variation.agreement import grouped_icc, intraclass_correlations, rwg_j
from benchmark.variation.analysis import (
    Agreement,
    Analysis,
    Components,
    Counts,
    DivisionScore,
    MeanSpread,
    NestedVariances,
    PracticeScore,
    Rank,
    Reliability,
    Scores,
    Variance,
    WithinTrustShare,
)
from benchmark.variation.grouping import (
    Grouping,
    RatingsTable,
    division_means,
    group,
    trusts_of_divisions,
)
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.reliability import cronbach_alpha

Floats = NDArray[np.float64]
Reasons = dict[str, str]
Found = TypeVar("Found")

NO_TRUST = "the file has no trust column"
ONE_TRUST = "there is only one trust, so trusts cannot be compared"
NO_DIVISION = "the file has no division column"
NO_ROLE = "the file has no role column"
NOT_YET = "this version does not compute it yet"
NO_ANSWERS = "nobody answered"
ONE_ANSWER = "a single answer has no spread"
NO_WITHIN = "no division has two raters, so the noise within divisions is not known"
NO_SPREAD = "all divisions have the same mean"
NO_OPTIONS = "the scale has no whole levels to agree on"


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
            _divisions(grouping, reasons),
        ),
        variance=_variance(grouping, reasons),
        agreement=_agreement(table, grouping, reasons),
        reliability=Reliability(
            _try("reliability.cronbach_alpha", reasons, lambda: cronbach_alpha(table.scores))
        ),
        ranks=_ranks(grouping, reasons),
        reasons=reasons,
    )


def _try(name: str, reasons: Reasons, compute: Callable[[], Found]) -> Found | None:
    """What ``compute`` finds, or None with the words of its ValueError as the reason."""
    try:
        return compute()
    except ValueError as fault:
        reasons[name] = str(fault)
        return None


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


def _divisions(grouping: Grouping, reasons: Reasons) -> dict[str, DivisionScore]:
    if grouping.division is None:
        reasons["scores.divisions"] = NO_DIVISION
        return {}
    means, counts = division_means(grouping)
    variance, df = _within_variance(grouping, means, counts)
    found = {}
    for name, mean, n in zip(grouping.division_names, means, counts, strict=True):
        path = f"scores.divisions.{name}"
        reasons[f"{path}.shrunken"] = NOT_YET
        if not n or df < 1:
            ends = ("low", "high") if n else ("mean", "low", "high")
            reasons.update({f"{path}.{end}": NO_WITHIN if n else NO_ANSWERS for end in ends})
            found[name] = DivisionScore(float(mean) if n else None, None, None, None, int(n))
            continue
        half = pooled_half_width(variance, df, int(n))
        found[name] = DivisionScore(float(mean), float(mean - half), float(mean + half), None, int(n))
    return found


def _within_variance(
    grouping: Grouping, means: Floats, counts: NDArray[np.intp]
) -> tuple[float, int]:
    """Mean square of the raters' means within divisions, and its degrees of freedom."""
    known = ~np.isnan(grouping.means)
    df = int(counts.sum() - (counts > 0).sum())
    if grouping.division is None or df < 1:
        return 0.0, 0
    apart = grouping.means[known] - means[grouping.division[known]]
    return float((apart**2).sum() / df), df


def _variance(grouping: Grouping, reasons: Reasons) -> Variance:
    for part in ("nested", "components", "shares", "criterion"):
        reasons[f"variance.{part}"] = NOT_YET
    nothing = Components(None, None, None, None, None, None)
    return Variance(
        method="REML",
        nested=NestedVariances(None, None, None, None, None),
        components=nothing,
        shares=nothing,
        within_trust_share=_within_trust_share(grouping, reasons),
        criterion=None,
    )


def _within_trust_share(grouping: Grouping, reasons: Reasons) -> WithinTrustShare:
    path = "variance.within_trust_share"
    raw = _try(f"{path}.raw", reasons, lambda: raw_within_trust_share(grouping))
    reasons.update({f"{path}.{part}": NOT_YET for part in ("corrected", "low", "high")})
    return WithinTrustShare(raw, None, None, None)


def raw_within_trust_share(grouping: Grouping) -> float:
    """Sum of squares of observed division means within trusts, over their total sum of squares.

    Raises ValueError with the reason where there is no such share.
    """
    trust = trusts_of_divisions(grouping)
    if trust is None:
        raise ValueError(NO_TRUST if grouping.trust is None else NO_DIVISION)
    means, counts = division_means(grouping)
    known, trust = means[counts > 0], trust[counts > 0]
    if len(np.unique(trust)) < 2:
        raise ValueError(ONE_TRUST)
    size = len(grouping.trust_names)
    trust_means = np.bincount(trust, known, size) / np.maximum(np.bincount(trust, None, size), 1)
    total = float(((known - known.mean()) ** 2).sum())
    if not total > 0:
        raise ValueError(NO_SPREAD)
    return float(((known - trust_means[trust]) ** 2).sum()) / total


def _agreement(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Agreement:
    one_way = _try("agreement.icc1", reasons, lambda: _one_way(grouping))
    icc1, icc2 = one_way or (None, None)
    if icc2 is None:
        reasons["agreement.icc2"] = reasons.get("agreement.icc1", NO_SPREAD)
    crossed = _try("agreement.icc_c1", reasons, lambda: _crossed(grouping))
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
        sheets = table.scores[grouping.division == place]
        found[name] = _try(f"agreement.rwg_j.{name}", reasons, lambda s=sheets: rwg_j(s, options))
    return found


def _ranks(grouping: Grouping, reasons: Reasons) -> dict[str, Rank | None]:
    if grouping.division is None:
        reasons["ranks"] = NO_DIVISION
    else:
        reasons["ranks"] = NOT_YET
    return dict.fromkeys(grouping.division_names)
