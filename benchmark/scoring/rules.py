"""The rules of a scoring schedule: which answers make a division's figures.

``levels`` is (divisions, practices) everywhere, ``membership`` (sections, practices) and
``weights`` (practices,), None = every practice weighs 1. NaN = not enough answers. Shares count
practices; weights only say how much each counts in a mean.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule

LEADS = 3

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


def agreed_or_median(levels: Floats, agreed: Floats | None = None) -> Floats:
    """Return one whole level a division and practice (divisions, practices).

    ``levels`` (divisions, 3, practices) holds the leads' own scores and ``agreed`` (divisions,
    practices) what they agreed on, both NaN = none. An agreed level counts; without one it is the
    median of the three, and NaN unless all three scored the practice: under every schedule.
    """
    if levels.shape[1:-1] != (LEADS,):  # the one axis in the middle
        raise ValueError(f"levels have the shape {levels.shape}, not (divisions, 3, practices)")
    complete = ~np.isnan(levels).any(axis=1)
    middle = np.sort(levels, axis=1)[:, LEADS // 2]
    median = np.where(complete, middle, np.nan)
    return median if agreed is None else np.where(np.isnan(agreed), median, agreed)


def section_scores(
    levels: Floats, membership: Flags, schedule: Schedule, weights: Floats | None = None
) -> Floats:
    """Return the weighted mean of each section's scored practices (divisions, sections).

    NaN unless the schedule's share of the section's practices is scored.
    """
    return _means(levels, membership, schedule.section_fraction, weights)


def overall_scores(levels: Floats, schedule: Schedule, weights: Floats | None = None) -> Floats:
    """Return the weighted mean of the scored practices (divisions,): never of sections.

    NaN unless the schedule's share of the practices is scored.
    """
    everything = np.ones((1, levels.shape[1]), dtype=np.bool_)
    return _means(levels, everything, schedule.overall_fraction, weights)[:, 0]


def section_counts(levels: Floats, membership: Flags) -> Counts:
    """Return how many practices of each section are scored (divisions, sections)."""
    counts: Counts = np.matmul(~np.isnan(levels), membership.T, dtype=np.int64)
    return counts


def overall_counts(levels: Floats) -> Counts:
    """Return how many practices are scored (divisions,)."""
    counts: Counts = np.sum(~np.isnan(levels), axis=1, dtype=np.int64)
    return counts


def section_membership(questionnaire: Questionnaire, schedule: Schedule) -> Flags:
    """Return which practice counts in which section (sections, practices)."""
    sections = [
        schedule.sections.get(practice.key, section.key)
        for section in questionnaire.sections
        for practice in section.practices
    ]
    membership: Flags = np.array(
        [[section.key == counted for counted in sections] for section in questionnaire.sections],
        dtype=np.bool_,
    )
    return membership


def practice_weights(questionnaire: Questionnaire, schedule: Schedule) -> Floats | None:
    """Return the weight of each practice (practices,), or None if the schedule names none."""
    if not schedule.weights:
        return None
    return np.array([schedule.weights.get(key, 1.0) for key in questionnaire.keys])


def _means(levels: Floats, membership: Flags, share: Fraction, weights: Floats | None) -> Floats:
    """Return means (divisions, groups) where at least ``share`` of a group is scored.

    Whole numbers decide about the share, so that exactly half or exactly 70% always counts.
    """
    counts = section_counts(levels, membership)
    asked = np.count_nonzero(membership, axis=1)
    enough = (counts > 0) & (counts * share.denominator >= asked * share.numerator)
    each = np.ones(levels.shape[1]) if weights is None else weights
    scored = ~np.isnan(levels)
    columns = membership.T.astype(np.float64)
    sums = np.where(scored, levels * each, 0.0) @ columns
    totals = np.where(scored, each, 0.0) @ columns
    means: Floats = np.divide(sums, totals, out=np.full(sums.shape, np.nan), where=enough)
    return means
