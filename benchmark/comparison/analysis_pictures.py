"""Pictures of an analysis on any scale: divisions, uneven or low, and the line-up."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.comparison.panels import panels_picture
from benchmark.comparison.picture import (
    BLUE,
    DARK_BLUE,
    DARK_GREY,
    LINE_GREY,
    MID_GREY,
    Dot,
    Line,
    Picture,
    Primitive,
    Text,
)
from benchmark.comparison.wording import shortened
from benchmark.variation.analysis import Analysis, DivisionScore, Panels
from benchmark.variation.uneven_or_low import CORNERS, PlaceOnMap

MOST_DIVISIONS = 40  # rows that one page takes
TICKS = 5
LABELS = 0.32  # of the width
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, what it says in words, and its alternative text."""

    picture: Picture
    reading: str
    alternative: str


@dataclass(frozen=True, slots=True)
class _Axis:
    """From ``low`` to ``high`` between ``left`` and ``right``."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def ticks(self) -> list[float]:
        step = (self.high - self.low) / (TICKS - 1)
        return [self.low + step * place for place in range(TICKS)]


def divisions_picture(
    analysis: Analysis, scale: tuple[float, float], width: float, size: float
) -> Drawn | None:
    """Divisions by shrunken mean, each with its interval; None if there are none or too many."""
    known = {
        name: score
        for name, score in analysis.scores.divisions.items()
        if score.mean is not None and score.low is not None
    }
    if not 1 < len(known) <= MOST_DIVISIONS:
        return None
    ordered = sorted(known.items(), key=lambda pair: -_order(pair[1]))
    axis = _Axis(*scale, LABELS * width, width - 4 * size)
    row = 2 * size
    bottom = row * (len(ordered) + 0.5)
    marks = [*_ticks(axis, bottom, size)]
    for place, (name, score) in enumerate(ordered):
        marks += _division(name, score, axis, row * (place + 0.7), size)
    reading = (
        "One row a division: dot, its mean; line, the 95% interval from the noise pooled over "
        "divisions. Rows are sorted by the mean drawn towards the trust."
    )
    alternative = f"{len(ordered)} divisions with mean and 95% interval; the table has the numbers"
    return Drawn(Picture(width, bottom + 2.2 * size, tuple(marks)), reading, alternative)


def _order(score: DivisionScore) -> float:
    mean = score.mean or 0.0
    return mean if score.shrunken is None else score.shrunken


def _division(
    name: str, score: DivisionScore, axis: _Axis, y: float, size: float
) -> Iterator[Primitive]:
    low, high, mean = (value or 0.0 for value in (score.low, score.high, score.mean))
    yield Text(0, y + 0.35 * size, shortened(name, LONGEST), size)
    yield Line(axis.at(low), y, axis.at(high), y, DARK_GREY, 1.2)
    yield Dot(axis.at(mean), y, 0.38 * size, "circle", BLUE, BLUE, 0.5)
    yield Text(axis.right + 3.6 * size, y + 0.35 * size, f"{mean:.2f}", size, "end")


def _ticks(axis: _Axis, bottom: float, size: float) -> Iterator[Primitive]:
    for tick in axis.ticks():
        x = axis.at(tick)
        yield Line(x, 0, x, bottom, LINE_GREY, 0.6)
        yield Text(x, bottom + 1.4 * size, f"{tick:g}", size, "middle")


def map_picture(
    analysis: Analysis, scale: tuple[float, float], width: float, size: float
) -> Drawn | None:
    """Practices by mean of the trust (across) and spread between divisions (up), numbered."""
    placed = [
        (number, place)
        for number, place in enumerate(analysis.uneven_or_low.values(), start=1)
        if place.spread is not None
    ]
    if not placed:
        return None
    top = max(place.spread or 0.0 for _, place in placed)
    half = (scale[1] - scale[0]) / 8
    across = _Axis(*scale, 3 * size, width - size)
    up = _Axis(0.0, max(top, 2 * half), 0.62 * width, 2 * size)
    marks = [*_frame(across, up, sum(scale) / 2, half, size)]
    for number, place in placed:
        marks += _practice(number, place, across, up, size)
    reading = (
        "Each number is a practice, in the order of the tables. To the left the trust is low; "
        "upwards its divisions differ more, with noise taken out. Filled: clearly in its corner."
    )
    alternative = f"{len(placed)} practices by mean and by spread between divisions; see the table"
    return Drawn(Picture(width, up.left + 3.6 * size, tuple(marks)), reading, alternative)


def _frame(
    across: _Axis, up: _Axis, middle: float, half: float, size: float
) -> Iterator[Primitive]:
    yield from (
        Line(across.left, up.at(value), across.right, up.at(value), MID_GREY, width)
        for value, width in ((0.0, 1.0), (half, 0.6))
    )
    yield Line(across.at(middle), up.left, across.at(middle), up.right, MID_GREY, 0.6)
    for tick in across.ticks():
        yield Text(across.at(tick), up.left + 1.4 * size, f"{tick:g}", size, "middle")
    yield from (
        Text(across.left - 0.6 * size, up.at(tick) + 0.35 * size, f"{tick:.2g}", size, "end")
        for tick in (0.0, half, up.high)
    )
    yield Text(across.right, up.left + 2.8 * size, "mean of the trust", size, "end")
    for (low, uneven), name in CORNERS.items():
        x = across.left + size if low else across.right
        y = up.right - 0.6 * size if uneven else up.left - 0.6 * size
        yield Text(x, y, name, size, "start" if low else "end", bold=True, fill=DARK_BLUE)


def _practice(
    number: int, place: PlaceOnMap, across: _Axis, up: _Axis, size: float
) -> Iterator[Primitive]:
    x, y = across.at(place.mean or 0.0), up.at(place.spread or 0.0)
    yield Dot(x, y, 0.35 * size, "circle", BLUE if place.clear else "#ffffff", BLUE, 1)
    yield Text(x + 0.6 * size, y - 0.3 * size, str(number), size)


def line_up_picture(analysis: Analysis, width: float, size: float) -> Drawn | None:
    """Twenty small pictures of divisions, one of them real; which one stands in the table."""
    found: Panels | None = analysis.line_up
    if found is None:
        return None
    picture = panels_picture(found.panels, found.half_width, width, size)
    reading = (
        "One of these 20 pictures is real, 19 are drawn from noise alone. Choose the one in which "
        "the divisions differ most, then look under Line-up in the tables for the real one."
    )
    return Drawn(picture, reading, "20 pictures of differences")
