"""Which changes between two rounds are too small to read: bands from the noise pooled over both.

The noise is that behind every interval of the two rounds, under the same rule; nothing here reads
an answer. Bands hold for everything that is compared at once: the divisions and their trust for
overall figures, every practice for the trust's means, every practice of every division for levels.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmark.comparison.changes import Change
from benchmark.comparison.content import Comparison
from benchmark.comparison.insight import PooledNoise
from benchmark.comparison.wording import not_shown, two_decimals, words_for_change
from benchmark.scoring.schedule import Schedule
from benchmark.variation.change import change_band, level_change_variances, median_change_variance
from benchmark.variation.spread import LeadNoise

DIGITS = 6  # of a variance: the same on every machine
CENTS = 100
AGREE_FULLY = "the leads of every division agree fully, so there is no noise to measure against"


@dataclass(frozen=True, slots=True)
class Bands:
    """The pooled noise of two rounds, or in ``reason`` why there is none; and what is compared."""

    noise: PooledNoise | None
    reason: str
    divisions: int
    practices: int


def pooled_noise(found: LeadNoise, shares: Sequence[float]) -> PooledNoise | None:
    """The two parts of the noise: one lead's mean over practices holds ``shares`` of each answer.

    None where the leads agree fully, or nothing is known.
    """
    if not found.practice or found.overall is None:
        return None
    concentrated = sum(share**2 for share in shares)
    answer = max(0.0, (found.practice - found.overall) / max(1 - concentrated, 1e-9))
    lead = max(0.0, found.overall - answer * concentrated)
    return PooledNoise(round(lead, DIGITS), round(answer, DIGITS), found.df)


def shares_of(keys: Iterable[str], schedule: Schedule) -> list[float]:
    """The share of each practice in a mean over these; they add up to 1."""
    weights = [schedule.weights.get(key, 1.0) for key in keys]
    return [weight / sum(weights) for weight in weights]


def bands_of(earlier: Comparison, later: Comparison, divisions: int, practices: int) -> Bands:
    """The bands between two rounds; the noise of a round that shows none is left out."""
    known = [each.noise for each in (earlier, later) if each.noise]
    reason = "" if known else later.noise_reason or earlier.noise_reason
    return Bands(_together(known) if known else None, reason, divisions, practices)


def _together(known: Sequence[PooledNoise]) -> PooledNoise:
    df = sum(each.df for each in known)
    return PooledNoise(
        round(sum(each.lead * each.df for each in known) / df, DIGITS),
        round(sum(each.answer * each.df for each in known) / df, DIGITS),
        df,
    )


def overall_change(
    bands: Bands, before: float, after: float, shares: Sequence[float], new_leads: Sequence[int]
) -> Change:
    """The change of a mean over practices, itself a mean over as many divisions as ``new_leads``.

    ``shares`` of each practice in the mean add up to 1.
    """
    each = [_of_division(bands, shares, new) for new in new_leads]
    return _judged(bands, before, after, _of_mean(each), bands.divisions + 1)


def level_change(bands: Bands, before: float, after: float, new_leads: int) -> Change:
    """The change of one division's level of one practice."""
    each = [_of_level(bands, (before + after) / 2, new_leads)]
    return _judged(bands, before, after, _of_mean(each), bands.divisions * bands.practices)


def practice_change(
    bands: Bands, before: float, after: float, pairs: Sequence[tuple[float, int]]
) -> Change:
    """The change of a trust's mean of one practice.

    ``pairs``: of every division the middle of its two levels, and how many of its leads are new.
    """
    each = [_of_level(bands, centre, new) for centre, new in pairs]
    return _judged(bands, before, after, _of_mean(each), bands.practices)


def smallest_changes(bands: Bands, shares: Sequence[float]) -> str:
    """The smallest changes worth reading, to be said before any change is shown."""
    if bands.noise is None:
        return (
            f"How much two rounds differ by chance alone is {not_shown(bands.reason)}. So no "
            "difference here is called a change."
        )
    same, new = (
        two_decimals(_band(bands, _of_division(bands, shares, leads), bands.divisions + 1) or 0.0)
        for leads in (0, 1)
    )
    return (
        f"Changes of a division's overall figure up to {same} cannot be read when the same three "
        f"leads answered in both rounds, and up to {new} when one of them is new. The grey bars "
        "allow for everything that is compared at once."
    )


def _of_division(bands: Bands, shares: Sequence[float], new_leads: int) -> float:
    if bands.noise is None:
        return 0.0
    concentration = sum(share**2 for share in shares)
    return median_change_variance(bands.noise.lead, bands.noise.answer, concentration, new_leads)


def _of_level(bands: Bands, centre: float, new_leads: int) -> float:
    if bands.noise is None:
        return 0.0
    found = level_change_variances(
        np.array([centre]), bands.noise.lead, bands.noise.answer, new_leads
    )
    return float(found[0])


def _of_mean(variances: Sequence[float]) -> float:
    return sum(variances) / len(variances) ** 2


def _judged(bands: Bands, before: float, after: float, variance: float, comparisons: int) -> Change:
    """What is said follows from the numbers as they are printed."""
    points = round(round(after, 2) - round(before, 2), 2) + 0.0  # never a minus before nothing
    band = _band(bands, variance, comparisons)
    if band is None:
        return Change(points, None, not_shown(bands.reason))
    return Change(points, band, words_for_change(points, band))


def _band(bands: Bands, variance: float, comparisons: int) -> float | None:
    """Rounded up to two decimals."""
    if bands.noise is None:
        return None
    exact = change_band(variance, bands.noise.df, comparisons)
    return math.ceil(round(exact * CENTS, DIGITS)) / CENTS
