"""Small pictures side by side: differences from a mean, each with the same interval."""

import math
from collections.abc import Iterator, Sequence

from benchmark.comparison.picture import (
    BLUE,
    DARK_BLUE,
    DARK_GREY,
    MID_GREY,
    Dot,
    Line,
    Picture,
    Primitive,
    Text,
)

NARROW = 36  # text sizes; a picture narrower than this has fewer columns
COLUMNS, FEWER_COLUMNS = 5, 4
TALLEST = 14  # text sizes of one panel's rows, so that 20 panels fit a page
Panels = Sequence[Sequence[float]]


def panels_picture(panels: Panels, half_width: float, width: float, size: float) -> Picture:
    """Every panel with its number, all on one scale; the height follows from the rows."""
    columns = COLUMNS if width >= NARROW * size else FEWER_COLUMNS
    reach = max(abs(value) for panel in panels for value in panel) + half_width
    step = min(size, TALLEST * size / len(panels[0]))
    wide, tall = width / columns, step * len(panels[0]) + 2.4 * size
    marks: list[Primitive] = []
    for place, panel in enumerate(panels):
        left, top = wide * (place % columns), tall * (place // columns)
        marks.append(Text(left + 0.4 * size, top + size, str(place + 1), size, bold=True))
        middle, half = left + wide / 2, wide / 2 - 0.6 * size
        scale = half / reach
        marks += _panel(panel, (middle, scale), (top + 1.4 * size, step), half_width, size)
    return Picture(width, tall * math.ceil(len(panels) / columns), tuple(marks))


def _panel(
    panel: Sequence[float],
    across: tuple[float, float],
    down: tuple[float, float],
    half_width: float,
    size: float,
) -> Iterator[Primitive]:
    """``across``: x of the mean, length of one level; ``down``: top and height of a row."""
    (middle, scale), (top, step) = across, down
    yield Line(middle, top, middle, top + step * len(panel), DARK_BLUE, 0.11 * size)
    for row, value in enumerate(panel):
        x, y = middle + value * scale, top + step * (row + 0.5)
        reach = half_width * scale
        yield Line(x - reach, y, x + reach, y, MID_GREY, 0.07 * size)
        yield Dot(x, y, 0.24 * step, "circle", BLUE, DARK_GREY, 0.03 * size)
