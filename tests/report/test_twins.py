"""Page and paper: the same picture, painted as SVG by a real browser and as operators of a PDF."""

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser
from reportlab.pdfgen.canvas import Canvas

from benchmark.comparison.compare import compare
from benchmark.comparison.drawing import Drawable, drawn
from benchmark.comparison.dumbbell import dumbbell
from benchmark.comparison.numbers import charts_of
from benchmark.report.charts import paint
from benchmark.report.style import register_fonts
from benchmark.web.charts import svg
from tests.comparison.facts import READER, decidable, facts
from tests.comparison.insides import some_inside
from tests.comparison.two_rounds import moved, same_leads

pytestmark = pytest.mark.browser
TWO_ROUNDS = charts_of(moved(*same_leads(3), {"surgery": 2}))  # with a change, and a tick
OF_THE_TRUST = (*TWO_ROUNDS, *charts_of(compare(facts(decidable(1)), READER)))
CHARTS: dict[str, Drawable] = {c.key: c for c in (*OF_THE_TRUST, dumbbell(some_inside()))}
WIDTH, SIZE, SCALE, TILE = 480, 9, 2, 8
BARE = "<style>body {{ margin: 0 }} svg {{ display: block }}</style>{}"


def on_the_page(chromium: Browser, key: str) -> np.ndarray:
    picture = drawn(CHARTS[key], WIDTH, SIZE)
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": int(picture.height)}, device_scale_factor=SCALE
    )
    page = context.new_page()
    page.set_content(BARE.format(svg(CHARTS[key], WIDTH, SIZE)))
    shot = page.screenshot(full_page=False)
    context.close()
    return np.asarray(Image.open(BytesIO(shot)).convert("L"), float)


def on_paper(key: str) -> np.ndarray:
    register_fonts()
    picture, target = drawn(CHARTS[key], WIDTH, SIZE), BytesIO()
    canvas = Canvas(target, pagesize=(picture.width, picture.height))
    paint(canvas, picture)
    canvas.save()
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        return np.asarray(document[0].render(scale=SCALE).to_pil().convert("L"), float)


def tiles(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """The mean grey of each tile, so that the edges of letters do not count."""
    cut = pixels[: height // TILE * TILE, : width // TILE * TILE]
    return cut.reshape(height // TILE, TILE, width // TILE, TILE).mean(axis=(1, 3))


def test_both_painters_draw_the_same_picture(chromium: Browser) -> None:
    for key in CHARTS:
        pair = on_the_page(chromium, key), on_paper(key)
        height, width = (min(sides) for sides in zip(*(each.shape for each in pair), strict=True))
        page, paper = (tiles(each, height, width) for each in pair)
        apart = np.abs(page - paper)
        assert apart.mean() < 3, key
        assert (apart > 64).mean() < 0.002, key
        shifted = np.abs(page[:, 1:] - paper[:, :-1])  # the measure sees a shift of 4 points
        assert shifted.mean() > 2 * apart.mean(), key
