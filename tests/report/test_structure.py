"""Those who hear a report get its headings, tables, lists and pictures, and nothing twice."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import content_of
from benchmark.comparison.inside import Inside
from benchmark.comparison.profile import profile
from benchmark.report import flowables
from benchmark.report.charts import chart_pages
from benchmark.report.division import division_report
from benchmark.report.document import Furniture, built
from benchmark.report.structure import artifact, close_element, marked, open_element
from benchmark.report.tables import Grouped, grouped_table
from benchmark.report.trust import trust_report
from tests.comparison.insides import some_inside
from tests.reading import structure, unmarked, unpacked
from tests.samples import (
    hostile,
    many_divisions,
    nothing_released,
    sample_questionnaire,
    seven_divisions,
    two_divisions,
)

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=True)


def _roles(*flow: Flowable) -> list[str]:
    (page,) = structure(built(list(flow), FURNITURE))
    return [role for role, _ in page]


def _division(comparison: Comparison, key: str, inside: Inside | None = None) -> bytes:
    content = content_of(comparison, sample_questionnaire(), key, inside=inside)
    return division_report(content)


@pytest.mark.parametrize(
    "write",
    [
        lambda: _division(seven_divisions(), "d1"),
        lambda: _division(seven_divisions(), "d1", some_inside()),
        lambda: _division(hostile(), "d0"),
        lambda: _division(two_divisions(), "surgery"),
        lambda: trust_report(seven_divisions()),
        lambda: trust_report(many_divisions(19)),
        lambda: trust_report(nothing_released()),
    ],
    ids=["division", "three", "hostile", "two", "trust", "many", "nothing"],
)
def test_everything_on_a_page_is_an_element_or_an_artifact(write: Callable[[], bytes]) -> None:
    assert unmarked(write()) == 0


def test_a_report_has_one_title_and_headings_without_a_gap() -> None:
    roles = [role for page in structure(_division(seven_divisions(), "d1")) for role, _ in page]
    levels = [int(role[1]) for role in roles if role in {"H1", "H2", "H3"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_and_prose() -> None:
    flow = [
        *flowables.heading("Title", "key"),
        flowables.subheading("Part"),
        flowables.paragraph("x"),
    ]
    assert _roles(*flow) == ["Document", "H2", "H3", "P"]


def test_neighbouring_items_share_a_list() -> None:
    flow = [*flowables.bullets(["one", "two"]), flowables.paragraph("x"), *flowables.bullets(["y"])]
    item = ["LI", "Lbl", "LBody"]
    assert _roles(*flow) == ["Document", "L", *item, *item, "P", "L", *item]


def test_a_table_has_rows_headings_and_cells() -> None:
    table = grouped_table(("A", "B"), [Grouped("Group", (("x", "1"), ("y", "2")))], (50, 50))
    row = ["TR", "TH", "TD"]
    assert _roles(table) == ["Document", "Table", "TR", "TH", "TH", "TR", "TH", *row, *row]


def test_a_heading_over_a_group_spans_its_table() -> None:
    table = grouped_table(("A", "B", "C"), [Grouped("Group", (("x", "1", "2"),))], (50, 50, 50))
    pdf = unpacked(built([table], FURNITURE))
    assert pdf.count(b"/ColSpan 3") == 1
    assert pdf.count(b"/Scope /Column") == 3
    assert pdf.count(b"/Scope /Row") == 2


def test_boxes_and_ladders_are_no_tables() -> None:
    box = flowables.boxed([flowables.paragraph("x"), flowables.Ladder(3, list("abcde"))], "#003087")
    assert _roles(box) == ["Document", "P"]


def test_a_picture_has_its_alternative_text() -> None:
    chart = profile(seven_divisions(), "d1")
    (page,) = structure(built(chart_pages(chart, 700), FURNITURE))
    assert page == [("Document", ""), ("Figure", chart.alternative)]


def test_a_text_over_several_pages_is_an_element_on_each() -> None:
    pages = structure(built([flowables.paragraph("word " * 4000)], FURNITURE))
    assert len(pages) > 2
    assert all(Counter(role for role, _ in page)["P"] == 1 for page in pages)


def test_a_plain_canvas_takes_the_same_drawing() -> None:
    """So that a picture can be painted anywhere, not only in a report."""
    canvas = Canvas(BytesIO(), invariant=1)
    open_element(canvas, "Table")
    with marked(canvas, "P"), artifact(canvas):
        canvas.line(0, 0, 10, 10)
    close_element(canvas)
    assert "BDC" in canvas.getCurrentPageContent()
