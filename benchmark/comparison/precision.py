"""How sure the figures of a round are: the pooled noise of the leads, and what it allows to say."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.content import Figure
from benchmark.comparison.wording import words_for_difference
from benchmark.disclosure.levels import FEWEST_DIVISIONS
from benchmark.variation.contrasts import (
    Contrasts,
    adjusted_chances,
    level_contrasts,
    median_contrasts,
)
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.spread import LeadNoise, lead_noise, section_noise

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Contrast = Callable[[Floats, float, float], Contrasts]
LOWEST, HIGHEST = 1.0, 5.0
NOT_ENOUGH_ANSWERS = "not enough answers"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Precision:
    """Half widths of 95% intervals for one division's figures; NaN with a reason when unknown.

    The figures are medians of three leads, hence the variance of a median of three values.
    """

    practice: float
    sections: tuple[float, ...]
    overall: float
    comparable: float
    noise: LeadNoise
    reason: str = ""

    def figure(self, value: float, half_width: float, hidden: str) -> Figure:
        """A division's figure with its interval, kept inside the scale of 1 to 5."""
        if hidden:
            return Figure(reason=hidden)
        if np.isnan(value):
            return Figure(reason=NOT_ENOUGH_ANSWERS)
        if np.isnan(half_width):
            return Figure(float(value), interval_reason=self.reason)
        low, high = max(LOWEST, value - half_width), min(HIGHEST, value + half_width)
        return Figure(float(value), float(low), float(high))

    def trust_figure(self, column: Floats, half_width: float, hidden: str) -> Figure:
        """The mean of one column over the released divisions, from four divisions up."""
        present = column[~np.isnan(column)]
        if not hidden and present.size < FEWEST_DIVISIONS:
            hidden = NOT_ENOUGH_ANSWERS
        if hidden:
            return Figure(reason=hidden)
        return self.figure(float(present.mean()), half_width / np.sqrt(present.size), "")

    def overall_words(self, overall: Floats) -> list[list[str]]:
        """Words for each division's overall score (divisions, 1) against its trust."""
        return self._words(overall, median_contrasts, self.noise.overall, self.noise.df)

    def practice_words(self, levels: Floats) -> list[list[str]]:
        """Words for each level (divisions, practices) against its trust: one family."""
        return self._words(levels, level_contrasts, self.noise.practice, self.noise.practice_df)

    def adjusted(self, levels: Floats) -> Floats:
        """Benjamini-Hochberg values of the contrasts of ``practice_words``, for analysts.

        NaN where there is no contrast, and everywhere while pooled figures are not shown.
        """
        values = np.full(levels.shape, np.nan)
        shown = ~np.isnan(levels).all(axis=1)
        if self.noise.practice is not None and shown.any():
            df = self.noise.practice_df
            found = level_contrasts(levels[shown], self.noise.practice, df)
            values[shown] = adjusted_chances(found, df)
        return values

    def readable_overall(self, overall: Floats) -> float:
        """The smallest difference from the trust's mean that the overall scores can show."""
        if self.noise.overall is None:
            raise ValueError(f"no difference can be read: {self.reason}")
        found = median_contrasts(_released(overall), self.noise.overall, self.noise.df)
        return float(found.half_widths[0])

    def _words(
        self, values: Floats, contrast: Contrast, variance: float | None, df: float
    ) -> list[list[str]]:
        if variance is None or not _released(values).size:
            return [[""] * values.shape[1] for _ in values]
        found = contrast(_released(values), variance, df)
        released = iter(
            [_cell_words(*cell) for cell in zip(row, found.half_widths, chance, strict=True)]
            for row, chance in zip(found.differences, found.chance_higher, strict=True)
        )
        return [[""] * len(row) if np.isnan(row).all() else next(released) for row in values]


def precision_of(
    answers: Floats,
    membership: Flags,
    comparable: Flags,
    hidden: str,
    weights: Floats | None = None,
) -> Precision:
    """The precision of a round from the leads' scored answers (divisions, roles, practices).

    ``membership`` (sections, practices) and ``comparable`` (practices,) are True where a practice
    counts; ``hidden`` is the disclosure rule that forbids pooled figures, if one does; ``weights``
    (practices,) are the schedule's, None = every practice weighs the same.
    """
    if hidden:
        return _unknown(len(membership), hidden)
    noise = lead_noise(answers, weights)
    if noise.reason or noise.practice is None:
        return _unknown(len(membership), noise.reason or NOT_ENOUGH_ANSWERS)
    sections = section_noise(answers, membership, weights)
    (covered,) = section_noise(answers, comparable[None, :], weights).variances
    return Precision(
        practice=_half_width(noise.practice, noise.practice_df),
        sections=tuple(map(_half_width, sections.variances, sections.df)),
        overall=_half_width(noise.overall, noise.df),
        comparable=_half_width(covered, noise.df),
        noise=noise,
    )


def _unknown(sections: int, reason: str) -> Precision:
    noise = LeadNoise(None, None, 0, 0.0, reason)
    return Precision(np.nan, (np.nan,) * sections, np.nan, np.nan, noise, reason)


def _half_width(variance: float | None, df: float) -> float:
    if variance is None:
        return np.nan
    # nothing finer leaves: the last bits of a sum depend on the order of the leads' answers
    return round(pooled_half_width(variance, df, of="median"), DIGITS)


def _released(values: Floats) -> Floats:
    return values[~np.isnan(values).all(axis=1)]


def _cell_words(difference: float, half_width: float, chance: float) -> str:
    if np.isnan(difference):
        return ""
    return words_for_difference(difference - half_width, difference + half_width, chance)
