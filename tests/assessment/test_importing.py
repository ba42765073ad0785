"""Rows that know their line and column, and tell what is wrong with a cell."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.assessment.importing import ISO_DAY, Row, named_rows, refuse_faults, row_under
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.table import read_table

FILE = Path("file.csv")


def row(cell: str) -> Row:
    return Row(FILE, 7, {"cell": cell})


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Medicine", "Medicine"),
        ("  Women   and\nchildren ", "Women and children"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),  # text, and nothing but text
        ("Cafe\u0301", "Caf\u00e9"),  # two ways to write the same sign become one
        ("1E5", "1E5"),
    ],
)
def test_text_is_tidied_and_otherwise_left_alone(cell: str, value: str) -> None:
    read = row(cell)
    assert read.text("cell", most=20) == value
    assert read.faults == []


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("", "is empty; fill it in or remove the line"),
        ("   ", "is empty; fill it in or remove the line"),
        ("123456", "has 6 characters; shorten it to at most 5"),
        ("a\x00b", "holds an invisible control character; type the cell anew"),
    ],
)
def test_a_wrong_text_says_what_to_do(cell: str, message: str) -> None:
    read = row(cell)
    read.text("cell", most=5)
    assert read.faults == [Fault(FILE, 7, "cell", message)]


def test_an_optional_text_may_be_empty() -> None:
    read = row("")
    assert read.optional_text("cell", most=5) == ""
    assert read.faults == []


@given(st.dates())
def test_every_day_is_read_in_either_form(day: date) -> None:
    assert row(f"{day:%Y-%m-%d}".rjust(10, "0")).day("cell", ISO_DAY) == day
    assert row(f"{day:%Y%m%d}".rjust(8, "0")).day("cell", "20250401") == day


@pytest.mark.parametrize(
    "cell",
    [
        "2025-06-31",
        "20250401",  # a form that was not offered
        "2025-W01-1",  # ISO too, but nobody writes it knowingly
        "1/4/2025",
        "2025-4-1",
        "\u0662025-04-01",  # a digit, but not one of ours
        "tomorrow",
    ],
)
def test_what_is_not_a_day_says_how_to_write_one(cell: str) -> None:
    read = row(cell)
    assert read.day("cell", ISO_DAY) is None
    message = f"'{cell}' is not a date; write it like 2025-04-01"
    assert read.faults == [Fault(FILE, 7, "cell", message)]


def test_no_day_is_no_fault() -> None:
    read = row("")
    assert read.day("cell", ISO_DAY) is None
    assert read.faults == []


def test_columns_may_stand_in_any_order_and_case_beside_others(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text('Name,note,CODE\n"North\nof England",x,ZZN\n\nSouth,y,ZZS\n')
    rows = named_rows(read_table(file), ("code", "name"))
    assert [(row.line, row.cells["code"]) for row in rows] == [(2, "ZZN"), (5, "ZZS")]
    assert rows[0].text("name", most=50) == "North of England"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("name\nNorth\n")
    with pytest.raises(FaultyFile) as refusal:
        named_rows(read_table(file), ("code", "name"))
    assert str(refusal.value) == (
        f"{file}:1:code: the column 'code' is missing; the first line names the columns: code,name"
    )


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    assert row_under(FILE, 1, ("a", "b", "a"), ("1", "2", "3")).cells == {"a": "1", "b": "2"}


def test_all_faults_come_together_in_the_order_of_the_lines() -> None:
    late, early = Row(FILE, 9, {}), Row(FILE, 2, {})
    late.refuse("name", "late")
    early.refuse("name", "early")
    with pytest.raises(FaultyFile) as refusal:
        refuse_faults([Fault(FILE, 5, "name", "between")], [late, early])
    assert [fault.message for fault in refusal.value.faults] == ["early", "between", "late"]


def test_rows_without_faults_pass() -> None:
    clean = row("x")
    refuse_faults([], [clean])
    assert clean.faults == []
