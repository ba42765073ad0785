"""A chart and a width -> a placed picture. Wide: labels beside their rows. Narrow: above them."""

from benchmark.comparison import axis, rows
from benchmark.comparison.chart import Chart, Group, Row, continued
from benchmark.comparison.layout import GAP, NARROW, Layout
from benchmark.comparison.picture import Picture, Primitive
from benchmark.comparison.widths import text_width


def placed(chart: Chart, width: float, text_size: float) -> Picture:
    """``chart`` laid out ``width`` wide with text of ``text_size``; the height follows."""
    layout = laid_out(chart, width, text_size)
    key, y = axis.key(chart.marks, layout)
    upper, y = axis.upper(chart.end_heading, layout, y)
    top = y
    body: list[Primitive] = []
    for group in chart.groups:
        drawn, y = rows.group(group, layout, y)
        body.extend(drawn)
    lower, height = axis.lower(chart.scale, layout, y)
    return Picture(width, height, (*axis.grid(layout, top, y), *key, *upper, *body, *lower))


def laid_out(chart: Chart, width: float, size: float) -> Layout:
    """The columns of ``chart``: labels, scale and numbers, as wide as their longest texts need."""
    every = [row for group in chart.groups for row in group.rows]
    gap = GAP * size
    end_width = min(_widest_end(chart.end_heading, every, size), 0.3 * width)
    if width < NARROW * size:
        label_width = width - end_width - gap
        return Layout(width, size, label_width, left=gap, right=width - gap, end=width - end_width)
    label_width = min(_widest_label(chart.groups, every, size), 0.34 * width)
    end = width - end_width
    return Layout(
        width, size, label_width, left=label_width + 2 * gap, right=end - 2 * gap, end=end
    )


def parts(chart: Chart, width: float, text_size: float, tallest: float) -> tuple[Chart, ...]:
    """``chart`` cut between groups, or else between rows, so that no part exceeds ``tallest``.

    A group that goes over to the next part repeats its heading there. A part always holds at least
    one row, so a height of nothing still ends.
    """
    if placed(chart, width, text_size).height <= tallest:
        return (chart,)
    layout = laid_out(chart, width, text_size)
    bare = placed(continued(chart, (), 0), width, text_size).height
    shelves: list[list[Group]] = [[]]
    used = bare
    for group in (
        piece for whole in chart.groups for piece in _pieces(whole, layout, tallest - bare)
    ):
        height = rows.group_height(group, layout)
        if shelves[-1] and used + height > tallest:
            shelves.append([])
            used = bare
        shelves[-1].append(group)
        used += height
    return tuple(continued(chart, shelf, number) for number, shelf in enumerate(shelves, start=1))


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
