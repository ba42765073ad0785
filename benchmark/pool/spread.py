"""Where the variation of a pool lies: between trusts, between divisions, leads and practices."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmark.pool.distribution import DIGITS, quarters_of_divisions
from benchmark.pool.figures import OVERALL_SHARE, mean_of
from benchmark.pool.norms import not_shown
from benchmark.pool.partition import read_partition
from benchmark.pool.suppression import hidden_reason
from benchmark.pool.tally import Unit
from benchmark.scoring.answers import scored
from benchmark.scoring.grid import ROLES
from benchmark.variation.full_model import FullComponents
from benchmark.variation.shapes import Floats, Places
from benchmark.variation.shares import (
    component_intervals,
    corrected_share,
    placebo_share,
    raw_share,
    share_interval,
)
from benchmark.variation.states import State, components, division_means, state_of

MOST_FITTED = 2_000_000  # answers: twelve national rounds; more take gigabytes
TOO_MANY = f"not worked out: more than {MOST_FITTED:,} answers; pool fewer regions at a time"
NAMES = ("trust", "division", "trust_practice", "division_practice", "lead", "residual")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Variances in squared points, shares from 0 to 1; a text says why there is no figure.

    ``division_quarters``: means of the divisions' overall means, lowest to highest quarter.
    """

    variances: dict[str, Interval | str] | str
    within_trust_share: Interval | str
    raw_share: float | str
    placebo_share: Interval | str
    division_quarters: tuple[float, ...] | str


def all_hidden(reason: str) -> Spread:
    return Spread(reason, reason, reason, reason, reason)


def state_of_file(path: Path, units: frozenset[Unit]) -> State:
    """The state of a partition's sheets that belong to one of the units."""
    partition = read_partition(path)
    trusts, names = partition.trusts, partition.division[1]
    wanted = np.array([(trust, partition.about.round) in units for trust in trusts], bool)
    rows = np.flatnonzero(wanted[partition.trust])
    keys = [
        (trusts[trust], names[division])
        for trust, division in zip(
            partition.trust[rows].tolist(), partition.division[0][rows].tolist(), strict=True
        )
    ]
    roles = [ROLES[role] for role in partition.role[rows].tolist()]
    levels = np.stack([column[rows] for column in partition.columns], axis=1)
    return state_of(scored(levels), keys, roles, partition.about.practices)


def spread_of(state: State) -> Spread:
    """The spread of a pool, from states that were merged; every figure is of all its trusts."""
    names = sorted({trust for trust, _ in state.divisions})
    if reason := hidden_reason(len(names)):
        return all_hidden(not_shown(reason))
    trust = np.array([names.index(name) for name, _ in state.divisions], np.intp)
    overall = mean_of(division_means(state), OVERALL_SHARE)
    known = ~np.isnan(overall)
    means, owner = overall[known], trust[known]
    full = _or_reason(lambda: components(state))
    if isinstance(full, str):
        variances: dict[str, Interval | str] | str = full
        share: Interval | str = full
    else:
        fitted = full  # the name keeps its narrower type in the function below
        variances, share = _variances(fitted), _or_reason(lambda: _share(fitted))
    return Spread(
        variances,
        share,
        _or_reason(lambda: round(raw_share(means, owner), DIGITS)),
        _or_reason(lambda: _placebo(means, owner)),
        quarters_of_divisions(means, owner) or not_shown("each quarter needs at least 5 trusts"),
    )


def _or_reason(work: Callable[[], Found]) -> Found | str:
    try:
        return work()
    except ValueError as reason:
        return f"not worked out: {reason}"


def _variances(full: FullComponents) -> dict[str, Interval | str]:
    values = (
        *(full.trust, full.division, full.trust_practice, full.division_practice),
        *(full.lead, full.residual),
    )
    found: dict[str, Interval | str] = {}
    for name, value, limits in zip(NAMES, values, component_intervals(full), strict=True):
        found[name] = (
            "not worked out: the data cannot tell this level"
            if value is None or limits is None
            else _interval(value, limits.low, limits.high)
        )
    return found


def _share(full: FullComponents) -> Interval:
    limits = share_interval(full)
    return _interval(corrected_share(full), limits.low, limits.high)


def _placebo(means: Floats, owner: Places) -> Interval:
    found = placebo_share(means, owner)
    return _interval(found.mean, found.low, found.high)


def _interval(value: float, low: float, high: float) -> Interval:
    return Interval(round(value, DIGITS), round(low, DIGITS), round(high, DIGITS))
