"""Boxes and lines on paper: drawn for the eye, and no content for those who hear the page."""

from benchmark.report.document import Furniture, built
from benchmark.report.sheet import Ruled, TickItem, WritingLine
from tests.reading import flat, page_texts, structure, unmarked

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


def test_boxes_make_a_list_and_lines_make_nothing() -> None:
    flow = [TickItem("one"), TickItem("two & <b>"), Ruled(3), WritingLine("Why:")]
    pdf = built(flow, FURNITURE, cover=False)
    (page,) = structure(pdf)
    item = ["LI", "LBody"]
    assert [role for role, _ in page] == ["Document", "L", *item, *item, "P"]
    assert unmarked(pdf) == 0
    (text,) = page_texts(pdf)
    assert "one two & <b> Why:" in flat(text)


def test_a_line_to_write_on_always_leaves_room() -> None:
    for text in ("Why:", "word " * 18, "word " * 60):
        line = WritingLine(text)
        width, height = line.wrap(400, 800)
        assert width <= 400
        assert height >= line.style.leading
        assert page_texts(built([line], FURNITURE, cover=False))


def test_empty_lines_take_their_room() -> None:
    assert Ruled(3).wrap(400, 800) == (400, 3 * Ruled.APART)
