"""What frames the rows of a chart: the key, the scale above and below, and its grid."""

from collections.abc import Sequence

from benchmark.comparison.chart import SCALE, KeyEntry
from benchmark.comparison.layout import Layout
from benchmark.comparison.marks import sample
from benchmark.comparison.picture import DARK_GREY, LINE_GREY, Line, Primitive, Text
from benchmark.comparison.widths import fitted, text_width

LONGEST_NAME = 2  # lines of a level's name

Placed = tuple[list[Primitive], float]  # what is drawn, and the height under it


def key(entries: Sequence[KeyEntry], layout: Layout) -> Placed:
    """One sample of every kind of mark with its words, as many to a line as fit."""
    drawn: list[Primitive] = []
    x, y = 0.0, 0.0
    for entry in entries:
        room = layout.width - _sample_width(entry, layout)
        (text,) = fitted(entry.words, room, layout.size, lines=1)
        words = text_width(text, layout.size)
        if x and x + _sample_width(entry, layout) + words > layout.width:
            x, y = 0.0, y + layout.line
        marks, wide = sample(entry.mark, x, y + layout.line / 2, layout.size)
        text_x = x + wide + 0.4 * layout.size
        drawn.extend(marks)
        drawn.append(Text(text_x, y + 0.85 * layout.line, text, layout.size, fill=DARK_GREY))
        x = text_x + words + 1.6 * layout.size
    return drawn, y + layout.line + 0.5 * layout.size if entries else 0.0


def _sample_width(entry: KeyEntry, layout: Layout) -> float:
    return sample(entry.mark, 0, 0, layout.size)[1] + 0.4 * layout.size


def upper(end_heading: str, layout: Layout, y: float) -> Placed:
    """The numbers 1 to 5 over the rows, and the heading of the numbers at the end."""
    base = y + layout.size
    drawn: list[Primitive] = [
        Text(layout.x(tick), base, str(tick), layout.size, "middle", fill=DARK_GREY)
        for tick in SCALE
    ]
    if not layout.stacked:
        drawn.append(Text(layout.end, base, end_heading, layout.size, bold=True))
    return drawn, y + layout.line + 0.2 * layout.size


def lower(names: Sequence[str], layout: Layout, y: float) -> Placed:
    """Ticks, numbers and the short names of the levels under the rows."""
    size, tick = layout.size, 0.4 * layout.size
    base = y + tick + size
    drawn: list[Primitive] = [Line(layout.left, y, layout.right, y, DARK_GREY, 0.08 * size)]
    for value in SCALE:
        x = layout.x(value)
        drawn.append(Line(x, y, x, y + tick, DARK_GREY, 0.08 * size))
        drawn.append(Text(x, base, str(value), size, "middle", bold=True))
    named, deepest = _names(names, layout, base)
    return drawn + named, deepest + 0.4 * size


def _names(names: Sequence[str], layout: Layout, base: float) -> Placed:
    """Every name under its tick; where a word is too wide, every second name stands lower."""
    step = (layout.right - layout.left) / (len(SCALE) - 1)
    gap = 0.4 * layout.size
    one_row = all(
        text_width(word, layout.size) <= step - gap for name in names for word in name.split()
    )
    room = step - gap if one_row else 2 * step - gap
    broken = [fitted(name, room, layout.size, lines=LONGEST_NAME) for name in names]
    depth = 0 if one_row else max(map(len, broken[::2])) * layout.line
    drawn: list[Primitive] = []
    for place, lines in enumerate(broken):
        top = base + (depth if place % 2 else 0)
        for number, line in enumerate(lines, start=1):
            drawn.append(_inside(line, layout.x(SCALE[place]), top + number * layout.line, layout))
    return drawn, max((text.y for text in drawn if isinstance(text, Text)), default=base)


def _inside(line: str, x: float, base: float, layout: Layout) -> Text:
    half = text_width(line, layout.size) / 2
    middle = min(max(x, half), layout.width - half)
    return Text(middle, base, line, layout.size, "middle", fill=DARK_GREY)


def grid(layout: Layout, top: float, bottom: float) -> list[Primitive]:
    """One pale line for each level, behind everything."""
    return [
        Line(layout.x(tick), top, layout.x(tick), bottom, LINE_GREY, 0.08 * layout.size)
        for tick in SCALE
    ]
