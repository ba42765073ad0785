"""Groups and rows of a chart as primitives, with the heights they take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmark.comparison.chart import Group, Row
from benchmark.comparison.layout import GAP, Layout
from benchmark.comparison.marks import reference, row_marks
from benchmark.comparison.picture import (
    BLACK,
    DARK_BLUE,
    DARK_GREY,
    LINE_GREY,
    Line,
    Primitive,
    Text,
)
from benchmark.comparison.widths import fitted, text_width

LONGEST_LABEL = 3  # lines of a label, an end or a note; the table has the whole text
SPACE_ABOVE_GROUP = 0.5
ROW_PADDING = 0.34  # so that marks of neighbours never touch
Look = tuple[bool, str]  # bold, colour
PLAIN, STRONG, MUTED = (False, BLACK), (True, BLACK), (False, DARK_GREY)
NOTE_INDENT = 0.5  # clear of the line of level 1
PLOT_LINE = 1.3  # height of the marks under a stacked label


@dataclass(frozen=True, slots=True)
class _Lines:
    """The texts of a row, broken into lines."""

    label: tuple[str, ...]
    end: tuple[str, ...]
    note: tuple[str, ...]


def piece(group: Group, rows: Sequence[Row]) -> Group:
    """``group`` with these rows only."""
    return replace(group, rows=tuple(rows))


def again(group: Group, rows: Sequence[Row]) -> Group:
    """``group`` taken up on a further page."""
    heading = f"{group.heading} (continued)" if group.heading else ""
    return replace(group, heading=heading, rows=tuple(rows))


def group_height(group: Group, layout: Layout) -> float:
    """From the space above the heading to the end of the last row."""
    return _head_height(group, layout) + sum(row_height(row, layout) for row in group.rows)


def row_height(row: Row, layout: Layout) -> float:
    lines = _lines(row, layout)
    if not layout.stacked:
        tallest = max(len(lines.label), len(lines.end), len(lines.note), 1)
        return tallest * layout.line + ROW_PADDING * layout.size
    texts = max(len(lines.label), len(lines.end)) + len(lines.note)
    plot = 0 if row.note else PLOT_LINE * layout.size
    return texts * layout.line + plot + 2 * ROW_PADDING * layout.size


def group(group: Group, layout: Layout, y: float) -> tuple[list[Primitive], float]:
    """Heading, reference line and rows from the height ``y``; and the height under them."""
    top = y + _head_height(group, layout)
    drawn = _heading(group, layout, top)
    bottom = top
    for row in group.rows:
        drawn.extend(_row(row, group.line, layout, bottom))
        bottom += row_height(row, layout)
    return drawn, bottom


def _head_height(group: Group, layout: Layout) -> float:
    if not group.heading and not group.line_label:
        return 0
    lines = 2 if _collide(group, layout) else 1
    return lines * layout.line + (SPACE_ABOVE_GROUP + 0.2) * layout.size


def _heading(group: Group, layout: Layout, top: float) -> list[Primitive]:
    if not group.heading and not group.line_label:
        return []
    base = top - 0.45 * layout.size
    above = base - layout.line if _collide(group, layout) else base
    drawn: list[Primitive] = []
    if group.heading:
        text = fitted(group.heading, layout.width, layout.size, lines=1, bold=True)[0]
        drawn.append(Text(0, above, text, layout.size, bold=True))
    if group.line is not None and group.line_label:
        drawn.append(_line_label(group.line_label, layout.x(group.line), base, layout))
    return drawn


def _line_label(label: str, x: float, base: float, layout: Layout) -> Text:
    half = text_width(label, layout.size) / 2
    middle = min(max(x, half), layout.width - half)
    return Text(middle, base, label, layout.size, "middle", fill=DARK_BLUE)


def _collide(group: Group, layout: Layout) -> bool:
    """Whether heading and label of the line need a line each."""
    if group.line is None or not group.heading or not group.line_label:
        return False
    label = _line_label(group.line_label, layout.x(group.line), 0, layout)
    starts = label.x - text_width(label.text, layout.size) / 2
    return text_width(group.heading, layout.size, bold=True) + GAP * layout.size > starts


def _lines(row: Row, layout: Layout) -> _Lines:
    return _lines_above(row, layout) if layout.stacked else _lines_beside(row, layout)


def _lines_beside(row: Row, layout: Layout) -> _Lines:
    size, most = layout.size, LONGEST_LABEL
    note_width = layout.width - layout.left - size
    return _Lines(
        fitted(row.label, layout.label_width, size, lines=most),
        fitted(row.end, layout.width - layout.end, size, lines=most, bold=row.strong),
        fitted(row.note, note_width, size, lines=most) if row.note else (),
    )


def _lines_above(row: Row, layout: Layout) -> _Lines:
    """The label takes what the number of its own row leaves."""
    size, most = layout.size, LONGEST_LABEL
    end = fitted(row.end, layout.width / 2, size, lines=most, bold=row.strong)
    taken = max(text_width(text, size, bold=row.strong) for text in end)
    return _Lines(
        fitted(row.label, layout.width - taken - GAP * size, size, lines=most),
        end,
        fitted(row.note, layout.width, size, lines=most) if row.note else (),
    )


def _row(row: Row, line: float | None, layout: Layout, top: float) -> list[Primitive]:
    return (_stacked if layout.stacked else _beside)(row, line, layout, top)


def _beside(row: Row, line: float | None, layout: Layout, top: float) -> list[Primitive]:
    lines = _lines(row, layout)
    height = row_height(row, layout)
    middle = top + height / 2
    drawn = _column(lines.label, 0, middle, layout)
    if row.note:
        return drawn + _column(
            lines.note, layout.left + NOTE_INDENT * layout.size, middle, layout, MUTED
        )
    ends = _column(lines.end, layout.end, middle, layout, STRONG if row.strong else PLAIN)
    return [*drawn, *_plot(row, line, layout, top, height), *ends]


def _stacked(row: Row, line: float | None, layout: Layout, top: float) -> list[Primitive]:
    lines = _lines(row, layout)
    start = top + ROW_PADDING * layout.size
    under = start + max(len(lines.label), len(lines.end)) * layout.line
    drawn = _column(lines.label, 0, start + len(lines.label) * layout.line / 2, layout)
    if row.note:
        middle = under + len(lines.note) * layout.line / 2
        return drawn + _column(lines.note, 0, middle, layout, MUTED)
    drawn += [
        Text(layout.width, start + (n + 0.78) * layout.line, end, layout.size, "end", row.strong)
        for n, end in enumerate(lines.end)
    ]
    return drawn + _plot(row, line, layout, under, PLOT_LINE * layout.size)


def _plot(
    row: Row, line: float | None, layout: Layout, top: float, height: float
) -> list[Primitive]:
    """A guide for the eye, the trust's line over this row, and the marks."""
    middle = top + height / 2
    guide = Line(layout.left, middle, layout.right, middle, LINE_GREY, 0.06 * layout.size)
    drawn: list[Primitive] = [guide]
    if line is not None:
        drawn.append(reference(layout.x(line), top, top + height, layout.size))
    return drawn + row_marks(row, layout.x, middle, layout.size)


def _column(
    lines: Sequence[str], x: float, middle: float, layout: Layout, look: Look = PLAIN
) -> list[Primitive]:
    """Lines of text set around the height ``middle``."""
    top = middle - len(lines) * layout.line / 2
    return [
        Text(x, top + (n + 0.78) * layout.line, line, layout.size, "start", *look)
        for n, line in enumerate(lines)
    ]
