"""A chart and a width -> a placed picture. Wide: labels beside their rows. Narrow: above them."""

from collections.abc import Sequence

from benchmark.comparison import axis, rows
from benchmark.comparison.chart import Chart, Group, Row
from benchmark.comparison.layout import GAP, NARROW, Layout
from benchmark.comparison.picture import Picture, Primitive
from benchmark.comparison.widths import text_width

EVENING_STEPS = 12
ROOM_ASIDE = 1.8  # times the gap, where marks on one level stand beside each other


def placed(chart: Chart, width: float, text_size: float) -> Picture:
    """``chart`` laid out ``width`` wide with text of ``text_size``; the height follows."""
    return _drawn(chart, chart.groups, laid_out(chart, width, text_size))


def placed_parts(
    chart: Chart, width: float, text_size: float, tallest: float
) -> tuple[Picture, ...]:
    """``chart`` as pictures no taller than ``tallest``, all with the same columns and scale."""
    layout = laid_out(chart, width, text_size)
    return tuple(_drawn(chart, groups, layout) for groups in parts(chart, layout, tallest))


def _drawn(chart: Chart, groups: Sequence[Group], layout: Layout) -> Picture:
    key, y = axis.key(chart.marks, layout)
    upper, y = axis.upper(chart.end_heading, layout, y)
    top = y
    body: list[Primitive] = []
    for group in groups:
        drawn, y = rows.group(group, layout, y)
        body.extend(drawn)
    lower, height = axis.lower(chart.scale, layout, y)
    return Picture(layout.width, height, (*axis.grid(layout, top, y), *key, *upper, *body, *lower))


def laid_out(chart: Chart, width: float, size: float) -> Layout:
    """The columns of ``chart``: labels, scale and numbers, as wide as their longest texts need."""
    every = [row for group in chart.groups for row in group.rows]
    gap = GAP * size * (ROOM_ASIDE if any(row.aside for row in every) else 1)
    if width < NARROW * size:  # every row shares its own line between label and number
        return Layout(width, size, width, left=gap, right=width - gap, end=width)
    end_width = min(_widest_end(chart.end_heading, every, size), 0.3 * width)
    label_width = min(_widest_label(chart.groups, every, size), 0.34 * width)
    end = width - end_width
    return Layout(
        width, size, label_width, left=label_width + 2 * gap, right=end - 2 * gap, end=end
    )


def parts(chart: Chart, layout: Layout, tallest: float) -> Sequence[Sequence[Group]]:
    """The groups of ``chart``, cut so that no part of it is taller than ``tallest``.

    As few parts as possible, filled about evenly. A group that goes over to the next part repeats
    its heading there. A part always holds at least one row, so a height of nothing still ends.
    """
    frame = _drawn(chart, (), layout).height
    shelves = _shelves(chart.groups, layout, tallest - frame)
    if len(shelves) == 1:
        return shelves
    even = sum(rows.group_height(group, layout) for group in chart.groups) / len(shelves)
    for step in range(EVENING_STEPS):
        room = even + (tallest - frame - even) * step / EVENING_STEPS
        fuller = _shelves(chart.groups, layout, room)
        if len(fuller) == len(shelves) and _pieces_in(fuller) == _pieces_in(shelves):
            return fuller
    return shelves


def _pieces_in(shelves: Sequence[Sequence[Group]]) -> int:
    return sum(map(len, shelves))


def _shelves(groups: Sequence[Group], layout: Layout, room: float) -> list[list[Group]]:
    shelves: list[list[Group]] = [[]]
    used = 0.0
    for group in (piece for whole in groups for piece in _pieces(whole, layout, room)):
        height = rows.group_height(group, layout)
        if shelves[-1] and used + height > room:
            shelves.append([])
            used = 0.0
        shelves[-1].append(group)
        used += height
    return shelves


def _pieces(group: Group, layout: Layout, room: float) -> list[Group]:
    pieces = [rows.piece(group, ())]
    for row in group.rows:
        longer = rows.piece(pieces[-1], (*pieces[-1].rows, row))
        if pieces[-1].rows and rows.group_height(longer, layout) > room:
            pieces.append(rows.again(group, (row,)))
        else:
            pieces[-1] = longer
    return pieces


def _widest_end(heading: str, every: list[Row], size: float) -> float:
    ends = [(heading, True), *((row.end, row.strong) for row in every)]
    return max(text_width(text, size, bold=bold) for text, bold in ends)


def _widest_label(groups: tuple[Group, ...], every: list[Row], size: float) -> float:
    labels = [text_width(row.label, size) for row in every]
    headings = [text_width(group.heading, size, bold=True) for group in groups]
    return max((*labels, *headings), default=0)
