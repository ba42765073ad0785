"""Where the variation of a ratings table lies."""

import numpy as np

from benchmark.variation.analysis import Components, NestedVariances, Variance, WithinTrustShare
from benchmark.variation.components import nested_components
from benchmark.variation.grouping import (
    Grouping,
    RatingsTable,
    division_means,
    trusts_of_divisions,
)
from benchmark.variation.reasons import (
    NO_DIVISION,
    NO_LEVELS,
    NO_SPREAD,
    NO_TRUST,
    NOT_YET,
    ONE_DIVISION,
    ONE_PRACTICE,
    ONE_TRUST,
    Reasons,
    attempt,
)
from benchmark.variation.shapes import PAIR, Places

NESTED = "variance.nested"


def decompose(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Variance:
    """Components of the nested reference design, and the share within trusts."""
    for part in ("components", "shares", "criterion"):
        reasons[f"variance.{part}"] = NOT_YET
    nothing = Components(None, None, None, None, None, None)
    return Variance(
        method="REML",
        nested=_nested(table, grouping, reasons),
        components=nothing,
        shares=nothing,
        within_trust_share=_within_trust_share(grouping, reasons),
        criterion=None,
    )


def _nested(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> NestedVariances:
    """The design score ~ practice + trust / division / rater, with the levels that exist."""
    levels = _levels(table, grouping, reasons)
    if not levels:
        reasons[NESTED] = NO_LEVELS
        return NestedVariances(None, None, None, None, None)
    rows, items = table.scores.shape
    places = [np.repeat(place, items) for place in levels.values()]
    # one fixed effect a practice that somebody answered
    answered = ~np.isnan(table.scores).all(axis=0)
    practices = np.tile(np.eye(items)[:, answered], (rows, 1))
    found = attempt(
        NESTED, reasons, lambda: nested_components(table.scores.ravel(), places, practices)
    )
    if found is None:
        return NestedVariances(None, None, None, None, None)
    variances = dict(zip(levels, found.variances, strict=True))
    return NestedVariances(
        trust=variances.get("trust"),
        division=variances.get("division"),
        rater=variances.get("rater"),
        residual=found.residual,
        criterion=found.criterion,
    )


def _levels(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> dict[str, Places]:
    """The levels with something to compare, outermost first."""
    rows, items = table.scores.shape
    levels: dict[str, Places] = {}
    if grouping.trust is None or len(grouping.trust_names) < PAIR:
        reasons[f"{NESTED}.trust"] = NO_TRUST if grouping.trust is None else ONE_TRUST
    else:
        levels["trust"] = grouping.trust
    if grouping.division is None or len(grouping.division_names) < PAIR:
        reasons[f"{NESTED}.division"] = NO_DIVISION if grouping.division is None else ONE_DIVISION
    else:
        levels["division"] = grouping.division
    if items < PAIR:
        reasons[f"{NESTED}.rater"] = ONE_PRACTICE
    else:
        levels["rater"] = np.arange(rows)
    return levels


def _within_trust_share(grouping: Grouping, reasons: Reasons) -> WithinTrustShare:
    path = "variance.within_trust_share"
    raw = attempt(f"{path}.raw", reasons, lambda: raw_within_trust_share(grouping))
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
    if len(np.unique(trust)) < PAIR:
        raise ValueError(ONE_TRUST)
    size = len(grouping.trust_names)
    trust_means = np.bincount(trust, known, size) / np.maximum(np.bincount(trust, None, size), 1)
    total = float(((known - known.mean()) ** 2).sum())
    if not total > 0:
        raise ValueError(NO_SPREAD)
    return float(((known - trust_means[trust]) ** 2).sum()) / total
