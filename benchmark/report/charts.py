"""A chart as operators of a PDF page: the second painter of the same marks as the page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from benchmark.comparison.chart import Chart
from benchmark.comparison.picture import Dot, Line, Picture, Primitive, Rect, Text
from benchmark.comparison.placing import placed_parts
from benchmark.report.characters import printable_line
from benchmark.report.structure import marked
from benchmark.report.style import BODY_WIDTH, BOLD, LABEL, REGULAR, colour


class PictureFlowable(Flowable):
    """A placed picture in the flow of a report."""

    def __init__(self, picture: Picture, alternative: str) -> None:
        super().__init__()
        self.picture, self.alternative = picture, alternative
        self.width, self.height = picture.width, picture.height

    def draw(self) -> None:
        with marked(self.canv, "Figure", self.alternative):
            paint(self.canv, self.picture)


def chart_pages(chart: Chart, tallest: float, width: float = BODY_WIDTH) -> list[PictureFlowable]:
    """Return ``chart`` as flowables, none taller than ``tallest`` points."""
    literal = _printable(chart)
    alternative = printable_line(chart.alternative)
    return [
        PictureFlowable(part, alternative) for part in placed_parts(literal, width, LABEL, tallest)
    ]


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
    """Draw ``picture`` with its lower left corner at the origin of ``canvas``."""
    canvas.saveState()
    for primitive in picture.primitives:
        _PAINTERS[type(primitive)](canvas, primitive, picture.height)
    canvas.restoreState()


def _rect(canvas: Canvas, rect: Rect, height: float) -> None:
    _look(canvas, rect.fill, rect.stroke, rect.stroke_width)
    lower = height - rect.y - rect.height
    canvas.rect(rect.x, lower, rect.width, rect.height, stroke=bool(rect.stroke), fill=1)


def _line(canvas: Canvas, line: Line, height: float) -> None:
    canvas.setStrokeColor(colour(line.stroke))
    canvas.setLineWidth(line.stroke_width)
    canvas.line(line.x1, height - line.y1, line.x2, height - line.y2)


def _dot(canvas: Canvas, dot: Dot, height: float) -> None:
    _look(canvas, dot.fill, dot.stroke, dot.stroke_width)
    if not dot.corners:
        canvas.circle(dot.x, height - dot.y, dot.radius, stroke=1, fill=1)
        return
    path = canvas.beginPath()
    (x, y), *others = dot.corners
    path.moveTo(x, height - y)
    for x, y in others:
        path.lineTo(x, height - y)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


def _text(canvas: Canvas, text: Text, height: float) -> None:
    canvas.setFillColor(colour(text.fill))
    canvas.setFont(BOLD if text.bold else REGULAR, text.size)
    draw = {
        "start": canvas.drawString,
        "middle": canvas.drawCentredString,
        "end": canvas.drawRightString,
    }[text.anchor]
    draw(text.x, height - text.y, text.text)


def _look(canvas: Canvas, fill: str, stroke: str, width: float) -> None:
    canvas.setFillColor(colour(fill))
    if stroke:
        canvas.setStrokeColor(colour(stroke))
        canvas.setLineWidth(width)


_PAINTERS: dict[type[Primitive], Callable[[Canvas, Any, float], None]] = {
    Rect: _rect,
    Line: _line,
    Dot: _dot,
    Text: _text,
}
