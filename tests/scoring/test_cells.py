"""What a cell says."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmark.scoring.cells import (
    labels_of,
    numbers_of,
    one_fault_for_strange_columns,
    problem_of,
)
from benchmark.scoring.table import read_table

Write = Callable[[str | bytes], Path]
FIVE = (1.0, 5.0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("3", ""),
        ("3.25", ""),
        ("+3", ""),
        ("1.", ""),
        ("3e0", ""),
        ("1", ""),
        ("5", ""),
        ("", ""),
        ("0", "0 lies outside the scale 1 to 5"),
        ("5.01", "5.01 lies outside the scale 1 to 5"),
        ("-3", "-3 lies outside the scale 1 to 5"),
        ("1e999", "1e999 lies outside the scale 1 to 5"),
        ("3,5", "'3,5' is not a number here: write 3.5"),
        ("60%", "'60%' is a percentage: give the scale as --scale 0:100"),
        ("NA", "'NA' is not a number; leave the cell empty if the rating is missing"),
        ("nan", "'nan' is not a number; leave the cell empty if the rating is missing"),
        ("inf", "'inf' is not a number; leave the cell empty if the rating is missing"),
        ("1_0", "'1_0' is not a number; leave the cell empty if the rating is missing"),
        ("٣", "'٣' is not a number; leave the cell empty if the rating is missing"),
        ("three", "'three' is not a number; leave the cell empty if the rating is missing"),
        ("3 4", "'3 4' is not a number; leave the cell empty if the rating is missing"),
        (".", "'.' is not a number; leave the cell empty if the rating is missing"),
    ],
)
def test_a_cell_is_a_rating_on_the_scale_a_blank_or_a_fault(text: str, problem: str) -> None:
    assert problem_of(text, FIVE) == problem


def test_a_long_text_is_quoted_in_part() -> None:
    assert len(problem_of("word " * 100, FIVE)) < 120


def test_the_scale_has_no_need_of_whole_numbers() -> None:
    assert problem_of("61.5", (0.0, 100.0)) == ""
    assert problem_of("0.3", (0.5, 1.0)) == "0.3 lies outside the scale 0.5 to 1"


def test_numbers_of_a_column_with_every_fault_in_its_place(csv_file: Write) -> None:
    table = read_table(csv_file("a,b\n1,3\n2,x\n\n3,\n4,x\n5,9\n"))
    numbers, faults = numbers_of(table, 1, FIVE)
    np.testing.assert_array_equal(numbers, [3, np.nan, np.nan, np.nan, np.nan])
    assert [(fault.line, fault.column) for fault in faults] == [(3, "b"), (6, "b"), (7, "b")]


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ("x" * 10, 1),  # ten cells and no rating
        ("x" * 9, 9),  # too few to say
        ("x" * 10 + "3" * 10, 1),  # half are no ratings
        ("x" * 10 + "3" * 11, 10),  # fewer than half: these are slips
        ("3" * 30, 0),
    ],
)
def test_a_column_that_is_no_practice_gives_one_fault(
    csv_file: Write, cells: str, faults: int
) -> None:
    table = read_table(csv_file("notes\n" + "\n".join(cells)))
    _, found = numbers_of(table, 0, FIVE)
    told = one_fault_for_strange_columns(table, 0, found)
    assert len(told) == faults
    assert all(fault.line >= 2 for fault in told)
    if len(found) > len(told):
        assert "10 of its" in told[0].message
        assert "name the practices with --items" in told[0].message


def test_blank_labels_are_faults(csv_file: Write) -> None:
    table = read_table(csv_file("ward,a\nx,1\n,2\ny,3\n"))
    labels, faults = labels_of(table, 0, "division")
    assert labels == ("x", "", "y")
    assert [str(fault).partition("ratings.csv:")[2] for fault in faults] == [
        "3:ward: the division is blank"
    ]


@pytest.mark.parametrize(
    ("scale", "cells", "numbers"),
    [
        ((0.0, 100.0), ["63%", "7.5 %", "40"], [63, 7.5, 40]),
        ((0.0, 1.0), ["63%", "0.5"], [0.63, 0.5]),
    ],
)
def test_percentages(
    csv_file: Write, scale: tuple[float, float], cells: list[str], numbers: list[float]
) -> None:
    table = read_table(csv_file("\n".join(["index", *cells, ""])))
    found, faults = numbers_of(table, 0, scale)
    np.testing.assert_allclose(found, numbers)
    assert faults == ()
    assert problem_of("101%", scale) == f"101% lies outside the scale 0 to {scale[1]:g}"
