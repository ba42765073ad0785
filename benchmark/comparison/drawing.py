"""Any described picture and a width -> a placed picture, for both painters."""

from collections.abc import Callable
from typing import Any

from benchmark.comparison.chart import BarChart, BarPart, Chart, Described, MapChart, PanelsChart
from benchmark.comparison.map_marks import map_picture
from benchmark.comparison.panels import panels_picture
from benchmark.comparison.picture import (
    BLACK,
    BLUE,
    DARK_BLUE,
    MID_GREY,
    PALE_GREY,
    WHITE,
    Picture,
    Primitive,
    Rect,
    Text,
)
from benchmark.comparison.placing import placed, placed_parts
from benchmark.comparison.widths import fitted, text_width

Drawable = Chart | Described

# dark beside pale, so that neighbours differ in grey; the text on each is readable
FILLS = ((DARK_BLUE, WHITE), (PALE_GREY, BLACK), (BLUE, WHITE), (WHITE, BLACK))


def drawn(chart: Drawable, width: float, text_size: float) -> Picture:
    """``chart`` laid out ``width`` wide with text of ``text_size``; the height follows."""
    return _DRAWERS[type(chart)](chart, width, text_size)


def drawn_parts(
    chart: Drawable, width: float, text_size: float, tallest: float
) -> tuple[Picture, ...]:
    """``chart`` as pictures no taller than ``tallest``; only rows go over to a further one."""
    if isinstance(chart, Chart):
        return placed_parts(chart, width, text_size, tallest)
    return (drawn(chart, width, text_size),)


def _panels(chart: PanelsChart, width: float, size: float) -> Picture:
    return panels_picture(chart.panels, chart.half_width, width, size)


def _bar(chart: BarChart, width: float, size: float) -> Picture:
    """The bar over its parts, each on a line of its own with a sample of its fill."""
    height, left = 2.4 * size, 0.0
    marks: list[Primitive] = []
    for part, (fill, ink) in zip(chart.parts, FILLS, strict=False):
        wide = part.share * width
        marks.append(Rect(left, 0, wide, height, fill, MID_GREY, 0.06 * size))
        if text_width(part.words, size, bold=True) < wide - 0.4 * size:
            middle = left + wide / 2
            base = 0.64 * height
            marks.append(Text(middle, base, part.words, size, "middle", bold=True, fill=ink))
        left += wide
    y = height + 0.6 * size
    for part, (fill, _) in zip(chart.parts, FILLS, strict=False):
        lines, y = _part_line(part, fill, y, width, size)
        marks += lines
    return Picture(width, y + 0.3 * size, tuple(marks))


def _part_line(
    part: BarPart, fill: str, y: float, width: float, size: float
) -> tuple[list[Primitive], float]:
    box, leading = 0.9 * size, 1.35 * size
    room = width - 5.2 * size
    lines = fitted(part.name, room, size, lines=2)
    marks: list[Primitive] = [Rect(0, y + 0.3 * size, box, box, fill, MID_GREY, 0.06 * size)]
    marks.append(Text(4.2 * size, y + 1.08 * size, part.words, size, "end", bold=True))
    marks += [
        Text(5 * size, y + 1.08 * size + leading * at, line, size) for at, line in enumerate(lines)
    ]
    return marks, y + leading * len(lines) + 0.2 * size


_DRAWERS: dict[type, Callable[[Any, float, float], Picture]] = {
    Chart: placed,
    MapChart: map_picture,
    PanelsChart: _panels,
    BarChart: _bar,
}
