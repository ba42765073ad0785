"""From L1 levels and pooled noise to what a round lets the executive decide.

Everything but ``parts`` is a function of levels that the reader sees and of the pooled noise that
stands on the page already. ``parts`` is computed from leads' own answers, under the same rule as
that noise: at least four divisions, and the round over.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.checks import checks_of
from benchmark.comparison.content import DivisionResult
from benchmark.comparison.decisions import Levels, decision_lists
from benchmark.comparison.insight import (
    Insight,
    LineUpPanels,
    PracticePlace,
    Standing,
    VariationPart,
)
from benchmark.comparison.precision import Precision
from benchmark.comparison.wording import in_words
from benchmark.questionnaire.definition import Questionnaire
from benchmark.variation.contrasts import median_level_variances
from benchmark.variation.full_model import full_components
from benchmark.variation.intervals import MEDIAN_VARIANCE, pooled_half_width
from benchmark.variation.lineup import line_up
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD
from benchmark.variation.shares import part_intervals
from benchmark.variation.shrinkage import drawn_towards_mean
from benchmark.variation.uneven_or_low import PlaceOnMap, places_of_levels

Floats = NDArray[np.float64]
LEVEL, SOFT = 0.95, 0.68
NO_PLACE = "no practice has levels in enough divisions"
DIGITS = 6  # the same content on every machine, whatever the last bits of its sums are
PARTS = {
    1: ("division", "Divisions, in every practice alike"),
    3: ("division_practice", "Divisions, each in other practices"),
    4: ("lead", "Leads of one division, seeing it differently"),
    5: ("residual", "Single answers: noise"),
}


def insight_of(
    questionnaire: Questionnaire,
    divisions: tuple[DivisionResult, ...],
    overall: Floats,
    precision: Precision,
    answers: Floats,
    seed: str,
) -> Insight:
    """All that the round lets one decide, or why not.

    ``overall`` (divisions, 1) are L1 figures, NaN where not shown; ``answers`` (divisions, roles,
    practices) the leads' scored answers of released divisions; ``seed``: any text of the round.
    """
    parts, parts_reason = _parts_or_reason(precision, answers)
    checks = () if precision.reason else checks_of(answers)
    reason = _why_not(precision, int((~np.isnan(overall)).sum()))
    if reason:
        return Insight(reason=reason, parts=parts, checks=checks, parts_reason=parts_reason)
    known = [division for division in divisions if division.released]
    found = _places(questionnaire, known, precision)
    levels = [_levels(known, place.key) for place in found]
    lists, places = decision_lists(found, levels, len(divisions))
    return Insight(
        lists=lists if places else (),
        standings=_standings(divisions, overall[:, 0], precision),
        places=places,
        line_up=_line_up(overall[:, 0], precision, seed),
        parts=parts,
        checks=checks,
        reason="" if places else NO_PLACE,
        parts_reason=parts_reason,
        noise=round(precision.noise.practice or 0.0, DIGITS),
    )


def _why_not(precision: Precision, divisions: int) -> str:
    if precision.reason:
        return precision.reason
    if divisions < FEWEST_FOR_SPREAD:
        return (
            f"with {in_words(divisions)} divisions, how far they differ cannot be told from "
            f"chance; this needs {in_words(FEWEST_FOR_SPREAD)}"
        )
    if not (precision.noise.overall and precision.noise.practice):
        return "the leads of every division agree fully, so there is no noise to measure against"
    return ""


def _levels(divisions: Sequence[DivisionResult], practice: str) -> Levels:
    figures = ((division.name, division.practices[practice].value) for division in divisions)
    return [(name, int(value)) for name, value in figures if value is not None]


def _places(
    questionnaire: Questionnaire, divisions: Sequence[DivisionResult], precision: Precision
) -> tuple[PracticePlace, ...]:
    """Every practice with a level in enough divisions, in the questionnaire's order."""
    shown = [
        [division.practices[key].value for key in questionnaire.keys] for division in divisions
    ]
    levels = np.array(shown, dtype=float)  # None becomes NaN
    counts = np.maximum((~np.isnan(levels)).sum(axis=0), 1)
    noise = median_level_variances(
        np.nansum(levels, axis=0) / counts, precision.noise.practice or 0.0
    )
    each = 1 - (1 - LEVEL) / len(questionnaire.keys)
    found, soft = (
        places_of_levels(levels, noise, precision.noise.practice_df, level=level)
        for level in (each, SOFT)
    )
    return tuple(
        PracticePlace(practice.key, practice.name, *_rounded(place), place.corner, _soft(around))
        for practice, place, around in zip(questionnaire.practices, found, soft, strict=True)
        if place.corner is not None
    )


def _soft(place: PlaceOnMap) -> tuple[float, float, float, float]:
    _, low, high, _, spread_low, spread_high = _rounded(place)
    return low, high, spread_low, spread_high


def _rounded(place: PlaceOnMap) -> tuple[float, float, float, float, float, float]:
    """The six figures of a place, which all exist where it has a corner."""
    return (
        round(place.mean or 0.0, DIGITS),
        round(place.mean_low or 0.0, DIGITS),
        round(place.mean_high or 0.0, DIGITS),
        round(place.spread or 0.0, DIGITS),
        round(place.spread_low or 0.0, DIGITS),
        round(place.spread_high or 0.0, DIGITS),
    )


def _standings(
    divisions: tuple[DivisionResult, ...], overall: Floats, precision: Precision
) -> tuple[Standing, ...]:
    """Divisions by the figure drawn towards the trust; the interval is that of the words."""
    known = ~np.isnan(overall)
    half = precision.readable_overall(overall[:, None])
    noise = (precision.noise.overall or 0.0) * MEDIAN_VARIANCE[3]
    drawn = drawn_towards_mean(overall[known], noise)
    shown = [division for division, has in zip(divisions, known, strict=True) if has]
    standings = [
        Standing(
            division.key,
            round(float(value), DIGITS),
            round(float(towards), DIGITS),
            round(float(value) - half, DIGITS),
            round(float(value) + half, DIGITS),
            division.verdict,
        )
        for division, value, towards in zip(shown, overall[known], drawn, strict=True)
    ]
    return tuple(sorted(standings, key=lambda standing: -standing.drawn))


def _line_up(overall: Floats, precision: Precision, seed: str) -> LineUpPanels:
    noise, df = precision.noise.overall or 0.0, precision.noise.df
    half = pooled_half_width(noise, df, of="median")
    found = line_up(overall, math.sqrt(noise * MEDIAN_VARIANCE[3]), half, seed)
    spreads = found.panels.std(axis=1)
    as_wide = int((spreads >= spreads[found.place]).sum()) - 1
    panels = tuple(tuple(row) for row in found.panels.round(DIGITS).tolist())
    return LineUpPanels(panels, found.place, round(half, DIGITS), as_wide)


def _parts_or_reason(
    precision: Precision, answers: Floats
) -> tuple[tuple[VariationPart, ...], str]:
    if precision.reason:
        return (), precision.reason
    found = _parts(answers.astype(np.float32).tobytes(), answers.shape)
    return ((), found) if isinstance(found, str) else (found, "")


# kept: the model takes longer than the rest of the page, and a round that is over stays the same
@lru_cache(maxsize=128)
def _parts(sheets: bytes, shape: tuple[int, int, int]) -> tuple[VariationPart, ...] | str:
    """Shares of the full model's variances with role taken out, or why there are none."""
    divisions, roles, practices = shape
    scores = np.frombuffer(sheets, np.float32).astype(float).reshape(-1, practices)
    division, role = np.repeat(range(divisions), roles), np.tile(range(roles), divisions)
    kept = ~np.isnan(scores).all(axis=1)
    try:
        found = full_components(scores[kept], division[kept], None, role[kept])
    except ValueError as reason:
        return str(reason)
    limits = part_intervals(found)
    of_trust = (found.trust, found.division, found.trust_practice, found.division_practice)
    variances = (*of_trust, found.lead, found.residual)
    total = sum(variance or 0.0 for variance in variances)
    return tuple(
        VariationPart(
            *PARTS[place],
            round((variances[place] or 0.0) / total, DIGITS),
            round(limit.low, DIGITS),
            round(limit.high, DIGITS),
        )
        for place, limit in enumerate(limits)
        if limit is not None and place in PARTS
    )
