"""The table of every practice by division: the number in every cell, one hue for its size.

Few divisions stand on upright pages, more on wide ones, still more in several tables.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from reportlab.platypus import Flowable, LongTable, NextPageTemplate, PageBreak, TableStyle

from benchmark.comparison import picture, wording
from benchmark.comparison.beside import hidden_everywhere
from benchmark.comparison.content import Comparison, DivisionResult, Figure, SectionHeading
from benchmark.report.document import UPRIGHT, WIDE
from benchmark.report.flowables import heading, line, paragraph, space
from benchmark.report.style import BODY_WIDTH, SHADE_TEXTS, SHADES, WIDE_WIDTH, colour
from benchmark.report.tables import BASE, Command
from benchmark.report.tagged import data_table

MOST_UPRIGHT = 3  # divisions on an upright page
MOST_WIDE = 8  # divisions on a wide page
WIDEST = 92  # points of a column
NAME_WIDTH = 207
NARROWEST_LETTER = 6  # points: how many letters of a heading fit is reckoned with this
HEADING_LINES = 4
HATCH, HATCH_STEP, HATCH_LINE = "#d8dde0", 7.0, 1.5  # as on the page; points


def practice_pages(comparison: Comparison) -> list[Flowable]:
    """Return the tables with their pages; what follows stands on upright pages again."""
    divisions = comparison.divisions
    wide = len(divisions) > MOST_UPRIGHT
    flow: list[Flowable] = [NextPageTemplate(WIDE if wide else UPRIGHT), PageBreak()]
    flow += heading("Practice by division", "practices")
    flow.append(paragraph(_introduction(comparison), "small"))
    for number, some in enumerate(_shares(divisions)):
        flow += [PageBreak()] if number else []
        flow.append(_table(comparison, some, WIDE_WIDTH if wide else BODY_WIDTH))
    return [*flow, *_hidden(comparison), NextPageTemplate(UPRIGHT)]


def _introduction(comparison: Comparison) -> str:
    text = (
        "Whole levels from 1 to 5, darker for higher; sections and overall are means. Divisions "
        "stand in the trust's own order."
    )
    rule = _no_means(comparison)
    return f"{text} Means of the trust are {wording.not_shown(rule)}." if rule else text


def _no_means(comparison: Comparison) -> str:
    return hidden_everywhere(comparison.trust.practices.values())


def _shares(divisions: Sequence[DivisionResult]) -> list[Sequence[DivisionResult]]:
    """Return the divisions in as few tables as possible, as evenly filled as possible."""
    tables = -(-len(divisions) // MOST_WIDE)
    each = -(-len(divisions) // tables)
    return [divisions[start : start + each] for start in range(0, len(divisions), each)]


def _table(comparison: Comparison, divisions: Sequence[DivisionResult], room: float) -> LongTable:
    means = [] if _no_means(comparison) else ["Trust mean"]
    columns = len(divisions) + len(means)
    width = min(WIDEST, (room - NAME_WIDTH) / columns)
    letters = int(HEADING_LINES * width / NARROWEST_LETTER)
    names = [*(division.name for division in divisions), *means]
    cells: list[list[Flowable]] = [
        [line("Practice", "cell-head"), *(line(n, "cell-middle-head", letters) for n in names)]
    ]
    commands = [*BASE, ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    for section in comparison.sections:
        commands += _band(len(cells))
        for row in _section_rows(comparison, divisions, section):
            commands += _shades(len(cells), row[1])
            cells.append(row[0])
    commands += _band(len(cells))
    overall = [*(d.overall for d in divisions), *([comparison.trust.overall] if means else [])]
    cells.append([line("Overall", "cell-strong"), *map(_mean, overall)])
    table = data_table(
        cells, colWidths=[NAME_WIDTH, *[width] * columns], repeatRows=1, hAlign="LEFT"
    )
    table.setStyle(TableStyle(commands))
    return table


def _section_rows(
    comparison: Comparison, divisions: Sequence[DivisionResult], section: SectionHeading
) -> list[tuple[list[Flowable], list[Figure]]]:
    """Return the cells of every row with the levels to shade: first the means, then practices."""
    means = not _no_means(comparison)
    figures = [d.sections[section.key] for d in divisions]
    figures += [comparison.trust.sections[section.key]] if means else []
    rows = [([line(section.name, "cell-strong"), *map(_mean, figures)], list[Figure]())]
    for practice in section.practices:
        levels = [d.practices[practice.key] for d in divisions]
        last = [_mean(comparison.trust.practices[practice.key])] if means else []
        rows.append(([line(practice.name), *map(_level, levels), *last], levels))
    return rows


def _mean(figure: Figure) -> Flowable:
    return line(wording.short(figure), "cell-middle")


def _level(figure: Figure) -> Flowable:
    dark = figure.value is not None and SHADE_TEXTS[int(figure.value) - 1] == picture.WHITE
    style = "cell-middle-white" if dark else "cell-middle"
    return line(wording.short(figure, decimals=False), style)


def _band(row: int) -> list[Command]:
    return [
        ("BACKGROUND", (0, row), (-1, row), colour(picture.PALE_GREY)),
        ("NOSPLIT", (0, row), (0, row + 1)),
    ]


def _shades(row: int, figures: Sequence[Figure]) -> list[Command]:
    return [
        ("BACKGROUND", (column, row), (column, row), _ground(figure))
        for column, figure in enumerate(figures, start=1)
    ]


def _ground(figure: Figure) -> Any:
    """The shade of a level; where nothing is shown a hatch, which reads in grey too."""
    return _hatch if figure.value is None else colour(SHADES[int(figure.value) - 1])


def _hatch(_table: Any, canvas: Any, x: float, y: float, width: float, height: float) -> None:
    """Slanting lines inside one cell, whose height reportlab gives downwards."""
    bottom, tall = min(y, y + height), abs(height)
    canvas.saveState()
    cell = canvas.beginPath()
    cell.rect(x, bottom, width, tall)
    canvas.clipPath(cell, stroke=0)
    canvas.setStrokeColor(colour(HATCH))
    canvas.setLineWidth(HATCH_LINE)
    starts = np.arange(x - tall, x + width, HATCH_STEP).tolist()
    canvas.lines([(start, bottom, start + tall, bottom + tall) for start in starts])
    canvas.restoreState()


def _hidden(comparison: Comparison) -> list[Flowable]:
    """Return every hidden value with its rule, under the tables."""
    whole = [(d.name, d.reason) for d in comparison.divisions if not d.released]
    single = [
        (f"{d.name}, {practice.name}", d.practices[practice.key].reason)
        for d in comparison.released
        for section in comparison.sections
        for practice in section.practices
        if d.practices[practice.key].reason
    ]
    notes = [f"{what}: {wording.not_shown(rule)}." for what, rule in (*whole, *single)]
    return [space(6), *(paragraph(note, "small") for note in notes)]
