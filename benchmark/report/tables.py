"""Tables of figures: headings repeat on every page, groups of rows stand under their section."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, LongTable, TableStyle

from benchmark.comparison import picture
from benchmark.comparison.wording import CLEAR
from benchmark.report.flowables import line
from benchmark.report.style import colour
from benchmark.report.tagged import data_table

Command = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows under a heading that spans the table; no heading if empty."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


def grouped_table(
    header: Sequence[str], groups: Sequence[Grouped], widths: Sequence[float]
) -> LongTable:
    """Return a table with a heading row that repeats, and one row over each group."""
    cells: list[list[object]] = [[line(text, "cell-head") for text in header]]
    commands = list(_BASE)
    for group in groups:
        if group.heading:
            commands.extend(_heading_row(len(cells)))
            cells.append([line(group.heading, "cell-strong"), *[""] * (len(header) - 1)])
        cells.extend(list(map(_cell, row)) for row in group.rows)
    table = data_table(cells, colWidths=list(widths), repeatRows=1, hAlign="LEFT")
    table.setStyle(TableStyle(commands))
    return table


def _cell(text: str) -> Flowable:
    """What differs clearly is set in bold, as in the charts."""
    return line(text, "cell-strong" if text in CLEAR else "cell")


def _heading_row(row: int) -> list[Command]:
    """Span, shade and keep with the next row."""
    return [
        ("SPAN", (0, row), (-1, row)),
        ("BACKGROUND", (0, row), (-1, row), colour(picture.PALE_GREY)),
        ("NOSPLIT", (0, row), (-1, row + 1)),
    ]


_BASE: tuple[Command, ...] = (
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 1.6),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
    ("LINEBELOW", (0, 0), (-1, 0), 1.2, colour(picture.DARK_BLUE)),
    ("LINEBELOW", (0, 1), (-1, -1), 0.4, colour(picture.LINE_GREY)),
)
BASE = _BASE
