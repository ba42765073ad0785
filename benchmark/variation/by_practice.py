"""Figures that single practices have: role gaps, the map of uneven and low, and the line-up."""

import math

import numpy as np

from benchmark.variation.analysis import Panels, RoleGap
from benchmark.variation.grouping import Grouping, RatingsTable
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.leads import leads_of
from benchmark.variation.lineup import line_up
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD
from benchmark.variation.reasons import Reasons, attempt
from benchmark.variation.role_gaps import TOO_FEW, RoleGaps, role_gaps
from benchmark.variation.shapes import PAIR, Floats
from benchmark.variation.spread import lead_means, lead_noise
from benchmark.variation.uneven_or_low import PlaceOnMap, uneven_or_low

ALL = "all practices"
GAPS, MAP, LINE_UP = "role_gaps", "uneven_or_low", "line_up"
SEVERAL = "the file has several trusts: this is drawn for one trust at a time"
NOT_DIVISIONS = f"it takes {FEWEST_FOR_SPREAD} divisions to hide the real picture among others"
EIGHTH = 8  # of the scale: half a level on a scale of 1 to 5


def gaps_by_role(
    table: RatingsTable, grouping: Grouping, reasons: Reasons
) -> dict[str, dict[str, RoleGap | None]]:
    """The gap of every role over all practices together, and in each of them."""
    names = (ALL, *table.items)
    leads = attempt(GAPS, reasons, lambda: leads_of(table.scores, grouping))
    if leads is None:
        return {}
    items = len(table.items)
    whole = role_gaps(leads, np.ones((1, items), bool))
    single = role_gaps(leads, np.eye(items, dtype=bool))
    roles = [grouping.role_names[place] for place in _present_roles(grouping)]
    if all(whole.reasons) and all(single.reasons):
        reasons[GAPS] = TOO_FEW
        return {}
    found: dict[str, dict[str, RoleGap | None]] = {}
    for at, role in enumerate(roles):
        gaps = [_gap(whole, at, 0), *(_gap(single, at, column) for column in range(items))]
        found[role] = dict(zip(names, gaps, strict=True))
        missing = [name for name, gap in found[role].items() if gap is None]
        reasons.update({f"{GAPS}.{role}.{name}": TOO_FEW for name in missing})
    return found


def _present_roles(grouping: Grouping) -> list[int]:
    """The roles that ``leads_of`` keeps, in its order."""
    if grouping.role is None:
        return []
    return [int(place) for place in np.unique(grouping.role[~np.isnan(grouping.means)])]


def _gap(found: RoleGaps, role: int, column: int) -> RoleGap | None:
    if math.isnan(found.gaps[role, column]):
        return None
    parts = (found.gaps, found.shrunken, found.low, found.high, found.chance_higher)
    return RoleGap(*(float(part[role, column]) for part in parts))


def map_of(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> dict[str, PlaceOnMap]:
    """Every practice of one trust: its mean, how far divisions differ, and its corner."""
    leads = attempt(MAP, reasons, lambda: _of_one_trust(table, grouping))
    if leads is None:
        return {}
    low, high = table.scale
    places = uneven_or_low(leads, low=(low + high) / 2, uneven=(high - low) / EIGHTH)
    found = dict(zip(table.items, places, strict=True))
    reasons.update({f"{MAP}.{name}": place.reason for name, place in found.items() if place.reason})
    return found


def line_up_of(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Panels | None:
    """The real differences among 19 without any; the same file gives the same place."""
    return attempt(LINE_UP, reasons, lambda: _panels(_of_one_trust(table, grouping)))


def _panels(leads: Floats) -> Panels:
    noise, means = lead_noise(leads), lead_means(leads)
    if noise.overall is None:
        raise ValueError(noise.reason)
    counts = (~np.isnan(means)).sum(axis=1)
    if len(means) < FEWEST_FOR_SPREAD:
        raise ValueError(NOT_DIVISIONS)
    number = len(means) / float((1 / counts).sum())
    error = math.sqrt(noise.overall / number)
    half = pooled_half_width(noise.overall, noise.df, 1) / math.sqrt(number)
    seed = np.nan_to_num(leads, nan=-1.0).tobytes().hex()
    found = line_up(np.nansum(means, axis=1) / counts, error, half, seed)
    return Panels(found.place, half, tuple(map(tuple, found.panels.tolist())))


def _of_one_trust(table: RatingsTable, grouping: Grouping) -> Floats:
    if len(grouping.trust_names) >= PAIR:
        raise ValueError(SEVERAL)
    return leads_of(table.scores, grouping)
