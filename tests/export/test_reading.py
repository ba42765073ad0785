"""What was written is read back, cell by cell; what cannot be read says where and what to do."""

import io
import string
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.export import reading
from benchmark.export.reading import read_answers
from benchmark.export.sheets import Cell, Sheet
from benchmark.export.writing import UNFIT, csv_bytes, xlsx_bytes
from benchmark.questionnaire.located import FaultyFile
from benchmark.scoring.table import Table

MADE = datetime(2026, 10, 24, 22, 41, tzinfo=UTC)
HEADER = ("trust", "talent", "talent:evidence", "=HYPERLINK(1)")
# what no workbook can hold is refused there: see test_writing
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@_x \t\n,;\""),
    max_size=30,
).filter(lambda text: not UNFIT.search(text)) | st.sampled_from(
    ["_x000_", "=1+1", "'=1", " ", "\n", "#", "1.0", "TRUE", "\ta\n"]
)
CELLS = st.integers(1, 5) | st.sampled_from(["", "dont-know", "not-applicable", "not-in-place"])
ROWS = st.lists(st.tuples(st.just("ZZN"), CELLS, TEXTS, TEXTS), max_size=4)


def written(tmp: Path, kind: str, *rows: tuple[Cell, ...]) -> Path:
    sheet = Sheet("Answers", HEADER, rows, notes=("# a note", '# a "note", with commas'))
    file = tmp / f"answers.{kind}"
    file.write_bytes(csv_bytes(sheet) if kind == "csv" else xlsx_bytes((sheet,), MADE))
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_every_cell_comes_back_as_it_was(kind: str, rows: list[tuple[Cell, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = read_answers(written(Path(folder), kind, *rows))
    assert table.header == HEADER
    assert table.rows == tuple(tuple(str(cell) for cell in row) for row in rows)
    assert not table.faults


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_know_their_line(tmp_path: Path, kind: str) -> None:
    file = written(tmp_path, kind, ("ZZN", 3, "", ""), ("ZZN", 4, "", ""))
    assert read_answers(file).lines == (2, 3)


def workbook(tmp: Path, *rows: tuple[object, ...]) -> Table:
    """A workbook as another program writes it."""
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(tmp / "typed.xlsx")
    return read_answers(tmp / "typed.xlsx")


def test_a_workbook_may_leave_cells_out_and_write_numbers_with_a_point(tmp_path: Path) -> None:
    table = workbook(tmp_path, ("trust", "talent", "review"), ("ZZN", 3.0), (None, None), ("ZZN",))
    assert table.rows == (("ZZN", "3", ""), ("ZZN", "", ""))
    assert table.lines == (2, 4)


def test_a_formula_in_a_workbook_is_a_fault_with_its_row_and_column(tmp_path: Path) -> None:
    table = workbook(tmp_path, ("trust", "talent"), ("ZZN", "=1+2"), ("ZZN", 3, "=4"))
    told = [str(fault).removeprefix(f"{tmp_path}/") for fault in table.faults]
    assert told == [
        "typed.xlsx:3:column 3: the row has 3 cells, the header 2",
        "typed.xlsx:2:talent: holds a formula; type its value",
        "typed.xlsx:3:column 3: holds a formula; type its value",
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"trust,talent\n", b"PK\x03\x04 broken", string.printable.encode()],
)
def test_what_is_no_workbook_is_told_plainly(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(FaultyFile, match="not a workbook that can be read"):
        read_answers(tmp_path / "a.xlsx")


def test_a_workbook_without_its_parts_is_told_plainly(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(FaultyFile, match="not a workbook that can be read"):
        read_answers(tmp_path / "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "xlsx", ("ZZN", 3, "", ""))
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    with pytest.raises(FaultyFile, match="is larger than"):
        read_answers(file)


def test_too_many_rows_end_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(FaultyFile, match=r":3:1: more than 2 rows"):
        read_answers(written(tmp_path, "xlsx", ("ZZN", 3, "", ""), ("ZZN", 3, "", "")))


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    """Parts that define entities within entities: the XML reader itself stops them."""
    file = written(tmp_path, "xlsx", ("ZZN", 3, "", ""))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    text = "<sst><si><t>&e11;</t></si></sst>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY e0 "x">{entities}]>{text}'
    spoilt = io.BytesIO()
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(spoilt, "w") as target:
        for part in packed.namelist():
            spoil = part.endswith("sharedStrings.xml")
            target.writestr(part, bomb if spoil else packed.read(part))
    file.write_bytes(spoilt.getvalue())
    with pytest.raises(FaultyFile, match="not a workbook that can be read"):
        read_answers(file)
