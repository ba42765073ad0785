"""What the executive reads first: sentences computed from the figures, never written by hand."""

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.content import DivisionResult
from benchmark.comparison.precision import Precision
from benchmark.comparison.wording import (
    CLEARLY_HIGHER,
    CLEARLY_LOWER,
    in_words,
    joined,
    one_decimal,
)
from benchmark.disclosure.levels import FEWEST_DIVISIONS, LEADS_OF_A_DIVISION
from benchmark.questionnaire.definition import Questionnaire

Floats = NDArray[np.float64]
CLEAR = (CLEARLY_HIGHER, CLEARLY_LOWER)


def finding_of(divisions: tuple[DivisionResult, ...], overall: Floats, precision: Precision) -> str:
    """One sentence: what the round shows, or what is missing before it can show anything."""
    released = [division for division in divisions if division.released]
    if not released:
        return "Nothing can be shown yet: no division has all three of its leads' answers."
    if len(released) < FEWEST_DIVISIONS:
        return (
            f"{_divisions(len(released))} released. With fewer than {in_words(FEWEST_DIVISIONS)} "
            "divisions, differences between divisions cannot be told from chance."
        )
    if precision.reason:
        return f"{_divisions(len(released))} released so far. Still to come: {_waiting(divisions)}."
    if np.isnan(overall).all():
        return "No division has enough answers for an overall score. Practices are shown below."
    return _what_differs(released, precision.readable_overall(overall))


def _what_differs(released: list[DivisionResult], readable: float) -> str:
    start = (
        f"With {in_words(len(released))} divisions and three leads each, this round can show "
        f"overall differences above {one_decimal(readable)} of a level from the trust's mean"
    )
    found = [
        f"{joined([d.name for d in released if d.verdict == words])} "
        f"{'is' if sum(d.verdict == words for d in released) == 1 else 'are'} {words}"
        for words in CLEAR
        if any(d.verdict == words for d in released)
    ]
    return f"{start}: {joined(found)}." if found else f"{start}; it shows none."


def _waiting(divisions: tuple[DivisionResult, ...]) -> str:
    return joined(
        [
            f"{division.name} {division.complete} of {LEADS_OF_A_DIVISION} complete"
            for division in divisions
            if not division.released
        ]
    )


def _divisions(count: int) -> str:
    return f"{in_words(count).capitalize()} division{' is' if count == 1 else 's are'}"


def differences_of(
    questionnaire: Questionnaire, divisions: tuple[DivisionResult, ...], levels: Floats
) -> tuple[str, ...]:
    """Every division and practice whose difference from the trust is clear, largest first."""
    found = [
        (abs(levels[row, column] - np.nanmean(levels[:, column])), row, column)
        for row, division in enumerate(divisions)
        for column, key in enumerate(questionnaire.keys)
        if division.practice_verdicts.get(key) in CLEAR
    ]
    ordered = sorted(found, key=lambda item: (-round(item[0], 6), item[1], item[2]))
    return tuple(_difference(questionnaire, divisions, levels, row, col) for _, row, col in ordered)


def _difference(
    questionnaire: Questionnaire,
    divisions: tuple[DivisionResult, ...],
    levels: Floats,
    row: int,
    column: int,
) -> str:
    practice, division = questionnaire.practices[column], divisions[row]
    mean = one_decimal(float(np.nanmean(levels[:, column])))
    return (
        f"{division.name} is {division.practice_verdicts[practice.key]} on "
        f"{practice.name[0].lower()}{practice.name[1:]}: "
        f"level {levels[row, column]:.0f} against a trust mean of {mean}."
    )


def caution_of(precision: Precision) -> str:
    """How sure the figures are, or why no interval can be given."""
    if precision.reason:
        return f"Intervals are not shown: {precision.reason}."
    return (
        "Each interval allows for the three leads seeing the same division differently. It is "
        "pooled over the divisions, so that it says nothing about the leads of any one of them. "
        f"One practice in one division is known to within about {one_decimal(precision.practice)} "
        f"of a level, a division's overall score to within about {one_decimal(precision.overall)}."
    )
