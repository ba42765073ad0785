"""The marks of a chart as primitives: one shape per meaning, so that grey print reads too."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from benchmark.comparison.chart import SCALE, Mark, Point, Row
from benchmark.comparison.picture import (
    ACCENT,
    BLACK,
    BLUE,
    DARK_BLUE,
    DARK_GREY,
    MID_GREY,
    PALE_GREY,
    WHITE,
    Dot,
    Ellipse,
    Line,
    Primitive,
    Rect,
    Shape,
)

Place = Callable[[float], float]  # a value on the scale -> its x

# in text sizes
RADIUS = 0.38
ACCENT_RADIUS = 0.44
BAND_HEIGHT = 0.95
CAP = 0.22  # half the height of an interval's ends
STROKE = 0.11
TICK_STEP = 0.24  # from tick to tick
ASIDE = 0.92  # from the middle of one mark to the next on the same level
RING = 0.64  # from the outermost mark's middle to the ring
BAR = 0.3  # height
# fill and outline of each shape differ in grey as well as in form
LOOKS: dict[Shape, tuple[str, str]] = {
    "circle": (BLUE, WHITE),
    "square": (WHITE, BLACK),
    "triangle": (MID_GREY, BLACK),
}
OF_ROLES: dict[Mark, Shape] = {
    "clinical": "circle",
    "operational": "square",
    "nursing": "triangle",
}


def row_marks(row: Row, place: Place, middle: float, size: float) -> list[Primitive]:
    """Ticks, band, bar, ring, interval and points of ``row``, in painting order."""
    drawn = ticks(row.ticks, place(SCALE[0]), middle, size)
    if row.bar:
        drawn.append(bar(place(row.bar.low), place(row.bar.high), middle, size))
    if row.ring is not None:
        inside = sum(mark.value == row.ring for mark in row.points)
        drawn.append(ring(place(row.ring), middle, size, inside))
    if row.band:
        drawn.append(band(place(row.band.low), place(row.band.high), middle, size))
    if row.interval:
        drawn.extend(interval(place(row.interval.low), place(row.interval.high), middle, size))
    steps = _steps_aside(row.points) if row.aside else [0.0] * len(row.points)
    drawn.extend(
        point(mark, place(mark.value) + step * ASIDE * size, middle, size)
        for mark, step in zip(row.points, steps, strict=True)
    )
    return drawn


def _steps_aside(points: Sequence[Point]) -> Iterator[float]:
    """How many marks each point stands to the right of its value, so that none hides another."""
    there = Counter(mark.value for mark in points)
    before: Counter[float] = Counter()
    for mark in points:
        yield before[mark.value] - (there[mark.value] - 1) / 2
        before[mark.value] += 1


def bar(left: float, right: float, middle: float, size: float) -> Rect:
    """Between the ends of a dumbbell."""
    return Rect(left, middle - BAR * size / 2, right - left, BAR * size, MID_GREY)


def ring(x: float, middle: float, size: float, marks: int) -> Ellipse:
    """Around a level and the ``marks`` that stand on it side by side."""
    wide = RING + max(0, marks - 1) * ASIDE / 2
    return Ellipse(x, middle, wide * size, RING * size, WHITE, BLACK, 1.2 * STROKE * size)


def band(left: float, right: float, middle: float, size: float) -> Rect:
    """A pale bar; equal ends still show as a narrow one."""
    height = BAND_HEIGHT * size
    least = 0.4 * size
    widened = max(0.0, least - (right - left)) / 2
    return Rect(
        left - widened,
        middle - height / 2,
        right - left + 2 * widened,
        height,
        PALE_GREY,
        MID_GREY,
        STROKE * size / 2,
    )


def interval(left: float, right: float, middle: float, size: float) -> list[Primitive]:
    """A thin line with a short stroke at each end."""
    half, stroke = CAP * size, STROKE * size
    return [
        Line(left, middle, right, middle, DARK_GREY, stroke),
        Line(left, middle - half, left, middle + half, DARK_GREY, stroke),
        Line(right, middle - half, right, middle + half, DARK_GREY, stroke),
    ]


def ticks(count: int, left: float, middle: float, size: float) -> list[Primitive]:
    """Short upright strokes before the left end of the scale, one for each lead who changed."""
    half, step = 0.4 * size, TICK_STEP * size
    places = [left - step * number for number in range(1, count + 1)]
    return [Line(x, middle - half, x, middle + half, BLACK, STROKE * size) for x in places]


def point(mark: Point, x: float, middle: float, size: float) -> Dot:
    """The dot of this division is larger, warm and dark-edged; others are blue, or hollow."""
    radius = (ACCENT_RADIUS if mark.accent else RADIUS) * size
    plain = LOOKS[mark.shape]
    fill, stroke = (ACCENT, BLACK) if mark.accent else (WHITE, BLUE) if mark.hollow else plain
    return Dot(x, middle, radius, mark.shape, fill, stroke, 1.2 * STROKE * size)


def reference(x: float, top: float, bottom: float, size: float) -> Line:
    """The line of the trust over the rows of a group."""
    return Line(x, top, x, bottom, DARK_BLUE, 1.5 * STROKE * size)


def sample(mark: Mark, x: float, middle: float, size: float) -> tuple[list[Primitive], float]:
    """One mark for the key with its left edge at ``x``, and its width."""
    wide = 2 * size
    if mark == "interval":
        return interval(x, x + wide, middle, size), wide
    if mark in ("middle half", "too small", "apart"):
        paint = bar if mark == "apart" else band
        return [paint(x, x + wide, middle, size)], wide
    if mark == "trust":
        return [reference(x + size / 4, middle - size / 2, middle + size / 2, size)], size / 2
    if mark == "lead changed":
        return ticks(1, x + size / 2, middle, size), size / 2
    if mark == "agreed":
        small = 0.8 * size  # so that it keeps within its line
        return [ring(x + RING * small, middle, small, 0)], 2 * RING * small
    shape = OF_ROLES.get(mark, "circle")
    hollow = mark in ("observed", "last round")
    dot = Point(0, shape, accent=mark == "this division", hollow=hollow)
    return [point(dot, x + size / 2, middle, size)], size
