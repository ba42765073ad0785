"""Tables whose headings repeat and whose groups stand under their heading."""

from reportlab.platypus import PageBreak

from benchmark.report.document import Furniture, built
from benchmark.report.tables import Grouped, grouped_table
from tests.reading import flat, page_texts

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


def test_headings_repeat_on_every_page() -> None:
    rows = tuple((f"row {number} is", "level") for number in range(120))
    table = grouped_table(("Practice", "Level"), [Grouped("Operations", rows)], (300, 100))
    texts = page_texts(built([table], FURNITURE))
    assert len(texts) > 1
    assert all("Practice Level" in flat(text) for text in texts)
    assert sum(text.count("Operations") for text in texts) == 1
    words = flat(" ".join(texts))
    assert all(f"row {number} is level" in words for number in range(120))


def test_a_heading_of_a_group_never_stands_last_on_a_page() -> None:
    for rows in range(36, 44):
        first = Grouped("First", tuple(("a", "1") for _ in range(rows)))
        second = Grouped("Second", (("after the heading", "2"), ("b", "2")))
        table = grouped_table(("Practice", "Level"), [first, second], (300, 100))
        for text in page_texts(built([table, PageBreak()], FURNITURE)):
            assert ("Second" in text) == ("after the heading" in text)


def test_groups_without_a_heading_are_plain_rows() -> None:
    table = grouped_table(("A", "B"), [Grouped("", (("x", "y"),))], (50, 50))
    assert len(table._cellvalues) == 2


def test_markup_in_cells_prints_literally() -> None:
    table = grouped_table(("<b>A</b>", "B & C"), [Grouped("<i>", (("&lt;", "y"),))], (90, 90))
    text = flat(page_texts(built([table], FURNITURE))[0])
    assert "<b>A</b> B & C <i> &lt; y" in text
