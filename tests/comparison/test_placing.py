"""Placed pictures keep inside their width, keep their text readable, and lose no row."""

import dataclasses
from collections.abc import Sequence

import pytest

from benchmark.comparison.chart import Group
from benchmark.comparison.dots import overall_dots, section_dots
from benchmark.comparison.picture import Dot, Line, Picture, Rect, Text
from benchmark.comparison.placing import laid_out, parts, placed, placed_parts
from benchmark.comparison.profile import profile
from benchmark.comparison.widths import text_width
from tests.samples import (
    hostile,
    many_divisions,
    nothing_released,
    seven_divisions,
    two_divisions,
)

CHARTS = {
    "profile": profile(seven_divisions(), "d1"),
    "profile of two": profile(two_divisions(), "surgery"),
    "profile not shown": profile(seven_divisions(), "d4"),
    "hostile": profile(hostile(), "d2"),
    "overall": overall_dots(seven_divisions(), "d1"),
    "overall of nothing": overall_dots(nothing_released()),
    "overall hostile": overall_dots(hostile()),
    "sections": section_dots(seven_divisions()),
}
SIZES = ((288, 13), (487.3, 9), (720, 16))


def _extent(text: Text) -> tuple[float, float]:
    width = text_width(text.text, text.size, bold=text.bold)
    start = {"start": text.x, "middle": text.x - width / 2, "end": text.x - width}[text.anchor]
    return start, start + width


def _texts(picture: Picture) -> list[Text]:
    return [primitive for primitive in picture.primitives if isinstance(primitive, Text)]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("width", "size"), SIZES)
def test_nothing_leaves_the_picture(name: str, width: float, size: float) -> None:
    picture = placed(CHARTS[name], width, size)
    for text in _texts(picture):
        start, end = _extent(text)
        assert start >= -0.01, text
        assert end <= width + 0.01, text
        assert 0 < text.y < picture.height
    for mark in picture.primitives:
        if isinstance(mark, Dot):
            assert mark.radius <= mark.x <= width - mark.radius
        if isinstance(mark, Rect):
            assert mark.x >= 0
            assert mark.x + mark.width <= width


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("width", "size"), SIZES)
def test_text_is_never_smaller_than_asked_for(name: str, width: float, size: float) -> None:
    assert {text.size for text in _texts(placed(CHARTS[name], width, size))} == {size}


@pytest.mark.parametrize("name", ["profile", "overall", "sections", "profile of two"])
@pytest.mark.parametrize(("width", "size"), SIZES)
def test_texts_do_not_overlap(name: str, width: float, size: float) -> None:
    texts = _texts(placed(CHARTS[name], width, size))
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            apart = abs(one.y - other.y) >= 0.9 * size
            (start, end), (begin, stop) = _extent(one), _extent(other)
            assert apart or end <= begin or stop <= start, (one.text, other.text)


@pytest.mark.parametrize(("width", "size"), SIZES)
def test_every_division_level_is_a_dot_at_its_value(width: float, size: float) -> None:
    chart = CHARTS["profile"]
    layout = laid_out(chart, width, size)
    values = [point.value for g in chart.groups for row in g.rows for point in row.points]
    dots = [p for p in placed(chart, width, size).primitives if isinstance(p, Dot)]
    in_rows = dots[len(dots) - len(values) :]
    assert [dot.x for dot in in_rows] == pytest.approx([layout.x(value) for value in values])
    assert [dot.y for dot in in_rows] == sorted(dot.y for dot in in_rows)


def test_all_five_names_of_the_scale_stand_under_the_ticks_at_every_size() -> None:
    for width, size in SIZES:
        words = {text.text for text in _texts(placed(CHARTS["overall"], width, size))}
        assert {"1", "2", "3", "4", "5", "Everywhere", "Staff-led"} <= words


def test_narrow_pictures_set_labels_above_their_rows() -> None:
    chart = CHARTS["overall"]
    wide, narrow = placed(chart, 720, 16), placed(chart, 288, 13)
    assert narrow.height / 13 > wide.height / 16


def test_a_reference_line_never_crosses_a_text() -> None:
    for width, size in SIZES:
        picture = placed(CHARTS["sections"], width, size)
        lines = [p for p in picture.primitives if isinstance(p, Line) and p.stroke == "#003087"]
        for text in _texts(picture):
            start, end = _extent(text)
            crossed = [
                line for line in lines
                if start < line.x1 < end and line.y1 < text.y - 1 and line.y2 > text.y - size / 2
            ]  # fmt: skip
            assert not crossed, text


@pytest.mark.parametrize("tallest", [180, 400, 640])
@pytest.mark.parametrize("name", ["profile", "sections", "hostile", "overall hostile"])
def test_parts_fit_and_hold_every_row_once(name: str, tallest: float) -> None:
    chart = CHARTS[name]
    cut = parts(chart, laid_out(chart, 487.3, 9), tallest)
    assert [label for groups in cut for label in _labels(groups)] == _labels(chart.groups)
    for groups, picture in zip(cut, placed_parts(chart, 487.3, 9, tallest), strict=True):
        assert len(_labels(groups)) == 1 or picture.height <= tallest + 0.01


def _labels(groups: Sequence[Group]) -> list[str]:
    return [row.label for group in groups for row in group.rows]


def test_a_height_of_nothing_still_ends_with_one_row_a_part() -> None:
    chart = CHARTS["overall"]
    cut = parts(chart, laid_out(chart, 487.3, 9), 0)
    assert [len(_labels(groups)) for groups in cut] == [1] * 7


def test_a_chart_that_fits_stays_whole() -> None:
    chart = CHARTS["profile"]
    assert placed_parts(chart, 487.3, 9, 1000) == (placed(chart, 487.3, 9),)


def test_all_parts_share_one_scale() -> None:
    pictures = placed_parts(CHARTS["overall hostile"], 487.3, 9, 300)
    ticks = [{t.x for t in _texts(picture) if t.text == "3" and t.bold} for picture in pictures]
    assert len(ticks) > 1
    assert all(tick == ticks[0] for tick in ticks)


def test_a_group_that_goes_over_says_so() -> None:
    chart = overall_dots(many_divisions(60))
    whole = dataclasses.replace(chart.groups[0], heading="All divisions")
    named = dataclasses.replace(chart, groups=(whole,))
    (first,), (second,), *_ = parts(named, laid_out(named, 487.3, 9), 400)
    assert first.heading == "All divisions"
    assert second.heading == "All divisions (continued)"
    assert second.line == whole.line


def test_parts_are_filled_about_evenly() -> None:
    chart = section_dots(seven_divisions())
    cut = parts(chart, laid_out(chart, 487.3, 9), 640)
    assert [len(groups) for groups in cut] == [3, 3]
