"""What the cells of a column say: numbers on the scale, or labels; a blank is missing."""

import re
from textwrap import shorten

import numpy as np
from numpy.typing import NDArray

from benchmark.questionnaire.located import Fault
from benchmark.scoring.table import Table

NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
PERCENT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?) ?%")
PERCENTAGES = {100.0: 1, 1.0: 100}  # upper end of the scale, what a percentage is divided by
SHOWN_CHARACTERS = 40  # of a cell that a message quotes
STRANGE_COLUMN = 10  # so many cells must be at fault before a column is no practice

Scale = tuple[float, float]


def numbers_of(
    table: Table, index: int, scale: Scale
) -> tuple[NDArray[np.float64], tuple[Fault, ...]]:
    """Return the numbers of a column (rows,), NaN for a blank, and a fault for every other cell."""
    cells = table.column(index)
    numbers: dict[str, float] = {}
    problems: dict[str, str] = {}
    for text in dict.fromkeys(cells):
        problem = problem_of(text, scale)
        numbers[text] = _number(text, scale) if text and not problem else np.nan
        if problem:
            problems[text] = problem
    faults = tuple(
        Fault(table.path, line, table.header[index], problems[cell])
        for line, cell in zip(table.lines, cells, strict=True)
        if cell in problems
    )
    return np.array([numbers[cell] for cell in cells], dtype=np.float64), faults


def problem_of(text: str, scale: Scale) -> str:
    """Return why a cell is no rating on the scale, or nothing for a rating and for a blank."""
    if not text:
        return ""
    shown = repr(shorten(text, SHOWN_CHARACTERS, placeholder="..."))
    if DECIMAL_COMMA.fullmatch(text):
        return f"{shown} is not a number here: write {text.replace(',', '.')}"
    if PERCENT.fullmatch(text) and scale[1] not in PERCENTAGES:
        return f"{shown} is a percentage: give the scale as --scale 0:100"
    if not (NUMBER.fullmatch(text) or PERCENT.fullmatch(text)):
        return f"{shown} is not a number; leave the cell empty if the rating is missing"
    low, high = scale
    return (
        ""
        if low <= _number(text, scale) <= high
        else f"{text} lies outside the scale {low:g} to {high:g}"
    )


def _number(text: str, scale: Scale) -> float:
    """The number of a rating; a percentage counts to 100, or to 1 on a scale that ends there."""
    percent = PERCENT.fullmatch(text)
    return float(percent[1]) / PERCENTAGES[scale[1]] if percent else float(text)


def one_fault_for_strange_columns(
    table: Table, index: int, faults: tuple[Fault, ...]
) -> tuple[Fault, ...]:
    """Return one fault instead of many for a column that nobody named and that looks strange.

    Strange is a column in which at least ten cells, and at least half, are no ratings.
    """
    filled = sum(map(bool, table.column(index)))
    if len(faults) < max(filled / 2, STRANGE_COLUMN):
        return faults
    message = (
        f"{len(faults)} of its {filled} cells are no ratings: {faults[0].message}; "
        "if the column is no practice, name the practices with --items"
    )
    return (Fault(table.path, faults[0].line, table.header[index], message),)


def labels_of(table: Table, index: int, label: str) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Return the labels of a column (rows,) and a fault for every blank one."""
    cells = table.column(index)
    faults = tuple(
        Fault(table.path, line, table.header[index], f"the {label} is blank")
        for line, cell in zip(table.lines, cells, strict=True)
        if not cell
    )
    return cells, faults
