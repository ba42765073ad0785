"""A whole tagged report with 20 charts: ours beside WeasyPrint, from the same pictures and tables.

WeasyPrint reads the HTML and the SVG that the page has; its boxes, tags and fonts are its own.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import weasyprint
from reportlab.platypus import Flowable, NextPageTemplate

from benchmark.comparison.chart import Table
from benchmark.comparison.drawing import Drawable, drawn
from benchmark.comparison.picture import Text
from benchmark.report.charts import chart_pages
from benchmark.report.document import UPRIGHT, Furniture, built
from benchmark.report.figures import chart_table
from benchmark.report.flowables import heading, paragraph, space
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH, BOTTOM, LABEL, MARGIN, TOP
from benchmark.web.charts import svg
from tests.performance.painting import twenty_charts

PAGES = 15  # the design asks for 12; these 20 charts take more
TABLES = ("how-much-is-real",)  # their tables stand in the report
TITLE = "Bench"
STYLE = f"""
@page {{ size: A4; margin: {TOP}pt {MARGIN}pt {BOTTOM}pt;
  @top-left {{ content: "{TITLE}"; font: {LABEL}pt Liberation Sans }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages);
    font: {LABEL}pt Liberation Sans }} }}
body {{ font: 10pt/14pt Liberation Sans; margin: 0 }}
h1 {{ font: bold 19pt/24pt Liberation Sans; color: #003087; margin: 0 0 8pt; break-after: avoid }}
figure {{ margin: 0 0 12pt; break-inside: avoid }}
table {{ width: 100%; border-collapse: collapse; font-size: 9.5pt; margin-bottom: 12pt }}
td, th {{ text-align: left; padding: 2pt 4pt; border-bottom: .5pt solid #d8dde0 }}
"""


def width_of(chart: Drawable) -> float:
    """Points: a profile takes a page, two of the others stand on one."""
    return BODY_WIDTH if chart.key.startswith("profile") else 0.7 * BODY_WIDTH


def ours(charts: list[Drawable]) -> bytes:
    story: list[Flowable] = [NextPageTemplate(UPRIGHT)]
    for number, chart in enumerate(charts):
        story += [*heading(chart.title, f"chart-{number}"), paragraph(chart.reading, "small")]
        story += [*chart_pages(chart, BODY_HEIGHT, width_of(chart)), space(12)]
        story += chart_table(chart) if chart.key in TABLES else []
    return built(story, Furniture(TITLE, TITLE, TITLE, "", "", invented=False))


def theirs(charts: list[Drawable]) -> bytes:
    parts = "".join(_parts(charts))
    page = f'<html lang="en-GB"><title>{TITLE}</title><style>{STYLE}</style><body>{parts}</body>'
    return bytes(weasyprint.HTML(string=page).write_pdf(pdf_tags=True))


def _parts(charts: list[Drawable]) -> Iterator[str]:
    for number, chart in enumerate(charts):
        picture = str(svg(chart, width_of(chart), LABEL, f"v{number}"))
        sized = re.sub(r' (width|height)="([\d.]+)"', r' \1="\2pt"', picture, count=2)
        yield f"<h1>{html.escape(chart.title)}</h1><p>{html.escape(chart.reading)}</p>"
        yield f"<figure>{sized}</figure>"
        yield _table(chart.table) if chart.key in TABLES else ""


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in table.header)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def texts_of(charts: list[Drawable]) -> list[str]:
    """Every text that the report must hold: titles, readings, marks and cells."""
    texts: list[str] = []
    for chart in charts:
        marks = drawn(chart, width_of(chart), LABEL).primitives
        texts += [chart.title, *chart.reading.split(". ")]
        texts += [mark.text for mark in marks if isinstance(mark, Text)]
        if chart.key in TABLES:
            texts += [*chart.table.header, *(cell for row in chart.table.rows for cell in row)]
    return texts


class Read(NamedTuple):
    """A report as a reader of the file finds it."""

    pages: int
    tagged: bool
    text: str  # without spaces, which are no part of a PDF


def read(pdf: bytes) -> Read:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        tagged = bool(pypdfium2.raw.FPDFCatalog_IsTagged(document))
        return Read(len(texts), tagged, squeezed("".join(texts)))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe]", "", text)


def check(ours: object, theirs: object) -> None:
    """Both are tagged reports of the same length that hold every text."""
    texts = list(map(squeezed, texts_of(twenty_charts())))
    for pdf in (ours, theirs):
        found = read(pdf)
        assert found.tagged
        assert abs(found.pages - PAGES) <= 2, found.pages
        assert [text for text in texts if text not in found.text] == []
