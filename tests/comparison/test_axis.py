"""The frame of a chart: key, ticks 1 to 5 with their names, grid."""

import pytest

from benchmark.comparison import axis
from benchmark.comparison.chart import KeyEntry
from benchmark.comparison.layout import Layout
from benchmark.comparison.picture import Line, Text

NAMES = ("By chance", "Informal", "Defined", "Everywhere", "Staff-led")
WIDE = Layout(487, 9, 160, left=180, right=380, end=410)
NARROW = Layout(288, 13, 230, left=10, right=278, end=240)


def test_there_is_no_room_for_a_key_without_entries() -> None:
    assert axis.key((), WIDE) == ([], 0.0)


def test_a_key_wraps_instead_of_leaving_the_picture() -> None:
    entries = [KeyEntry("interval", "words of a certain length") for _ in range(4)]
    drawn, height = axis.key(entries, NARROW)
    heights = {text.y for text in drawn if isinstance(text, Text)}
    assert len(heights) == 4
    assert max(heights) < height


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_numbers_stand_under_their_ticks(layout: Layout) -> None:
    drawn, _ = axis.lower(NAMES, layout, 100)
    numbers = {t.text: t.x for t in drawn if isinstance(t, Text) and t.bold}
    assert numbers == {str(level): layout.x(level) for level in (1, 2, 3, 4, 5)}


def test_names_that_are_too_wide_stand_on_two_heights() -> None:
    drawn, _ = axis.lower(NAMES, NARROW, 100)
    heights = {t.text: t.y for t in drawn if isinstance(t, Text) and not t.bold}
    assert heights["Informal"] == heights["Everywhere"] > heights["Defined"]


def test_names_that_fit_stand_on_one_height() -> None:
    drawn, _ = axis.lower(NAMES, Layout(720, 9, 160, left=180, right=620, end=650), 100)
    assert len({t.y for t in drawn if isinstance(t, Text) and not t.bold}) == 1


def test_the_heading_of_the_numbers_stands_over_them_only_when_they_are_beside() -> None:
    beside, _ = axis.upper("Level", WIDE, 0)
    above, _ = axis.upper("Level", NARROW, 0)
    assert [t.x for t in beside if isinstance(t, Text) and t.text == "Level"] == [WIDE.end]
    assert "Level" not in [t.text for t in above if isinstance(t, Text)]


def test_the_grid_has_a_line_for_every_level() -> None:
    lines = axis.grid(WIDE, 20, 90)
    assert [line.x1 for line in lines if isinstance(line, Line)] == [180, 230, 280, 330, 380]
