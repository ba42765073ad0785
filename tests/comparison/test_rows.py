"""Rows: label, marks and number; a hidden value shows its rule instead."""

import pytest

from benchmark.comparison import rows
from benchmark.comparison.chart import Group, Point, Row, Span
from benchmark.comparison.layout import Layout
from benchmark.comparison.picture import Dot, Text

WIDE = Layout(487, 9, 160, left=180, right=380, end=410)
NARROW = Layout(288, 13, 230, left=10, right=278, end=240)
SHOWN = Row("Following through", "4", (Point(4, accent=True),), Span(3, 5))
HIDDEN = Row("Following through", note="not shown: 2 of 3 complete")


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_a_row_shows_label_dot_and_number(layout: Layout) -> None:
    drawn, _ = rows.group(Group("", (SHOWN,)), layout, 0)
    assert {t.text for t in drawn if isinstance(t, Text)} == {"Following through", "4"}
    assert [dot.x for dot in drawn if isinstance(dot, Dot)] == [layout.x(4)]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_a_hidden_value_shows_its_rule_and_no_mark(layout: Layout) -> None:
    drawn, _ = rows.group(Group("", (HIDDEN,)), layout, 0)
    words = " ".join(t.text for t in drawn if isinstance(t, Text))
    assert "not shown: 2 of 3 complete" in words
    assert not [dot for dot in drawn if isinstance(dot, Dot)]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("heading", ["", "Operations", "A heading that is far too long " * 6])
@pytest.mark.parametrize("line", [None, 1.0, 2.7])
def test_the_height_of_a_group_is_what_it_takes(
    layout: Layout, heading: str, line: float | None
) -> None:
    group = Group(heading, (SHOWN, HIDDEN), line, "trust 2.7" if line else "")
    drawn, bottom = rows.group(group, layout, 40)
    assert bottom == pytest.approx(40 + rows.group_height(group, layout))
    assert all(40 < text.y < bottom for text in drawn if isinstance(text, Text))


def test_a_long_label_makes_its_row_taller() -> None:
    long = Row("A practice whose name does not fit on one line of its column", "3", (Point(3),))
    assert rows.row_height(long, WIDE) > rows.row_height(SHOWN, WIDE)


def test_what_is_clearly_different_is_bold() -> None:
    strong = Row("x", "4, clearly higher", (Point(4),), strong=True)
    drawn, _ = rows.group(Group("", (strong,)), WIDE, 0)
    assert {t.text for t in drawn if isinstance(t, Text) and t.bold} == {"4, clearly higher"}


def test_pieces_of_a_group_keep_its_line() -> None:
    group = Group("Operations", (SHOWN, HIDDEN), 2.7, "trust 2.7")
    assert rows.piece(group, (SHOWN,)) == Group("Operations", (SHOWN,), 2.7, "trust 2.7")
    assert rows.again(group, (HIDDEN,)).heading == "Operations (continued)"
    assert rows.again(Group("", (SHOWN,)), (SHOWN,)).heading == ""
