"""The scoring schedule: which answers make a division's figures. NaN = not enough answers.

``levels`` is (divisions, practices) everywhere, and ``membership`` (sections, practices).
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.definition import Questionnaire

SCHEDULE = "1.0"
LEADS = 3
SECTION_SHARE = Fraction(1, 2)  # of a section's practices that must be scored
OVERALL_SHARE = Fraction(7, 10)  # of all practices that must be scored

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


def agreed_or_median(levels: Floats, agreed: Floats | None = None) -> Floats:
    """Return one whole level a division and practice (divisions, practices).

    ``levels`` (divisions, 3, practices) holds the leads' own scores and ``agreed`` (divisions,
    practices) what they agreed on, both NaN = none. An agreed level counts; without one it is the
    median of the three, and NaN unless all three scored the practice.
    """
    if levels.shape[1:-1] != (LEADS,):  # the one axis in the middle
        raise ValueError(f"levels have the shape {levels.shape}, not (divisions, 3, practices)")
    complete = ~np.isnan(levels).any(axis=1)
    middle = np.sort(levels, axis=1)[:, LEADS // 2]
    median = np.where(complete, middle, np.nan)
    return median if agreed is None else np.where(np.isnan(agreed), median, agreed)


def section_scores(levels: Floats, membership: Flags) -> Floats:
    """Return the mean of each section's scored practices (divisions, sections).

    NaN unless at least half of the section's practices are scored.
    """
    return _means(levels, membership, SECTION_SHARE)


def overall_scores(levels: Floats) -> Floats:
    """Return the mean of the scored practices (divisions,): of practices, never of sections.

    NaN unless at least 70% of the practices are scored.
    """
    everything = np.ones((1, levels.shape[1]), dtype=np.bool_)
    return _means(levels, everything, OVERALL_SHARE)[:, 0]


def section_counts(levels: Floats, membership: Flags) -> Counts:
    """Return how many practices of each section are scored (divisions, sections)."""
    counts: Counts = np.matmul(~np.isnan(levels), membership.T, dtype=np.int64)
    return counts


def overall_counts(levels: Floats) -> Counts:
    """Return how many practices are scored (divisions,)."""
    counts: Counts = np.sum(~np.isnan(levels), axis=1, dtype=np.int64)
    return counts


def section_membership(questionnaire: Questionnaire) -> Flags:
    """Return which practice belongs to which section (sections, practices)."""
    sizes = [len(section.practices) for section in questionnaire.sections]
    section_of_practice = np.repeat(np.arange(len(sizes)), sizes)
    membership: Flags = np.arange(len(sizes))[:, np.newaxis] == section_of_practice
    return membership


def _means(levels: Floats, membership: Flags, share: Fraction) -> Floats:
    """Return means (divisions, groups) where at least ``share`` of a group is scored.

    Whole numbers decide about the share, so that exactly half or exactly 70% always counts.
    """
    counts = section_counts(levels, membership)
    asked = np.count_nonzero(membership, axis=1)
    enough = (counts > 0) & (counts * share.denominator >= asked * share.numerator)
    sums = np.where(np.isnan(levels), 0.0, levels) @ membership.T.astype(np.float64)
    means: Floats = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=enough)
    return means
