"""Every picture fits its width, and small screens are read as well as paper."""

import pytest

from benchmark.comparison.chart import BarChart, MapChart
from benchmark.comparison.compare import compare
from benchmark.comparison.drawing import Drawable, drawn, drawn_parts
from benchmark.comparison.numbers import charts_of
from benchmark.comparison.picture import Dot, Ellipse, Rect, Text
from benchmark.comparison.widths import text_width
from tests.comparison.facts import READER, decidable, facts

CHARTS = {chart.key: chart for chart in charts_of(compare(facts(decidable(1)), READER))}
SIZES = ((720, 16), (288, 13), (487, 9))
BEFORE = {"start": 0, "middle": 0.5, "end": 1}


@pytest.mark.parametrize("key", CHARTS)
@pytest.mark.parametrize(("width", "size"), SIZES)
def test_nothing_stands_outside_its_picture(key: str, width: float, size: float) -> None:
    picture = drawn(CHARTS[key], width, size)
    for mark in picture.primitives:
        if isinstance(mark, Text):
            assert mark.size == size
            wide = text_width(mark.text, size, bold=mark.bold)
            left = mark.x - BEFORE[mark.anchor] * wide
            assert left >= -1
            assert left + wide <= width + 1
            assert 0 < mark.y <= picture.height
        if isinstance(mark, Dot | Ellipse):
            assert 0 <= mark.x <= width
            assert 0 <= mark.y <= picture.height


@pytest.mark.parametrize(("width", "size"), SIZES)
def test_no_label_of_the_map_covers_another(width: float, size: float) -> None:
    chart = CHARTS["uneven-or-low"]
    assert isinstance(chart, MapChart)
    boxes = []
    for mark in drawn(chart, width, size).primitives:
        if isinstance(mark, Text) and mark.text[0].isdigit() and mark.y < width * 0.6:
            wide = text_width(mark.text, size, bold=mark.bold)
            left = mark.x - BEFORE[mark.anchor] * wide
            boxes.append((left, mark.y - 0.7 * size, left + wide, mark.y))
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart


def test_a_bar_is_as_long_as_its_parts() -> None:
    chart = CHARTS["how-much-is-real"]
    assert isinstance(chart, BarChart)
    bar = [m for m in drawn(chart, 500, 10).primitives if isinstance(m, Rect) and m.y == 0]
    assert [rect.width / 500 for rect in bar] == pytest.approx([p.share for p in chart.parts])
    assert len({rect.fill for rect in bar}) == len(bar)


def test_only_rows_go_over_to_a_second_part() -> None:
    def parts(chart: Drawable) -> int:
        return len(drawn_parts(chart, 487, 9, 130))

    assert {key: parts(chart) for key, chart in CHARTS.items()} == {
        "caterpillar": 3,
        "uneven-or-low": 1,
        "line-up": 1,
        "how-much-is-real": 1,
    }
