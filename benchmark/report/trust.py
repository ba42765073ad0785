"""The report of a whole trust at L1: the finding, the divisions side by side, every practice."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, LongTable, NextPageTemplate, PageBreak, TableStyle

from benchmark.comparison import picture, wording
from benchmark.comparison.content import Comparison, DivisionResult, Figure, SectionHeading
from benchmark.comparison.dots import overall_dots, section_dots
from benchmark.comparison.profile import spoken
from benchmark.report.charts import chart_pages
from benchmark.report.document import UPRIGHT, WIDE, Furniture, built
from benchmark.report.flowables import (
    boxed,
    bullets,
    facts,
    heading,
    line,
    paragraph,
    subheading,
)
from benchmark.report.front import HANDLING, cover
from benchmark.report.method import method_pages
from benchmark.report.style import BODY_HEIGHT, SHADE_TEXTS, SHADES, WIDE_WIDTH, colour
from benchmark.report.tables import BASE, Command

MOST_COLUMNS = 8  # divisions beside each other; more go to a further table
_NAME_WIDTH = 186
_OVER_A_CHART = 130  # points that title and reading of a page with a chart take


def trust_report(comparison: Comparison) -> bytes:
    """Return the PDF report of the trust."""
    story = [
        *_cover(comparison),
        *_finding(comparison),
        *_side_by_side(comparison),
        NextPageTemplate(WIDE),
        PageBreak(),
        *_practice_tables(comparison),
        NextPageTemplate(UPRIGHT),
        PageBreak(),
        *method_pages(comparison),
    ]
    return built(story, _furniture(comparison))


def _furniture(comparison: Comparison) -> Furniture:
    name = spoken(comparison.trust_name)
    return Furniture(
        title=f"{name}: trust report, {spoken(comparison.round_title)}",
        subject="Management practice of the divisions of a trust, edition L1",
        left=comparison.trust_name,
        right=f"{spoken(comparison.round_title)}  ·  L1 edition",
        handling=HANDLING,
        invented=comparison.invented,
    )


def _cover(comparison: Comparison) -> list[Flowable]:
    released = f"{len(comparison.released)} of {len(comparison.divisions)}"
    return cover(
        comparison,
        comparison.trust_name,
        f"Trust report  ·  {comparison.round_title}",
        [
            ("Trust", f"{comparison.trust_name} ({comparison.trust_code})"),
            ("Divisions released", released),
            ("Edition", "L1: what the executive and the improvement team of the trust see"),
        ],
    )


def _finding(comparison: Comparison) -> list[Flowable]:
    flow = heading("What this round shows", "finding")
    flow.append(boxed([paragraph(comparison.finding, "lead")], picture.ACCENT))
    flow.append(subheading("What differs clearly"))
    flow += bullets(comparison.differences) or [_no_difference(comparison)]
    flow += [subheading("How sure we are"), paragraph(comparison.caution)]
    waiting = [
        (d.name, wording.not_shown(d.reason)) for d in comparison.divisions if not d.released
    ]
    if waiting:
        flow += [subheading("Divisions not shown"), facts(waiting, name_width=220)]
    return flow


def _no_difference(comparison: Comparison) -> Flowable:
    if comparison.released and comparison.trust.overall.value is not None:
        return paragraph("No practice of any division is clearly different from the trust's mean.")
    return paragraph(f"Differences are {wording.not_shown(comparison.trust.overall.reason)}.")


def _side_by_side(comparison: Comparison) -> list[Flowable]:
    if not comparison.released:
        return []
    overall, sections = overall_dots(comparison), section_dots(comparison)
    flow = [PageBreak(), *heading(overall.title, "divisions")]
    flow.append(paragraph(overall.reading, "small"))
    flow += chart_pages(overall, BODY_HEIGHT - _OVER_A_CHART)
    flow += [PageBreak(), *heading(sections.title, "sections")]
    flow += chart_pages(sections, BODY_HEIGHT - _OVER_A_CHART)
    return flow


def _practice_tables(comparison: Comparison) -> list[Flowable]:
    flow = heading("Practice by division", "practices")
    flow.append(
        paragraph(
            "Whole levels from 1 to 5, darker for higher; sections and overall are means. Divisions "
            "stand in the trust's own order.",
            "small",
        )
    )
    tables = _columns(comparison.divisions)
    for number, divisions in enumerate(tables):
        flow += [PageBreak()] if number else []
        flow.append(_practice_table(comparison, divisions))
    return flow


def _columns(divisions: Sequence[DivisionResult]) -> list[Sequence[DivisionResult]]:
    """Return the divisions in as few tables as possible, as evenly filled as possible."""
    tables = max(1, -(-len(divisions) // MOST_COLUMNS))
    each = -(-len(divisions) // tables) or 1
    return [divisions[start : start + each] for start in range(0, max(1, len(divisions)), each)]


def _practice_table(comparison: Comparison, divisions: Sequence[DivisionResult]) -> LongTable:
    width = (WIDE_WIDTH - _NAME_WIDTH) / (len(divisions) + 1)
    cells: list[list[object]] = [
        [
            line("Practice", "cell-head"),
            *(line(d.name, "cell-middle-head", _letters(width)) for d in divisions),
            line("Trust mean", "cell-middle-head"),
        ]
    ]
    commands = [*BASE, ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    for section in comparison.sections:
        commands += _section_look(len(cells))
        cells.append(_section_row(comparison, divisions, section))
        for practice in section.practices:
            figures = [d.practices[practice.key] for d in divisions]
            commands += _shades(len(cells), figures)
            cells.append(
                [
                    line(practice.name),
                    *map(_level_cell, figures),
                    _mean_cell(comparison.trust.practices[practice.key]),
                ]
            )
    commands += _section_look(len(cells))
    overall = [d.overall for d in divisions]
    cells.append(_means_row("Overall", [*overall, comparison.trust.overall]))
    table = LongTable(cells, colWidths=[_NAME_WIDTH, *[width] * (len(divisions) + 1)], repeatRows=1)
    table.setStyle(TableStyle(commands))
    return table


def _letters(width: float) -> int:
    """How many characters of a heading fit into four lines of a column."""
    return int(4 * width / 6)


def _section_row(
    comparison: Comparison, divisions: Sequence[DivisionResult], section: SectionHeading
) -> list[object]:
    figures = [d.sections[section.key] for d in divisions]
    return _means_row(section.name, [*figures, comparison.trust.sections[section.key]])


def _means_row(name: str, figures: Sequence[Figure]) -> list[object]:
    return [line(name, "cell-strong"), *map(_mean_cell, figures)]


def _mean_cell(figure: Figure) -> Flowable:
    return line(wording.short(figure), "cell-middle")


def _level_cell(figure: Figure) -> Flowable:
    dark = figure.value is not None and SHADE_TEXTS[int(figure.value) - 1] == picture.WHITE
    return line(
        wording.short(figure, decimals=False), "cell-middle-white" if dark else "cell-middle"
    )


def _section_look(row: int) -> list[Command]:
    return [
        ("BACKGROUND", (0, row), (-1, row), colour(picture.PALE_GREY)),
        ("NOSPLIT", (0, row), (0, row + 1)),
    ]


def _shades(row: int, figures: Sequence[Figure]) -> list[Command]:
    return [
        ("BACKGROUND", (column, row), (column, row), colour(SHADES[int(figure.value) - 1]))
        for column, figure in enumerate(figures, start=1)
        if figure.value is not None
    ]
