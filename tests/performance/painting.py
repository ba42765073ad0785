"""Twenty charts into a PDF: our operators beside the same marks as shapes of reportlab.graphics."""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
from reportlab.graphics import renderPDF, shapes
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from benchmark.comparison.compare import compare
from benchmark.comparison.drawing import Drawable, drawn
from benchmark.comparison.numbers import charts_of
from benchmark.comparison.picture import Dot, Ellipse, Line, Picture, Primitive, Rect, Text
from benchmark.comparison.profile import profile
from benchmark.report.charts import paint
from benchmark.report.style import BODY_WIDTH, BOLD, LABEL, REGULAR, register_fonts
from tests.comparison.facts import READER, decidable, facts

CHARTS = 20
Paint = Callable[[Canvas, Picture], None]
Seen = list[tuple[str, int]]  # of each page: its words, and how many paths it has


def twenty_charts() -> list[Drawable]:
    """Four profiles and the charts of four rounds, kind by kind."""
    rounds = [compare(facts(decidable(seed)), READER) for seed in range(4)]
    profiles = [profile(rounds[0], division.key) for division in rounds[0].divisions[:4]]
    found = [*profiles, *(chart for each in rounds for chart in charts_of(each))]
    if len(found) != CHARTS:
        raise ValueError(f"the bench wants {CHARTS} charts, not {len(found)}")
    kinds = list(dict.fromkeys(type(chart).__name__ + chart.key[:4] for chart in found))
    return sorted(found, key=lambda chart: kinds.index(type(chart).__name__ + chart.key[:4]))


def pictures() -> list[Picture]:
    return [drawn(chart, BODY_WIDTH, LABEL) for chart in twenty_charts()]


def painted(placed: list[Picture], paint_one: Paint) -> Canvas:
    """Every picture on a page of its own; the file is not yet written, which both do alike."""
    register_fonts()
    canvas = Canvas(BytesIO(), pageCompression=0, invariant=1)
    for picture in placed:
        canvas.setPageSize((picture.width, picture.height))
        paint_one(canvas, picture)
        canvas.showPage()
    return canvas


def ours(placed: list[Picture]) -> Canvas:
    return painted(placed, paint)


def theirs(placed: list[Picture]) -> Canvas:
    return painted(placed, _by_shapes)


def seen(canvas: Canvas) -> Seen:
    """What a reader of the file finds on each page: words in order, and the number of paths."""
    with pypdfium2.PdfDocument(canvas.getpdfdata()) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> tuple[str, int]:
    paths = sum(1 for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH)
    words = page.get_textpage().get_text_bounded()
    return " ".join(sorted(words.split())), paths


def _by_shapes(canvas: Canvas, picture: Picture) -> None:
    drawing = shapes.Drawing(picture.width, picture.height)
    for mark in picture.primitives:
        drawing.add(_SHAPES[type(mark)](mark, picture.height))
    renderPDF.draw(drawing, canvas, 0, 0)


def _look(mark: Rect | Dot | Ellipse) -> dict[str, object]:
    stroke = HexColor(mark.stroke) if mark.stroke else None
    return {
        "fillColor": HexColor(mark.fill),
        "strokeColor": stroke,
        "strokeWidth": mark.stroke_width,
    }


def _rect(mark: Rect, height: float) -> shapes.Shape:
    lower = height - mark.y - mark.height
    return shapes.Rect(mark.x, lower, mark.width, mark.height, **_look(mark))


def _line(mark: Line, height: float) -> shapes.Shape:
    look = {"strokeColor": HexColor(mark.stroke), "strokeWidth": mark.stroke_width}
    return shapes.Line(mark.x1, height - mark.y1, mark.x2, height - mark.y2, **look)


def _dot(mark: Dot, height: float) -> shapes.Shape:
    if not mark.corners:
        return shapes.Circle(mark.x, height - mark.y, mark.radius, **_look(mark))
    points = [part for x, y in mark.corners for part in (x, height - y)]
    return shapes.Polygon(points, **_look(mark))


def _ellipse(mark: Ellipse, height: float) -> shapes.Shape:
    return shapes.Ellipse(mark.x, height - mark.y, mark.x_radius, mark.y_radius, **_look(mark))


def _text(mark: Text, height: float) -> shapes.Shape:
    return shapes.String(
        mark.x,
        height - mark.y,
        mark.text,
        fontName=BOLD if mark.bold else REGULAR,
        fontSize=mark.size,
        textAnchor=mark.anchor,
        fillColor=HexColor(mark.fill),
    )


_SHAPES: dict[type[Primitive], Callable[..., shapes.Shape]] = {
    Rect: _rect,
    Line: _line,
    Dot: _dot,
    Ellipse: _ellipse,
    Text: _text,
}
