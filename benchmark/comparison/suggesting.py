"""Practices that a division could take up, each with how firm its place on the list is.

Computed from the levels that every reader of the trust sees and from the noise pooled over the
trust, never from how far the leads of one division differ. Help for planning: nothing follows
from it by itself.
"""

from dataclasses import dataclass

import numpy as np

from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.wording import in_words, one_decimal
from benchmark.questionnaire.definition import LEVELS, Questionnaire
from benchmark.variation.contrasts import median_level_variances
from benchmark.variation.gains import DRAWS, Gains, gains

MOST = 3
ALL = 100
LISTED = 5  # at most: also what just misses the first three, with how often it does
NONE_BELOW = "no practice of this division is likely to be below the better quarter of the others"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One practice; ``among``: in so many of 100 draws it is one of the largest gains."""

    key: str
    name: str
    level: int
    target: float  # what the better quarter of the other divisions reach
    chance: int  # in 100, of truly being below it
    value: float  # levels to gain when below
    among: int
    next_level: int | None
    next_text: str  # what the next level looks like; empty at the top

    @property
    def why(self) -> str:
        return (
            f"Level {self.level} here; the better quarter of the other divisions begins at about "
            f"{one_decimal(self.target)}. The chance of truly being below it is "
            f"{_in_100(self.chance)}, and then there are about {one_decimal(self.value)} levels "
            "to gain."
        )

    @property
    def firmness(self) -> str:
        return f"In {self.among} of 100 draws among the {in_words(MOST)} that would gain most."


def _in_100(chance: int) -> str:
    """Neither certain nor impossible: no number of draws shows that."""
    if chance >= ALL:
        return "more than 99 in 100"
    return f"about {chance} in 100" if chance else "less than one in 100"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Empty where ``reason`` says why none are shown."""

    lines: tuple[Suggestion, ...] = ()
    reason: str = ""


HOW = (
    f"How this is worked out: {DRAWS:,} times, a possible true position of every division is drawn "
    "from its levels and their uncertainty. In each draw the practices are put in order of what "
    "this division would gain by reaching the better quarter of the others. The list is in order "
    "of gain times chance; how often a practice is among the first three says how firm its place "
    "is. It knows nothing of what is urgent or possible for you."
)


def suggestions_for(
    comparison: Comparison, questionnaire: Questionnaire, division: str
) -> Suggestions:
    """What one released division would gain most from, or why that cannot be said."""
    here = comparison.division(division)
    if not here.released:
        return Suggestions(reason=here.reason)
    if comparison.insight.reason:
        return Suggestions(reason=comparison.insight.reason)
    levels = np.array([_levels(each, questionnaire) for each in comparison.released], float)
    found = _gains(comparison, levels, comparison.released.index(here))
    order = np.argsort(-np.nan_to_num(found.expected), kind="stable")[:LISTED]
    lines = tuple(
        _suggestion(here, questionnaire, int(place), found)
        for place in order
        if np.nan_to_num(found.among[place]) * ALL >= 1
    )
    return Suggestions(lines, "" if lines else NONE_BELOW)


def _levels(division: DivisionResult, questionnaire: Questionnaire) -> list[float]:
    values = (division.practices[key].value for key in questionnaire.keys)
    return [np.nan if value is None else value for value in values]


def _gains(comparison: Comparison, levels: np.ndarray, row: int) -> Gains:
    counts = np.maximum((~np.isnan(levels)).sum(axis=0), 1)
    centres = np.nansum(levels, axis=0) / counts
    return gains(levels, median_level_variances(centres, comparison.insight.noise), row, MOST)


def _suggestion(
    division: DivisionResult, questionnaire: Questionnaire, place: int, found: Gains
) -> Suggestion:
    practice = questionnaire.practices[place]
    level = int(division.practices[practice.key].value or 0)
    following = level + 1 if level < LEVELS[-1] else None
    return Suggestion(
        key=practice.key,
        name=practice.name,
        level=level,
        target=float(found.target[place]),
        chance=round(ALL * float(found.chance[place])),
        value=float(found.value[place]),
        among=round(ALL * float(found.among[place])),
        next_level=following,
        next_text=practice.levels[following - 1] if following else "",
    )
