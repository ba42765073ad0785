"""Any ratings file becomes one array (rows, items): one row a rater, one item a practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.cells import Scale, labels_of, numbers_of, one_fault_for_strange_columns
from benchmark.scoring.columns import Columns, columns_of
from benchmark.scoring.pivot import (
    lines_about,
    pivot_of,
    pivoted,
    practices_of,
    repeated_raters,
    repeated_ratings,
    second_roles,
)
from benchmark.scoring.table import Table, read_table


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What raters scored. ``scores`` (rows, items), NaN = missing; labels are one a row.

    A label is None if the file has no column for it. ``lines`` are the lines of the rows in the
    file, counted from 1 (in a long file the first line of each rater).
    """

    scores: NDArray[np.float64]
    items: tuple[str, ...]
    lines: tuple[int, ...]
    trust: tuple[str, ...] | None
    division: tuple[str, ...] | None
    rater: tuple[str, ...] | None
    role: tuple[str, ...] | None
    scale: Scale


class FaultyRatings(FaultyFile):
    """A ratings file that cannot be analysed, with all of its faults."""


class LabelColumns(TypedDict, total=False):
    """The names of the label columns; None or left out: the column called like the label."""

    trust: str | None
    division: str | None
    rater: str | None
    role: str | None


def read_ratings(
    path: Path,
    *,
    items: Sequence[str] | None = None,
    scale: Scale = (1.0, 5.0),
    **labels: Unpack[LabelColumns],
) -> Ratings:
    """Return the ratings of a CSV file, wide (one column a practice) or long.

    A long file has columns ``practice`` and ``score``. ``items`` default to the columns that no
    label takes (long: to all practices); ``lean1, ..., talent6`` names a range. A blank cell is
    missing; a row of nothing but blanks is passed over. Raises ``FaultyRatings`` with every fault:
    cells that are no number or lie outside ``scale``, blank labels, a rater twice, rows of the
    wrong length, columns that are not there.
    """
    try:
        table = read_table(path)
    except FaultyFile as faulty:
        raise FaultyRatings(faulty.faults) from faulty
    wanted = {
        "trust": labels.get("trust"),
        "division": labels.get("division"),
        "rater": labels.get("rater"),
        "role": labels.get("role"),
    }
    columns, faults = columns_of(table, wanted, items)
    if faults or not table.rows:
        nothing = Fault(path, table.header_line, table.header[0], "no rows follow the header")
        raise FaultyRatings([*table.faults, *faults] or [nothing])
    if columns.long is None:
        reading = _wide(table, columns, scale, named=items is not None)
    else:
        reading = _long(table, columns, columns.long, items, scale)
    return _ratings(reading, columns, scale)


class _Reading(NamedTuple):
    """The scores of a table, and what is wrong with them."""

    table: Table
    scores: NDArray[np.float64]  # (raters, items)
    items: tuple[str, ...]
    firsts: Sequence[int]  # (raters,) the first row of each rater in the table
    cell_faults: tuple[Fault, ...]
    rater_faults: tuple[Fault, ...]  # worth telling only if no label is blank


def _wide(table: Table, columns: Columns, scale: Scale, *, named: bool) -> _Reading:
    scores = np.full((len(table.rows), len(columns.items)), np.nan)
    faults: list[Fault] = []
    for place, index in enumerate(columns.items):
        scores[:, place], found = numbers_of(table, index, scale)
        faults += found if named else one_fault_for_strange_columns(table, index, found)
    items = tuple(table.header[index] for index in columns.items)
    twice = tuple(repeated_raters(table, columns))
    return _Reading(table, scores, items, range(len(table.rows)), tuple(faults), twice)


def _long(
    table: Table,
    columns: Columns,
    long: tuple[int, int],
    items: Sequence[str] | None,
    scale: Scale,
) -> _Reading:
    practice, score = long
    names, name_faults = practices_of(table, practice, items)
    _, blank_faults = labels_of(table, practice, "practice")
    if name_faults or not names:
        raise FaultyRatings([*table.faults, *name_faults, *blank_faults])
    kept = lines_about(table, practice, names)
    pivot = pivot_of(kept, columns, practice, names)
    numbers, faults = numbers_of(kept, score, scale)
    twice = (*repeated_ratings(kept, columns, pivot, score), *second_roles(kept, columns, pivot))
    cell_faults = (*blank_faults, *faults)
    return _Reading(kept, pivoted(pivot, numbers), names, pivot.firsts, cell_faults, twice)


def _ratings(reading: _Reading, columns: Columns, scale: Scale) -> Ratings:
    table = reading.table
    labels: dict[str, tuple[str, ...]] = {}
    blanks: list[Fault] = []
    for label, index in columns.labels.items():
        cells, found = labels_of(table, index, label)
        labels[label] = tuple(cells[first] for first in reading.firsts)
        blanks += found
    faults = [*table.faults, *blanks, *reading.cell_faults]
    faults += () if blanks else reading.rater_faults
    if faults:
        raise FaultyRatings(sorted(faults, key=lambda fault: fault.line))
    lines = tuple(table.lines[first] for first in reading.firsts)
    return Ratings(
        scores=reading.scores,
        items=reading.items,
        lines=lines,
        trust=labels.get("trust"),
        division=labels.get("division"),
        rater=labels.get("rater"),
        role=labels.get("role"),
        scale=scale,
    )
