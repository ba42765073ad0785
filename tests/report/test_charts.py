"""The PDF painter draws the same marks as the page, as operators of the page."""

import re
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from benchmark.comparison.dots import overall_dots
from benchmark.comparison.picture import BLACK, BLUE, Dot, Picture, Text
from benchmark.comparison.placing import placed
from benchmark.comparison.profile import profile
from benchmark.report.charts import chart_pages, paint
from benchmark.report.style import register_fonts
from tests.reading import page_texts
from tests.samples import hostile, seven_divisions


def _canvas(target: BytesIO) -> Canvas:
    register_fonts()
    return Canvas(target, pagesize=(600, 800), pageCompression=0, invariant=1)


def _painted(picture: Picture) -> tuple[str, bytes]:
    target = BytesIO()
    canvas = _canvas(target)
    paint(canvas, picture)
    operators = canvas.getCurrentPageContent()
    canvas.save()
    return operators, target.getvalue()


def test_every_text_of_the_picture_is_on_the_page() -> None:
    picture = placed(profile(seven_divisions(), "d1"), 487, 9)
    _, pdf = _painted(picture)
    words = " ".join(page_texts(pdf)[0].split())
    assert all(" ".join(p.text.split()) in words for p in picture.primitives if isinstance(p, Text))


@pytest.mark.parametrize(("shape", "segments"), [("square", 3), ("triangle", 2)])
def test_cornered_shapes_are_closed_paths(shape: str, segments: int) -> None:
    dot = Dot(50, 50, 10, shape, BLUE, BLACK, 1)  # type: ignore[arg-type]  # each shape in turn
    operators, _ = _painted(Picture(100, 100, (dot,)))
    assert len(re.findall(r"\bl\b", operators)) == segments
    assert re.search(r" l b$", operators, re.MULTILINE)  # b closes, fills and strokes


def test_y_grows_downwards_in_a_picture_and_upwards_on_a_page() -> None:
    operators, _ = _painted(Picture(100, 100, (Text(10, 30, "here", 9),)))
    assert re.search(r"1 0 0 1 10 70 Tm", operators)


def test_a_tall_chart_goes_over_several_pages() -> None:
    chart = overall_dots(hostile(), "d0")
    (whole,) = chart_pages(chart, 2000)
    pages = chart_pages(chart, 300)
    assert len(pages) > 1
    assert all(page.height <= 300 for page in pages)
    assert whole.height > 300


def test_labels_without_a_glyph_are_named_before_they_are_placed() -> None:
    (page,) = chart_pages(profile(hostile(), "d2"), 2000)
    words = " ".join(p.text for p in page.picture.primitives if isinstance(p, Text))
    assert "[U+" in words
    assert "\U0001f600" not in words
