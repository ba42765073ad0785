"""The bytes of a file: texts stay texts, numbers numbers, and the same sheets the same bytes."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from benchmark.export.sheets import Sheet, UnfitText
from benchmark.export.writing import LONGEST_CELL, csv_bytes, xlsx_bytes

MADE = datetime(2026, 10, 24, 22, 41, tzinfo=UTC)
RISKY = Sheet("Answers", ("trust", "=cmd()", "n"), (("+1", "-2", 3), ("Ŵ", "", 5)), ("# told",))


def test_csv_has_no_cell_that_runs_and_its_notes_last() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(RISKY).decode(), newline="")))
    assert rows == [
        ["trust", "'=cmd()", "n"],
        ["'+1", "'-2", "3"],
        ["Ŵ", "", "5"],
        ["# told"],
    ]


def test_a_workbook_has_texts_and_numbers_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes((RISKY,), MADE)))
    cells = [[(cell.value, cell.data_type) for cell in row] for row in book["Answers"].iter_rows()]
    assert cells == [
        [("trust", "s"), ("=cmd()", "s"), ("n", "s")],
        [("+1", "s"), ("-2", "s"), (3, "n")],
        [("Ŵ", "s"), (None, "n"), (5, "n")],
    ]


def test_columns_offer_their_choices() -> None:
    sheet = Sheet(
        "Answers", ("role", "talent"), (("nursing", ""),), choices=(("talent", ("1", "dont-know")),)
    )
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes((sheet,), MADE)))
    (rule,) = book["Answers"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("B2", '"1,dont-know"')


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert xlsx_bytes((RISKY,), MADE) == xlsx_bytes((RISKY,), MADE)
    assert csv_bytes(RISKY) == csv_bytes(RISKY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * (LONGEST_CELL + 1), "32,768 characters"),
        ("\U0001f600" * (LONGEST_CELL // 2 + 1), "32,768 characters"),
        ("a\x0bb", "a control character"),
        ("_x0041_", "a control character, or what workbooks take for one"),
    ],
)
def test_what_a_workbook_cannot_hold_is_refused_with_its_place(text: str, reason: str) -> None:
    sheet = Sheet("Answers", ("role", "talent:evidence"), (("nursing", ""), ("clinical", text)))
    with pytest.raises(UnfitText, match=f"row 3, column talent:evidence: {reason}.*use CSV"):
        xlsx_bytes((sheet,), MADE)
    assert text in csv_bytes(sheet).decode()


def test_the_longest_text_fits() -> None:
    sheet = Sheet("Answers", ("talent:evidence",), (("x" * LONGEST_CELL,),))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes((sheet,), MADE)))
    assert book["Answers"]["A2"].value == "x" * LONGEST_CELL
