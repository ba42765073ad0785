"""Figures of each division: mean, interval, shrunken mean, rank."""

import math

import numpy as np

from benchmark.variation.analysis import DivisionScore, Rank
from benchmark.variation.grouping import Grouping, division_means, trusts_of_divisions
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.leads import leads_of
from benchmark.variation.ranks import best_set, rank_intervals
from benchmark.variation.reasons import (
    ALONE,
    NO_ANSWERS,
    NO_DIVISION,
    NO_WITHIN,
    ONE_DIVISION,
    UNCLEAR_RANK,
    Reasons,
)
from benchmark.variation.shapes import PAIR, Floats, Places
from benchmark.variation.shrinkage import random_effects
from benchmark.variation.spread import two_way_residual


def division_scores(grouping: Grouping, reasons: Reasons) -> dict[str, DivisionScore]:
    """Mean over raters, 95% interval from the noise pooled over divisions, and shrunken mean."""
    if grouping.division is None:
        reasons["scores.divisions"] = NO_DIVISION
        return {}
    means, counts = division_means(grouping)
    variance, df = within_variance(grouping)
    shrunken = _shrunken(grouping, means, _errors(variance, counts))
    found = {}
    for place, name in enumerate(grouping.division_names):
        n, path = int(counts[place]), f"scores.divisions.{name}"
        why = NO_ANSWERS if not n else NO_WITHIN if df < 1 else ""
        if why:
            missing = ("mean",) * (not n) + ("low", "high", "shrunken")
            reasons.update({f"{path}.{part}": why for part in missing})
            found[name] = DivisionScore(float(means[place]) if n else None, None, None, None, n)
            continue
        if math.isnan(shrunken[place]):
            reasons[f"{path}.shrunken"] = ALONE
        mean, half = float(means[place]), pooled_half_width(variance, df, n)
        found[name] = DivisionScore(mean, mean - half, mean + half, _known(shrunken[place]), n)
    return found


def within_variance(grouping: Grouping) -> tuple[float, int]:
    """Variance of one rater's mean within divisions, and its degrees of freedom.

    Where each division has at most one rater a role, role is taken out (two-way analysis division
    + role): what roles see differently is no noise. Otherwise the one-way mean square.
    """
    means, counts = division_means(grouping)
    known = ~np.isnan(grouping.means)
    df = int(counts.sum() - (counts > 0).sum())
    if grouping.division is None or df < 1:
        return 0.0, 0
    after_role = _after_role(grouping)
    if after_role is not None:
        return after_role
    apart = grouping.means[known] - means[grouping.division[known]]
    return float((apart**2).sum() / df), df


def _after_role(grouping: Grouping) -> tuple[float, int] | None:
    """The same with role taken out, or None where roles are unknown, shared or not comparable."""
    try:
        means = leads_of(grouping.means[:, None], grouping)
    except ValueError:
        return None
    squares, freedom = two_way_residual(means)
    return (float(squares[0] / freedom[0]), int(freedom[0])) if freedom[0] > 0 else None


def division_ranks(grouping: Grouping, reasons: Reasons) -> dict[str, Rank | None]:
    """Marginal 95% rank intervals of the unshrunken means, place 1 the highest."""
    if grouping.division is None:
        reasons["ranks"] = NO_DIVISION
        return {}
    means, counts = division_means(grouping)
    variance, df = within_variance(grouping)
    scored = np.flatnonzero(counts > 0)
    if df < 1 or len(scored) < PAIR:
        reasons["ranks"] = NO_WITHIN if df < 1 else ONE_DIVISION
        return dict.fromkeys(grouping.division_names)
    errors = _errors(variance, counts)[scored]
    ranked = rank_intervals(means[scored], errors, df=df)
    best = dict(zip(scored, best_set(means[scored], errors, df=df).tolist(), strict=True))
    found: dict[str, Rank | None] = dict.fromkeys(grouping.division_names)
    for place, rank, low, high in zip(scored, ranked.rank, ranked.low, ranked.high, strict=True):
        name = grouping.division_names[place]
        clear = high - low + 1 <= len(scored) / 2
        if not clear:
            reasons[f"ranks.{name}.rank"] = UNCLEAR_RANK
        found[name] = Rank(int(rank) if clear else None, int(low), int(high), best[place])
    unscored = [name for name, rank in found.items() if rank is None]
    reasons.update({f"ranks.{name}": NO_ANSWERS for name in unscored})
    return found


def _errors(variance: float, counts: Places) -> Floats:
    return np.where(counts > 0, np.sqrt(variance / np.maximum(counts, 1)), np.nan)


def _shrunken(grouping: Grouping, means: Floats, errors: Floats) -> Floats:
    """Each mean drawn towards the mean of its own trust; NaN where a trust has no other."""
    shrunken = np.full(len(means), np.nan)
    trust = trusts_of_divisions(grouping)
    trust = np.zeros(len(means), np.intp) if trust is None else trust
    for place in range(int(trust.max(initial=-1)) + 1):
        members = np.flatnonzero((trust == place) & ~np.isnan(errors))
        if len(members) < PAIR:
            continue
        exact = not (errors[members] > 0).all()  # raters agree: nothing to draw in
        shrunken[members] = (
            means[members] if exact else random_effects(means[members], errors[members]).shrunken
        )
    return shrunken


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
