"""Where the variation of a ratings table lies."""

from dataclasses import asdict, fields

import numpy as np

from benchmark.variation.analysis import (
    Components,
    Limits,
    NestedVariances,
    Variance,
    WithinTrustShare,
)
from benchmark.variation.components import nested_components
from benchmark.variation.full_model import FullComponents, full_components
from benchmark.variation.grouping import (
    Grouping,
    RatingsTable,
    division_means,
    trusts_of_divisions,
)
from benchmark.variation.reasons import (
    NO_DIVISION,
    NO_LEVELS,
    NO_TRUST,
    ONE_DIVISION,
    ONE_PRACTICE,
    ONE_TRUST,
    Reasons,
    attempt,
)
from benchmark.variation.shapes import PAIR, Floats, Places
from benchmark.variation.shares import (
    Placebo,
    component_intervals,
    corrected_share,
    placebo_share,
    raw_share,
    share_interval,
)
from benchmark.variation.trusts import spread_by_trust

NESTED, COMPONENTS = "variance.nested", "variance.components"
CORRECTED = ("corrected", "low", "high")
NOTHING = Components(None, None, None, None, None, None)


def decompose(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Variance:
    """Components of the reference design and of the full model, and the share within trusts."""
    full = attempt(COMPONENTS, reasons, lambda: _full(table, grouping))
    components = _components(full, grouping, reasons)
    return Variance(
        method="REML",
        nested=_nested(table, grouping, reasons),
        components=components,
        unbounded=_unbounded(full, grouping, reasons),
        intervals=_intervals(full, reasons),
        shares=_shares(components, grouping, reasons),
        within_trust_share=_within_trust_share(full, grouping, reasons),
        trusts=spread_by_trust(table, grouping, reasons),
        criterion=_criterion(full, reasons),
    )


def _full(table: RatingsTable, grouping: Grouping) -> FullComponents:
    if grouping.division is None:
        raise ValueError(NO_DIVISION)
    return full_components(table.scores, grouping.division, grouping.trust, grouping.role)


def _components(full: FullComponents | None, grouping: Grouping, reasons: Reasons) -> Components:
    if full is None:
        return NOTHING
    found = Components(
        full.trust,
        full.division,
        full.trust_practice,
        full.division_practice,
        full.lead,
        full.residual,
    )
    _explain(found, COMPONENTS, grouping, reasons)
    return found


def _unbounded(full: FullComponents | None, grouping: Grouping, reasons: Reasons) -> Components:
    """The variances without the boundary at 0, of the levels that exist."""
    path = "variance.unbounded"
    if full is None:
        reasons[path] = reasons[COMPONENTS]
        return NOTHING
    known = (full.trust, full.division, full.trust_practice, full.division_practice, full.lead)
    values = [
        None if bounded is None else float(value)
        for bounded, value in zip((*known, full.residual), full.unbounded, strict=True)
    ]
    found = Components(*values)
    _explain(found, path, grouping, reasons)
    return found


def _intervals(full: FullComponents | None, reasons: Reasons) -> dict[str, Limits | None]:
    """The 95% limits of every variance; None for the levels that do not exist."""
    path, names = "variance.intervals", [field.name for field in fields(Components)]
    found = [None] * len(names) if full is None else component_intervals(full)
    limits: dict[str, Limits | None] = {}
    for name, interval in zip(names, found, strict=True):
        limits[name] = None if interval is None else Limits(interval.low, interval.high)
        if interval is None:
            above = reasons.get(COMPONENTS, "")
            reasons[f"{path}.{name}"] = reasons.get(f"{COMPONENTS}.{name}", above)
    return limits


def _shares(found: Components, grouping: Grouping, reasons: Reasons) -> Components:
    """Each variance over the sum of all."""
    path = "variance.shares"
    if found is NOTHING:
        reasons[path] = reasons[COMPONENTS]
        return NOTHING
    parts = asdict(found)
    total = sum(part or 0.0 for part in parts.values())
    shares = {name: None if part is None else part / total for name, part in parts.items()}
    shared = Components(**shares)
    _explain(shared, path, grouping, reasons)
    return shared


def _explain(found: Components, path: str, grouping: Grouping, reasons: Reasons) -> None:
    """Say for each absent variance which level the data lack."""
    absent = [name for name, value in asdict(found).items() if value is None]
    for name in absent:
        of_trust = name.startswith("trust") and found.trust is None
        trust = NO_TRUST if grouping.trust is None else ONE_TRUST
        reasons[f"{path}.{name}"] = trust if of_trust else ONE_PRACTICE


def _criterion(full: FullComponents | None, reasons: Reasons) -> float | None:
    if full is None:
        reasons["variance.criterion"] = reasons[COMPONENTS]
        return None
    return full.criterion


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


def _within_trust_share(
    full: FullComponents | None, grouping: Grouping, reasons: Reasons
) -> WithinTrustShare:
    path = "variance.within_trust_share"
    raw = attempt(f"{path}.raw", reasons, lambda: raw_within_trust_share(grouping))
    placebo = attempt(
        f"{path}.placebo", reasons, lambda: placebo_share(*_means_and_trusts(grouping))
    )
    if placebo is None:
        why = reasons[f"{path}.placebo"]
        reasons.update({f"{path}.placebo_{end}": why for end in ("low", "high")})
    if full is None:
        reasons.update({f"{path}.{part}": reasons[COMPONENTS] for part in CORRECTED})
        return WithinTrustShare(raw, None, None, None, *_ends(placebo))
    corrected = attempt(f"{path}.corrected", reasons, lambda: corrected_share(full))
    interval = attempt(f"{path}.low", reasons, lambda: share_interval(full))
    if interval is None:
        reasons[f"{path}.high"] = reasons[f"{path}.low"]
        return WithinTrustShare(raw, corrected, None, None, *_ends(placebo))
    return WithinTrustShare(raw, corrected, interval.low, interval.high, *_ends(placebo))


def _ends(placebo: Placebo | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if placebo is None else (placebo.mean, placebo.low, placebo.high)


def raw_within_trust_share(grouping: Grouping) -> float:
    """Sum of squares of observed division means within trusts, over their total sum of squares.

    Raises ValueError with the reason where there is no such share.
    """
    return raw_share(*_means_and_trusts(grouping))


def _means_and_trusts(grouping: Grouping) -> tuple[Floats, Places]:
    trust = trusts_of_divisions(grouping)
    if trust is None:
        raise ValueError(NO_TRUST if grouping.trust is None else NO_DIVISION)
    means, counts = division_means(grouping)
    return means[counts > 0], trust[counts > 0]
