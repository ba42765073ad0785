"""Files of answers are read back: CSV or a workbook, cell by cell as they were written."""

import dataclasses
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from benchmark.comparison.formulas import restored
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.table import Record, Table, records_of, table_of

MOST_BYTES = 20 * 2**20  # of a workbook
MOST_UNPACKED = 200 * 2**20  # a small file can unpack to more than a machine has
MOST_ROWS = 20_000
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, InvalidFileException),
    # what the reader raises over parts that are missing, encrypted or not what they should be
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, RuntimeError),
)
NOT_VALUES = {"f": "holds a formula; type its value", "e": "holds an error; type the value"}


def read_answers(path: Path) -> Table:
    """Return the table of a CSV file or, from ``.xlsx``, of a workbook's first sheet.

    Lines that begin with # are left out; cells keep their spaces. Raises ``FaultyFile`` where the
    file cannot be read as a table at all.
    """
    if path.suffix.lower() == ".xlsx":
        return _workbook_table(path)
    return table_of(path, _restored(_without_notes(records_of(path))))


def _without_notes(records: Iterator[Record]) -> Iterator[Record]:
    return ((line, cells) for line, cells in records if not cells[0].lstrip().startswith("#"))


def _restored(records: Iterator[Record]) -> Iterator[Record]:
    """Undo what the export did to formulas; the first record is the header."""
    for number, (line, cells) in enumerate(records):
        given = tuple(restored(cell) for cell in cells)
        yield line, tuple(map(str.strip, given)) if number == 0 else given


def _workbook_table(path: Path) -> Table:
    faulty: list[tuple[int, int, str]] = []
    with _opened(path) as sheet:
        table = table_of(path, _without_notes(_even(_sheet_records(path, sheet, faulty))))
    names = dict(enumerate(table.header))
    found = [
        Fault(path, row, names.get(column) or f"column {column + 1}", message)
        for row, column, message in faulty
    ]
    return dataclasses.replace(table, faults=(*table.faults, *found))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The first sheet of a workbook, of which nothing is run; what is wrong becomes a fault."""
    try:
        _refuse_too_large(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells of decorations that it does not read
            workbook = load_workbook(path, read_only=True)
            try:
                sheet = workbook.worksheets[0]
                sheet.reset_dimensions()  # what a file says about its size may be wrong
                yield sheet
            finally:
                workbook.close()
    except FaultyFile:
        raise
    except OSError as error:
        raise FaultyFile([Fault(path, 1, 1, f"cannot be opened: {error.strerror}")]) from error
    except UNREADABLE as error:
        message = "not a workbook that can be read; save it again as .xlsx, without a password"
        raise FaultyFile([Fault(path, 1, 1, message)]) from error


def _refuse_too_large(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    for size, most in ((path.stat().st_size, MOST_BYTES), (unpacked, MOST_UNPACKED)):
        if size > most:
            message = f"the workbook is larger than {most / 2**20:g} MiB, the most that is read"
            raise FaultyFile([Fault(path, 1, 1, message)])


def _sheet_records(path: Path, sheet: Any, faulty: list[tuple[int, int, str]]) -> Iterator[Record]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS:
            message = f"more than {MOST_ROWS:,} rows, the most that are read"
            raise FaultyFile([Fault(path, number, 1, message)])
        cells = tuple(_text(cell.value) for cell in row)
        if any(cell.strip() for cell in cells):
            faulty += [
                (number, place, NOT_VALUES[cell.data_type])
                for place, cell in enumerate(row)
                if cell.value is not None and cell.data_type in NOT_VALUES
            ]
            yield number, cells


def _text(value: object) -> str:
    """Return what a cell shows: 3 for the number 3.0, nothing for an empty cell."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unescape(value) if isinstance(value, str) else str(value)


def _even(records: Iterator[Record]) -> Iterator[Record]:
    """Give every row the length of the header: a workbook leaves out empty cells at the end."""
    width = 0
    for line, cells in records:
        kept = list(cells)
        while len(kept) > width and not kept[-1].strip():
            kept.pop()
        width = width or len(kept)
        yield line, (*kept, *[""] * (width - len(kept)))
