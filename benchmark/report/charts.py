"""A chart as operators of a PDF page: the second painter of the same marks as the page."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from benchmark.comparison.chart import Chart
from benchmark.comparison.drawing import Drawable, drawn_parts
from benchmark.comparison.picture import (
    Anchor,
    Dot,
    Ellipse,
    Line,
    Picture,
    Primitive,
    Rect,
    Text,
)
from benchmark.report.characters import printable_line
from benchmark.report.structure import marked
from benchmark.report.style import BODY_WIDTH, BOLD, LABEL, REGULAR, colour

BEND = 0.5523  # makes four curves a circle to within 0.03% of its radius


class PictureFlowable(Flowable):
    """A placed picture in the flow of a report."""

    def __init__(self, picture: Picture, alternative: str) -> None:
        super().__init__()
        self.picture, self.alternative = picture, alternative
        self.width, self.height = picture.width, picture.height

    def draw(self) -> None:
        with marked(self.canv, "Figure", self.alternative, (self.width, self.height)):
            paint(self.canv, self.picture)


def chart_pages(
    chart: Drawable, tallest: float, width: float = BODY_WIDTH
) -> list[PictureFlowable]:
    """Return ``chart`` as flowables, none taller than ``tallest`` points."""
    alternative = printable_line(chart.alternative)
    if isinstance(chart, Chart):
        parts = drawn_parts(_printable(chart), width, LABEL, tallest)
    else:
        parts = tuple(map(_literal, drawn_parts(chart, width, LABEL, tallest)))
    return [PictureFlowable(part, alternative) for part in parts]


def _literal(picture: Picture) -> Picture:
    """Return ``picture`` with every text as it prints: its names come from the questionnaire."""
    return replace(
        picture,
        primitives=tuple(
            replace(mark, text=printable_line(mark.text)) if isinstance(mark, Text) else mark
            for mark in picture.primitives
        ),
    )


def _printable(chart: Chart) -> Chart:
    """Return ``chart`` with its labels as they print: before placing, since that widens them."""
    return replace(
        chart,
        marks=tuple(replace(mark, words=printable_line(mark.words)) for mark in chart.marks),
        groups=tuple(
            replace(
                group,
                heading=printable_line(group.heading),
                rows=tuple(
                    replace(row, label=printable_line(row.label), note=printable_line(row.note))
                    for row in group.rows
                ),
            )
            for group in chart.groups
        ),
    )


def paint(canvas: Canvas, picture: Picture) -> None:
    """Draw ``picture`` with its lower left corner at the origin of ``canvas``.

    Shapes go to the page as plain operators (ISO 32000-1, 8.5) and all texts as one text object,
    which is several times faster than a canvas call for each; no text stands under a shape.
    """
    canvas.saveState()
    canvas.addLiteral("\n".join(_shapes(picture)))
    canvas.restoreState()
    canvas.saveState()
    _write(canvas, picture)
    canvas.restoreState()


def _shapes(picture: Picture) -> Iterator[str]:
    """Colours and widths only where they change, then the path of every shape."""
    last = ""
    for primitive in picture.primitives:
        if isinstance(primitive, Text):
            continue
        look, path = _PATHS[type(primitive)](primitive, picture.height)
        if look != last:
            yield look
            last = look
        yield path


def _rect(rect: Rect, height: float) -> tuple[str, str]:
    lower = height - rect.y - rect.height
    path = f"{rect.x:.2f} {lower:.2f} {rect.width:.2f} {rect.height:.2f} re"
    paint_it = "B" if rect.stroke else "f"
    return _look(rect.fill, rect.stroke, rect.stroke_width), f"{path} {paint_it}"


def _line(line: Line, height: float) -> tuple[str, str]:
    path = f"{line.x1:.2f} {height - line.y1:.2f} m {line.x2:.2f} {height - line.y2:.2f} l S"
    return _look("", line.stroke, line.stroke_width), path


def _dot(dot: Dot, height: float) -> tuple[str, str]:
    look = _look(dot.fill, dot.stroke, dot.stroke_width)
    if not dot.corners:
        return look, _oval(dot.x, height - dot.y, dot.radius, dot.radius)
    points = [f"{x:.2f} {height - y:.2f}" for x, y in dot.corners]
    return look, f"{points[0]} m {' l '.join(points[1:])} l b"


def _ellipse(ellipse: Ellipse, height: float) -> tuple[str, str]:
    look = _look(ellipse.fill, ellipse.stroke, ellipse.stroke_width)
    return look, _oval(ellipse.x, height - ellipse.y, ellipse.x_radius, ellipse.y_radius)


def _oval(x: float, y: float, across: float, along: float) -> str:
    """Four Bezier curves; their control points lie ``BEND`` radii from the ends."""
    wide, tall = BEND * across, BEND * along
    right, left, up, down = x + across, x - across, y + along, y - along
    first = (right, y, right, y + tall, x + wide, up, x, up)
    second = (x - wide, up, left, y + tall, left, y)
    third = (left, y - tall, x - wide, down, x, down)
    fourth = (x + wide, down, right, y - tall, right, y)
    return _OVAL % (*first, *second, *third, *fourth)


# one format for all 26 numbers: circles are most of what a chart draws
_CURVE = " ".join(["%.2f"] * 6) + " c"
_OVAL = " ".join(["%.2f %.2f m", *[_CURVE] * 4, "b"])


def _look(fill: str, stroke: str, width: float) -> str:
    parts = [f"{_components(fill)} rg"] if fill else []
    if stroke:
        parts.append(f"{_components(stroke)} RG {width:.2f} w")
    return " ".join(parts)


@cache
def _components(name: str) -> str:
    return " ".join(f"{part:.4g}" for part in colour(name).rgb())


def _write(canvas: Canvas, picture: Picture) -> None:
    words = canvas.beginText()
    look: tuple[str, float, str] | None = None
    for text in picture.primitives:
        if not isinstance(text, Text):
            continue
        font = BOLD if text.bold else REGULAR
        if look != (font, text.size, text.fill):
            look = (font, text.size, text.fill)
            words.setFont(font, text.size)
            words.setFillColor(colour(text.fill))
        share = _BEFORE[text.anchor]
        before = share * _width(text.text, font, text.size) if share else 0
        words.setTextOrigin(text.x - before, picture.height - text.y)
        words.textOut(text.text)
    canvas.drawText(words)


@lru_cache(maxsize=4096)  # ticks, levels and names come again in every chart of a report
def _width(text: str, font: str, size: float) -> float:
    return float(stringWidth(text, font, size))


_BEFORE: dict[Anchor, float] = {"start": 0, "middle": 0.5, "end": 1}  # of a text's width
_PATHS: dict[type[Primitive], Callable[[Any, float], tuple[str, str]]] = {
    Rect: _rect,
    Line: _line,
    Dot: _dot,
    Ellipse: _ellipse,
}
