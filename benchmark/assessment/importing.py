"""Rows of a file with their line and column names, so that every fault can say where it is."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.table import Table

ISO_DAY = "2025-04-01"


@dataclass(frozen=True, slots=True)
class Row:
    """One line under its column names; reading a cell notes what is wrong with it."""

    path: Path
    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.path, self.line, column, message))

    def text(self, column: str, most: int) -> str:
        """Return a cell that must be filled; what looks like a formula stays the text it is."""
        value = self.optional_text(column, most)
        if not value:
            self.refuse(column, "is empty; fill it in or remove the line")
        return value

    def optional_text(self, column: str, most: int) -> str:
        """Return a cell with its spaces tidied, at most so many characters long."""
        value = " ".join(unicodedata.normalize("NFC", self.cells[column]).split())
        if len(value) > most:
            self.refuse(column, f"has {len(value)} characters; shorten it to at most {most}")
        if any(unicodedata.category(character) == "Cc" for character in value):
            self.refuse(column, "holds an invisible control character; type the cell anew")
        return value

    def day(self, column: str, *examples: str) -> date | None:
        """Return a date written like one of the examples; an empty cell is no date."""
        value = self.cells[column].strip()
        if not value:
            return None
        day = _day(value) if any(_has_form(value, example) for example in examples) else None
        if day is None:
            self.refuse(column, f"'{value}' is not a date; write it like {examples[0]}")
        return day


def named_rows(table: Table, names: Iterable[str]) -> list[Row]:
    """Return the rows of a table whose header has all the names, in any case and order.

    Further columns are kept. Raises ``FaultyFile`` where a name is missing.
    """
    wanted, header = tuple(names), lower_names(table)
    missing = [name for name in wanted if name not in header]
    if missing:
        message = (
            f"the column {missing[0]!r} is missing; "
            f"the first line names the columns: {','.join(wanted)}"
        )
        raise FaultyFile([Fault(table.path, table.header_line, missing[0], message)])
    return [
        row_under(table.path, line, header, cells)
        for line, cells in zip(table.lines, table.rows, strict=True)
    ]


def lower_names(table: Table) -> tuple[str, ...]:
    """Return the names of the columns, which a file may write in capitals."""
    return tuple(name.lower() for name in table.header)


def row_under(path: Path, line: int, names: Sequence[str], cells: Sequence[str]) -> Row:
    """Return a row whose cells stand under names; of two columns of one name the first counts."""
    return Row(path, line, dict(reversed(list(zip(names, cells, strict=True)))))


def refuse_faults(faults: Iterable[Fault], rows: Iterable[Row]) -> None:
    """Raise ``FaultyFile`` with these faults and those of the rows, if there are any."""
    found = [*faults, *(fault for row in rows for fault in row.faults)]
    if found:
        raise FaultyFile(sorted(found, key=lambda fault: fault.line))


def _has_form(value: str, example: str) -> bool:
    return re.fullmatch(re.sub("[0-9]", "[0-9]", example), value) is not None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:  # such as the 31st of June
        return None
