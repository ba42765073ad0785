"""A long table, one line a rating, becomes rows of raters and columns of practices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.located import Fault
from benchmark.scoring.columns import Columns, choose
from benchmark.scoring.table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Pivot:
    """Where each line of a long table belongs; raters as they first appear."""

    rows: NDArray[np.intp]  # (lines,) the rater of each line
    practices: NDArray[np.intp]  # (lines,) the practice of each line
    firsts: tuple[int, ...]  # (raters,) the first line of each rater
    items: tuple[str, ...]


def pivot_of(table: Table, columns: Columns, practice: int, items: tuple[str, ...]) -> Pivot:
    """Return where the lines of a long table belong, all of them about one of the items.

    Lines are of one rater if trust, division and rater are the same; without a column for the
    rater, if trust, division and role are.
    """
    keys = list(zip(*map(table.column, _identity(columns)), strict=True))
    rows, firsts = _numbered(keys or [()] * len(table.rows))
    places = {item: place for place, item in enumerate(items)}
    practices = np.array([places[item] for item in table.column(practice)], dtype=np.intp)
    return Pivot(rows, practices, tuple(firsts), items)


def pivoted(pivot: Pivot, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scores (raters, practices) of numbers (lines,), NaN = missing."""
    scores = np.full((len(pivot.firsts), len(pivot.items)), np.nan)
    scores[pivot.rows, pivot.practices] = numbers
    return scores


def practices_of(
    table: Table, practice: int, items: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Return the practices of a long table, all or those chosen, and the faults of the choice."""
    names = tuple(name for name in dict.fromkeys(table.column(practice)) if name)
    if items is None:
        return names, ()
    chosen, problems = choose(names, items)
    line, column = table.header_line, table.header[practice]
    faults = (Fault(table.path, line, column, f"{name!r} {why}") for name, why in problems)
    return tuple(names[index] for index in chosen), tuple(faults)


def lines_about(table: Table, practice: int, items: Sequence[str]) -> Table:
    """Return the table with only the lines about one of the items."""
    wanted = frozenset(items)
    kept = [line for line, row in enumerate(table.rows) if row[practice] in wanted]
    rows = tuple(table.rows[line] for line in kept)
    return replace(table, rows=rows, lines=tuple(table.lines[line] for line in kept))


def repeated_raters(table: Table, columns: Columns) -> Iterator[Fault]:
    """Yield a fault for every further row of the same rater of a wide table."""
    if "rater" not in columns.labels:
        return
    rater = columns.labels["rater"]
    rows, firsts = _numbered(zip(*map(table.column, _identity(columns)), strict=True))
    for line, row in enumerate(rows.tolist()):
        if firsts[row] != line:
            message = (
                f"rater {table.rows[line][rater]!r} stands on line {table.lines[firsts[row]]} too"
            )
            yield Fault(table.path, table.lines[line], table.header[rater], message)


def repeated_ratings(table: Table, columns: Columns, pivot: Pivot, score: int) -> Iterator[Fault]:
    """Yield a fault for every further rating of a practice by the same rater."""
    hint = "" if "rater" in columns.labels else "; name the column of the rater with --rater"
    seen: dict[tuple[int, int], int] = {}
    places = zip(pivot.rows.tolist(), pivot.practices.tolist(), strict=True)
    for line, (row, practice) in enumerate(places):
        first = seen.setdefault((row, practice), line)
        if first != line:
            message = (
                f"this rater scores {pivot.items[practice]!r} on line {table.lines[first]} too"
            )
            yield Fault(table.path, table.lines[line], table.header[score], message + hint)


def second_roles(table: Table, columns: Columns, pivot: Pivot) -> Iterator[Fault]:
    """Yield a fault for every line that gives a rater another role than the rater's first line."""
    role = columns.labels.get("role")
    if role is None:
        return
    roles = table.column(role)
    for line, row in enumerate(pivot.rows.tolist()):
        first = pivot.firsts[row]
        if roles[line] != roles[first]:
            message = f"this rater is {roles[first]!r} on line {table.lines[first]}"
            yield Fault(table.path, table.lines[line], table.header[role], message)


def _identity(columns: Columns) -> list[int]:
    person = "rater" if "rater" in columns.labels else "role"
    return [
        columns.labels[label] for label in ("trust", "division", person) if label in columns.labels
    ]


def _numbered(keys: Iterable[object]) -> tuple[NDArray[np.intp], list[int]]:
    """Return the number of each key in order of first appearance, and where each appears first."""
    numbers: dict[object, int] = {}
    firsts: list[int] = []
    rows = []
    for line, key in enumerate(keys):
        if key not in numbers:
            numbers[key] = len(numbers)
            firsts.append(line)
        rows.append(numbers[key])
    return np.array(rows, dtype=np.intp), firsts
