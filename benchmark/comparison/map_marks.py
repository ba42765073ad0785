"""The map of practices: points, soft ellipses, labels that keep out of each other's way."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmark.comparison import axis
from benchmark.comparison.chart import MapChart, MapPoint, Span
from benchmark.comparison.layout import NARROW, Layout
from benchmark.comparison.marks import Place
from benchmark.comparison.picture import (
    BLUE,
    DARK_BLUE,
    DARK_GREY,
    LINE_GREY,
    MID_GREY,
    PALE_GREY,
    WHITE,
    Anchor,
    Dot,
    Ellipse,
    Line,
    Picture,
    Primitive,
    Text,
)
from benchmark.comparison.widths import text_width

STEP = 0.5  # of the ticks of the spread
RADIUS = 0.3  # of a dot, in text sizes
UPWARDS = 0.62  # height of the plot over its width; on a phone it is square
# where a label may stand around its dot, in text sizes: right, left, above, below, corners
PLACES: tuple[tuple[float, float, Anchor], ...] = (
    (0.5, 0.35, "start"),
    (-0.5, 0.35, "end"),
    (0.0, -0.5, "middle"),
    (0.0, 1.2, "middle"),
    (0.4, -0.35, "start"),
    (-0.4, -0.35, "end"),
    (0.4, 1.05, "start"),
    (-0.4, 1.05, "end"),
    (0.0, -1.5, "middle"),
    (0.0, 2.2, "middle"),
)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot stands: ``layout`` across, from ``top`` to ``bottom`` up to ``highest``."""

    layout: Layout
    top: float
    bottom: float
    highest: float

    def x(self, value: float) -> float:
        return self.layout.x(value)

    def y(self, value: float) -> float:
        share = min(max(value / self.highest, 0.0), 1.0)
        return self.bottom - share * (self.bottom - self.top)


def map_picture(chart: MapChart, width: float, size: float) -> Picture:
    """``chart`` placed ``width`` wide; its height follows from the width."""
    left, right = 2.6 * size, width - size
    layout = Layout(width, size, 0, left=left, right=right, end=width)
    narrow = width < NARROW * size
    tall = (right - left) * (1.0 if narrow else UPWARDS)
    top = max(max(point.y for point in chart.points) + 0.25, 2 * chart.uneven)
    frame = _Frame(layout, 2.6 * size, 2.6 * size + tall, math.ceil(top / STEP) * STEP)
    named, height = axis.lower(chart.scale, layout, frame.bottom)
    heading = Text(0, size, "Spread between divisions, in levels", size, fill=DARK_GREY)
    under = Text(right, height + size, "Mean of the trust", size, "end", fill=DARK_GREY)
    corners = [] if narrow else list(_corners(chart, frame, size))
    marks: list[Primitive] = [
        heading,
        *_soft(chart.points, frame, size),
        *_grid(chart, frame, size),
    ]
    marks += corners
    marks += [_dot(point, frame, size) for point in chart.points]
    marks += _labels(
        chart.points, frame, [_box_of(text, size) for text in corners], named=not narrow
    )
    return Picture(width, height + 1.4 * size, (*marks, *named, under))


def _grid(chart: MapChart, frame: _Frame, size: float) -> Iterator[Primitive]:
    left, right = frame.layout.left, frame.layout.right
    for tick in range(round(frame.highest / STEP) + 1):
        y = frame.y(tick * STEP)
        yield Line(left, y, right, y, LINE_GREY, 0.06 * size)
        yield Text(left - 0.6 * size, y + 0.35 * size, f"{tick * STEP:g}", size, "end")
    x, y = frame.x(chart.low), frame.y(chart.uneven)
    yield Line(x, frame.top, x, frame.bottom, MID_GREY, 0.1 * size)
    yield Line(left, y, right, y, MID_GREY, 0.1 * size)


def _corners(chart: MapChart, frame: _Frame, size: float) -> Iterator[Text]:
    low_even, low_uneven, high_even, high_uneven = chart.corners
    left, right = frame.layout.left + 0.3 * size, frame.layout.right
    upper, lower = frame.top + size, frame.bottom - 0.4 * size
    places: tuple[tuple[float, float, str, Anchor], ...] = (
        (left, lower, low_even, "start"),
        (left, upper, low_uneven, "start"),
        (right, lower, high_even, "end"),
        (right, upper, high_uneven, "end"),
    )
    for x, y, words, anchor in places:
        yield Text(x, y, words, size, anchor, bold=True, fill=DARK_BLUE)


def _soft(points: Sequence[MapPoint], frame: _Frame, size: float) -> Iterator[Primitive]:
    """Limits of the points that carry a name."""
    for point in points:
        if point.label:
            x, wide = _middle(point.across, frame.x)
            y, tall = _middle(point.up, frame.y)
            yield Ellipse(x, y, wide, tall, PALE_GREY, LINE_GREY, 0.08 * size)


def _middle(span: Span, place: Place) -> tuple[float, float]:
    low, high = place(span.low), place(span.high)
    return (low + high) / 2, abs(high - low) / 2


def _dot(point: MapPoint, frame: _Frame, size: float) -> Dot:
    fill = BLUE if point.label else WHITE
    x, y = frame.x(point.x), frame.y(point.y)
    return Dot(x, y, RADIUS * size, "circle", fill, BLUE, 0.09 * size)


def _labels(
    points: Sequence[MapPoint], frame: _Frame, taken: list[_Box], *, named: bool
) -> Iterator[Text]:
    """Names first, then numbers, each where it meets nothing; one without room has the table."""
    size = frame.layout.size
    taken = [*taken, *(_dot_box(point, frame, size) for point in points)]
    for point in sorted(points, key=lambda point: not point.label):
        for text in _tries(point, frame, size, named=named):
            box = _box_of(text, size)
            if _inside(box, frame) and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield text
                break


def _tries(point: MapPoint, frame: _Frame, size: float, *, named: bool) -> Iterator[Text]:
    """Where the label may stand: with its name if it has one and there is room, else the number."""
    x, y = frame.x(point.x), frame.y(point.y)
    name = [f"{point.number} {point.label}"] if named and point.label else []
    for words in (*name, str(point.number)):
        for dx, dy, anchor in PLACES:
            yield Text(x + dx * size, y + dy * size, words, size, anchor, bold=bool(point.label))


def _inside(box: _Box, frame: _Frame) -> bool:
    return (
        box.left >= frame.layout.left
        and box.right <= frame.layout.right
        and box.top >= frame.top - frame.layout.size
        and box.bottom <= frame.bottom + 0.3 * frame.layout.size
    )


def _dot_box(point: MapPoint, frame: _Frame, size: float) -> _Box:
    x, y, reach = frame.x(point.x), frame.y(point.y), RADIUS * size
    return _Box(x - reach, y - reach, x + reach, y + reach)


def _box_of(text: Text, size: float) -> _Box:
    wide = text_width(text.text, size, bold=text.bold)
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * wide
    left = text.x - before
    return _Box(left, text.y - 0.75 * size, left + wide, text.y + 0.2 * size)
