"""Roles follow from styles, and survive the splitting of a flowable over pages."""

import pypdfium2
import pytest

from benchmark.report.document import Furniture, built
from benchmark.report.flowables import bullets
from benchmark.report.style import BODY_WIDTH, styles
from benchmark.report.tagged import TaggedParagraph, data_table, layout_table
from tests.reading import structure

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


@pytest.mark.parametrize(
    ("style", "role"),
    [
        ("cover-title", "H1"),
        ("heading-1", "H2"),
        ("heading-2", "H3"),
        ("prose", "P"),
        ("cell", "P"),
    ],
)
def test_a_role_follows_from_the_style(style: str, role: str) -> None:
    (page,) = structure(built([TaggedParagraph("x", styles()[style])], FURNITURE))
    assert page == [("Document", ""), (role, "")]


def test_a_split_paragraph_keeps_its_role() -> None:
    paragraph = TaggedParagraph("word " * 300, styles()["heading-2"])
    first, rest = paragraph.split(BODY_WIDTH, 100)
    pages = structure(built([first, rest], FURNITURE))
    assert [role for page in pages for role, _ in page if role != "Document"] == ["H3", "H3"]


def test_a_split_table_is_a_table_with_headings_on_every_page() -> None:
    style = styles()["cell"]
    rows = [[TaggedParagraph(f"{row}", style), TaggedParagraph("1", style)] for row in range(99)]
    pages = structure(built([data_table(rows, repeatRows=1)], FURNITURE))
    assert len(pages) > 1
    for page in pages:
        roles = [role for role, _ in page]
        assert roles[:5] == ["Document", "Table", "TR", "TH", "TH"]
        assert roles[5:8] == ["TR", "TH", "TD"]


def test_a_layout_table_leaves_no_trace() -> None:
    cell = [TaggedParagraph("left", styles()["cell"])]
    (page,) = structure(built([layout_table([[cell, cell]])], FURNITURE))
    assert [role for role, _ in page] == ["Document", "P", "P"]


def test_a_label_stands_on_the_line_of_its_text() -> None:
    (item,) = bullets(["text"])
    with pypdfium2.PdfDocument(built([item], FURNITURE)) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        _, bottom, _, top = page.get_charbox(text.index("•"))
        _, base, _, cap = page.get_charbox(text.index("t"))
    assert base < bottom < top < cap
