"""Answers become counts: of each group of sheets, each practice and each kind of answer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmark.scoring.answers import HIGHEST, LOWEST

KINDS = HIGHEST - LOWEST + 1  # of answers, from "not in place" to level 5
Counts = NDArray[np.int64]


def count_answers(
    columns: Sequence[NDArray[np.int8]], group: NDArray[np.int64], groups: int
) -> Counts:
    """How often each kind of answer was given, (groups, practices, kinds), kinds from LOWEST.

    ``columns``: one (sheets,) a practice; ``group`` (sheets,) is the place of each sheet's group.
    Two practices are counted at once, as one number below 81, and taken apart afterwards: half
    the passes over the sheets. Raises ``ValueError`` for a number that is no answer.

    >>> column = np.array([5, 5, -1], np.int8)
    >>> count_answers([column], np.array([0, 0, 1]), 2)[:, 0, 2::6].tolist()
    [[0, 2], [1, 0]]
    """
    found = np.empty((groups, len(columns), KINDS), np.int64)
    start = group * KINDS**2
    for place in range(0, len(columns), 2):
        first, second = columns[place], columns[min(place + 1, len(columns) - 1)]
        _refuse_strangers(first, second)
        both = (first - np.int8(LOWEST)) * np.int8(KINDS) + (second - np.int8(LOWEST))
        pairs = np.bincount(start + both, minlength=groups * KINDS**2)
        table = pairs.reshape(groups, KINDS, KINDS)
        found[:, place] = table.sum(axis=2)
        if place + 1 < len(columns):
            found[:, place + 1] = table.sum(axis=1)
    return found


def _refuse_strangers(*columns: NDArray[np.int8]) -> None:
    for column in columns:
        if column.size and (column.min() < LOWEST or column.max() > HIGHEST):
            stranger = column[(column < LOWEST) | (column > HIGHEST)][0]
            raise ValueError(f"{stranger} is not an answer: {LOWEST} to {HIGHEST}")
