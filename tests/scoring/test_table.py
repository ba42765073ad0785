"""CSV files as people make them: each row knows its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.located import FaultyFile
from benchmark.scoring.table import read_table

Write = Callable[[str | bytes], Path]


@pytest.mark.parametrize(
    ("content", "rows", "lines"),
    [
        ("a,b\n1,2\n3,4\n", [("1", "2"), ("3", "4")], (2, 3)),
        ("a,b\r\n1,2\r\n3,4\r\n", [("1", "2"), ("3", "4")], (2, 3)),
        ("a,b\r1,2\r3,4", [("1", "2"), ("3", "4")], (2, 3)),  # an old Macintosh
        ("\ufeffa,b\n1,2", [("1", "2")], (2,)),  # byte-order mark
        ("a,b\n\n1,2\n   \n3,4\n\n", [("1", "2"), ("3", "4")], (3, 5)),
        ("a,b\n,\n1,2\n", [("1", "2")], (3,)),  # a row of blanks has no content
        ('a,b\n"1,5",2\n', [("1,5", "2")], (2,)),
        ('a,b\n"x\ny",2\n3,4\n', [("x\ny", "2"), ("3", "4")], (2, 4)),
        ('a,b\n"x ""y""",2\n', [('x "y"', "2")], (2,)),
        (" a ,b\n 1 , 2\n", [("1", "2")], (2,)),
        ("a,b\n1,\n", [("1", "")], (2,)),
        ("\n\na,b\n1,2\n", [("1", "2")], (4,)),
        ("a,b\n", [], ()),
    ],
)
def test_rows_are_read_with_the_lines_they_start_on(
    csv_file: Write, content: str, rows: list[tuple[str, str]], lines: tuple[int, ...]
) -> None:
    table = read_table(csv_file(content))
    assert table.header == ("a", "b")
    assert table.rows == tuple(rows)
    assert table.lines == lines
    assert table.faults == ()


def test_rows_of_another_length_are_faults_and_left_out(csv_file: Write) -> None:
    table = read_table(csv_file("a,b,c\n1,2\n\n1,2,3\n1,2,3,4,5\n"))
    assert table.rows == (("1", "2", "3"),)
    assert [str(fault).partition("ratings.csv:")[2] for fault in table.faults] == [
        "2:c: the row has 2 cells, the header 3",
        "5:column 4: the row has 5 cells, the header 3",
    ]


def test_a_name_twice_is_a_fault_and_two_without_a_name_are_not(csv_file: Write) -> None:
    table = read_table(csv_file("a,b,a,,\n1,2,3,4,5\n"))
    assert [str(fault).partition("ratings.csv:")[2] for fault in table.faults] == [
        "1:a: columns 1 and 3 have the same name"
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "1:1: the file is empty"),
        (b"\n \n", "1:1: the file is empty"),
        (b"a;b\n1;2\n", "1:1: the columns are separated by semicolons: save the file as CSV"),
        (b"a\tb\n1\t2\n", "1:1: the columns are separated by tabs: save the file as CSV with"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "3:1: not CSV: unexpected end of data; look for a quotation"),
        (b'a,b\n"1"x,2\n', "2:1: not CSV: "),
        (b"a,b\n1,caf\xe9\n", "2:6: byte 0xe9 is not UTF-8: save the file again"),
    ],
)
def test_what_is_no_table_is_refused_in_its_place(
    csv_file: Write, content: bytes, fault: str
) -> None:
    path = csv_file(content)
    with pytest.raises(FaultyFile) as refused:
        read_table(path)
    assert str(refused.value).startswith(f"{path}:{fault}")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile, match=r"none\.csv:1:1: there is no such file"):
        read_table(tmp_path / "none.csv")
