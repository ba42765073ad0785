"""Sheets become SPSS and Parquet files, with everything that explains them inside the file."""

import importlib.util
import json
import tempfile
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmark.export.labels import Labelled
from benchmark.export.sheets import Sheet, UnfitText

LONGEST_TEXT = 32_767  # bytes in a text of SPSS
LONGEST_LABEL = 255
NOTE_LINE = 78
MADE_AT = slice(92, 109)  # where the head of a .sav says when it was written
WANTED = (
    "SPSS and Parquet files need further libraries: install the extra exports "
    "(uv sync --extra exports, or pip install 'management-practice-benchmark[exports]')"
)
# a name that SPSS would take for a word of its language
RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


class LibraryMissing(RuntimeError):
    """The optional libraries of these formats are not installed; the text says what to do."""


def can_write() -> bool:
    """Whether the libraries for these formats are installed here."""
    names = ("pandas", "pyarrow", "pyreadstat")
    return all(importlib.util.find_spec(name) is not None for name in names)


def _library(name: str) -> Any:
    # large, optional, and wanted by few: not part of every start of a server
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise LibraryMissing(WANTED) from missing


def sav_bytes(labelled: Labelled, made: datetime) -> bytes:
    """An SPSS file: variable and value labels, kinds of missing, and the dictionary as notes.

    Raises ``UnfitText`` for a text that SPSS cannot hold, ``LibraryMissing`` without its library.
    """
    pandas, pyreadstat = _library("pandas"), _library("pyreadstat")
    header = labelled.sheet.header
    names = {column: sav_name(column) for column in header}
    frame = pandas.DataFrame(
        {names[column]: _sav_cells(labelled, column) for column in header},
    )
    kinds = {names[column]: labelled.label(column) for column in header}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "written.sav"
        pyreadstat.write_sav(
            frame,
            file,
            file_label=_cut(labelled.sheet.title, 60),
            column_labels={
                names[column]: _cut(_variable_label(column, labelled), LONGEST_LABEL)
                for column in header
            },
            note=list(_notes(labelled)),
            variable_value_labels={
                name: {float(value): _cut(text, 120) for value, text in label.values.items()}
                for name, label in kinds.items()
                if label.values
            },
            missing_ranges={
                name: list(label.words.values()) for name, label in kinds.items() if label.words
            },
        )
        written = bytearray(file.read_bytes())
    # the same data, the same bytes: not when it was written, but up to when the data go
    written[MADE_AT] = f"{made:%d %b %y%H:%M:%S}".encode("ascii")
    return bytes(written)


def parquet_bytes(labelled: Labelled) -> bytes:
    """A Parquet file; numbers and kinds of missing stand in columns of their own.

    What explains it is in the metadata: of each column its label and values, of the table every
    further sheet as JSON. Raises ``LibraryMissing`` without its library.
    """
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    columns = [
        part for column in labelled.sheet.header for part in _arrays(arrow, labelled, column)
    ]
    fields = [
        arrow.field(name, values.type, metadata=_metadata(labelled, name))
        for name, values in columns
    ]
    about = {name: _as_json(sheet) for name, sheet in labelled.further.items()}
    schema = arrow.schema(fields, metadata={"title": labelled.sheet.title, **about})
    table = arrow.Table.from_arrays([values for _, values in columns], schema=schema)
    sink = arrow.BufferOutputStream()
    parquet.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def sav_name(column: str) -> str:
    """A name that SPSS allows: ``patient-flow:evidence`` becomes ``patient_flow.evidence``."""
    name = column.replace("-", "_").replace(":", ".")
    return f"{name}_" if name in RESERVED else name


def _variable_label(column: str, labelled: Labelled) -> str:
    text = labelled.label(column).text
    return text if text == column else f"{column}: {text}"


def _sav_cells(labelled: Labelled, column: str) -> list[float | str | None]:
    cells = labelled.cells(column)
    if labelled.is_number(column):
        words = labelled.label(column).words
        return [None if cell == "" else float(words.get(str(cell), cell)) for cell in cells]
    for place, cell in enumerate(cells, start=2):
        if len(str(cell).encode()) > LONGEST_TEXT or "\x00" in str(cell):
            reason = f"longer than {LONGEST_TEXT:,} bytes, or with a character without a width"
            raise UnfitText(f"row {place}, column {column}: {reason}; use CSV or Parquet")
    return [str(cell) for cell in cells]


def _notes(labelled: Labelled) -> Iterator[str]:
    for name, sheet in labelled.further.items():
        yield f"== {name} =="
        for row in (sheet.header, *sheet.rows):
            line = " | ".join(" ".join(str(cell).split()) for cell in row)
            yield from _wrapped(line)


def _wrapped(line: str) -> Iterator[str]:
    """Lines of at most 80 bytes, as the notes of SPSS want them."""
    for part in textwrap.wrap(line, NOTE_LINE):
        rest = part
        while rest:
            cut = _cut(rest, NOTE_LINE)
            yield cut
            rest = rest[len(cut) :]


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _arrays(arrow: Any, labelled: Labelled, column: str) -> Iterator[tuple[str, Any]]:
    cells, words = labelled.cells(column), labelled.label(column).words
    if not labelled.is_number(column):
        yield column, arrow.array([str(cell) for cell in cells], arrow.string())
        return
    whole = not any(isinstance(cell, float) for cell in cells)
    numbers = [None if cell == "" or cell in words else cell for cell in cells]
    integer = arrow.int8() if words else arrow.int64()
    yield column, arrow.array(numbers, integer if whole else arrow.float64())
    if words:
        kinds = [cell if cell in words else None for cell in cells]
        yield f"{column}:missing", arrow.array(kinds, arrow.string())


def _metadata(labelled: Labelled, column: str) -> dict[str, str]:
    label = labelled.label(column)
    values = {str(value): text for value, text in label.values.items()}
    return {"label": label.text, "values": json.dumps(values, ensure_ascii=False)}


def _as_json(sheet: Sheet) -> str:
    rows = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    return json.dumps(rows, ensure_ascii=False)
