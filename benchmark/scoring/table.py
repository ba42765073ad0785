"""A CSV file becomes rows of cells, each row with its line in the file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmark.questionnaire.located import Fault, FaultyFile, read_text

MOST_BYTES = 256 * 2**20

Record = tuple[int, tuple[str, ...]]  # the line where it starts, counted from 1; its cells


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a file without spaces around them; rows without any content are left out.

    ``faults`` tells what is wrong with the header and the length of rows; a row of the wrong
    length is not among ``rows``.
    """

    path: Path
    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]  # where each row starts, counted from 1
    faults: tuple[Fault, ...]

    def column(self, index: int) -> tuple[str, ...]:
        return tuple(row[index] for row in self.rows)


def read_table(path: Path) -> Table:
    """Return the table of a CSV file in UTF-8, with its faults.

    Raises ``FaultyFile`` where the file cannot be read as a table at all: missing, another
    encoding, empty, another separator, quotation marks that do not close.
    """
    return table_of(path, _stripped(records_of(path)))


def table_of(path: Path, records: Iterator[Record]) -> Table:
    """Return the table of records, the header first; raises ``FaultyFile`` without a header."""
    line, header = next(records, (1, ()))
    if not header:
        raise FaultyFile([Fault(path, 1, 1, "the file is empty")])
    _refuse_other_separators(path, line, header)
    faults = list(_header_faults(path, line, header))
    rows, lines = [], []
    for row_line, cells in records:
        if len(cells) == len(header):
            rows.append(cells)
            lines.append(row_line)
        else:
            faults.append(_ragged(path, row_line, header, cells))
    return Table(path, header, line, tuple(rows), tuple(lines), tuple(faults))


def records_of(path: Path) -> Iterator[Record]:
    """Yield the first line and the cells, as they are, of every record that has any content."""
    reader = csv.reader(io.StringIO(read_text(path, MOST_BYTES), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"not CSV: {error}; look for a quotation mark that does not close"
        raise FaultyFile([Fault(path, line, 1, message)]) from error


def _stripped(records: Iterator[Record]) -> Iterator[Record]:
    for line, cells in records:
        yield line, tuple(cell.strip() for cell in cells)


def _refuse_other_separators(path: Path, line: int, header: tuple[str, ...]) -> None:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            message = f"the columns are separated by {name}: save the file as CSV with commas"
            raise FaultyFile([Fault(path, line, 1, message)])


def _header_faults(path: Path, line: int, header: tuple[str, ...]) -> Iterator[Fault]:
    for index, name in enumerate(header):
        first = header.index(name)
        if name and first != index:
            message = f"columns {first + 1} and {index + 1} have the same name"
            yield Fault(path, line, name, message)


def _ragged(path: Path, line: int, header: tuple[str, ...], cells: tuple[str, ...]) -> Fault:
    if len(cells) < len(header):
        column = header[len(cells)] or f"column {len(cells) + 1}"
    else:
        column = f"column {len(header) + 1}"
    message = f"the row has {len(cells)} cells, the header {len(header)}"
    return Fault(path, line, column, message)
