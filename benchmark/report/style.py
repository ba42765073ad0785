"""How reports look: fonts, colours, measures and paragraph styles, in points."""

from functools import cache
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from benchmark.comparison import picture

FONTS = Path(__file__).with_name("fonts")
REGULAR, BOLD, ITALIC = "BenchmarkSans", "BenchmarkSans-Bold", "BenchmarkSans-Italic"
_FILES = {
    REGULAR: "LiberationSans-Regular.ttf",
    BOLD: "LiberationSans-Bold.ttf",
    ITALIC: "LiberationSans-Italic.ttf",
}

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 54
TOP, BOTTOM = 70, 58
BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN
BODY_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
WIDE_WIDTH = PAGE_HEIGHT - 2 * MARGIN  # of the body of a landscape page
LABEL = 9.0  # smallest text in print
CELL = 9.5

# one hue, from pale to dark; the number stands in every cell, so that shade is never alone
SHADES = ("#ffffff", "#e3edf8", "#b9d3ee", "#6a9fd6", "#005eb8")
SHADE_TEXTS = (picture.BLACK, picture.BLACK, picture.BLACK, picture.BLACK, picture.WHITE)


@cache
def register_fonts() -> None:
    """Make the vendored fonts known under names of our own, once a process."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD
    )


@cache
def glyphs() -> frozenset[int]:
    """Return the code points that both the regular and the bold font can print."""
    register_fonts()
    return frozenset.intersection(
        *(frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in (REGULAR, BOLD))
    )


@cache
def colour(name: str) -> Color:
    """Return the reportlab colour of ``#rrggbb``."""
    return HexColor(name)


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=more.pop("fontName", REGULAR),
        fontSize=size,
        leading=leading,
        textColor=more.pop("textColor", colour(picture.BLACK)),
        splitLongWords=1,
        bulletFontName=REGULAR,
        bulletFontSize=size,
        **more,
    )


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Return every paragraph style by name."""
    register_fonts()
    blue, grey, white = (colour(c) for c in (picture.DARK_BLUE, picture.DARK_GREY, picture.WHITE))
    every = (
        _style("cover-title", 30, 36, fontName=BOLD, textColor=white, spaceBefore=8, spaceAfter=10),
        _style(
            "cover-title-long", 22, 27, fontName=BOLD, textColor=white, spaceBefore=8, spaceAfter=10
        ),
        _style("cover-line", 14, 20, textColor=white),
        _style(
            "heading-1", 19, 24, fontName=BOLD, textColor=blue,
            spaceBefore=18, spaceAfter=8, keepWithNext=1,
        ),
        _style(
            "heading-2", 13, 17, fontName=BOLD, textColor=blue,
            spaceBefore=12, spaceAfter=4, keepWithNext=1,
        ),
        _style("lead", 14, 20, spaceAfter=8),
        _style("prose", 12, 16.5, spaceAfter=7, allowWidows=0, allowOrphans=0),
        _style("small", 10, 14, textColor=grey, spaceAfter=4),
        _style("strong", 12, 16.5, fontName=BOLD),
        _style("kind", 10, 13, fontName=BOLD, textColor=blue),
        _style("name", 14, 18, fontName=BOLD),
        _style("fact", 10, 14),
        _style("code", LABEL, 14),
        _style("fact-name", 10, 14, fontName=BOLD, keepWithNext=1),
        _style("cell", CELL, 12.5),
        _style("cell-strong", CELL, 12.5, fontName=BOLD),
        _style("cell-head", CELL, 12.5, fontName=BOLD, textColor=blue),
        _style("cell-number", CELL, 12.5, alignment=TA_RIGHT),
        _style("cell-middle", CELL, 12.5, alignment=TA_CENTER),
        _style("cell-middle-head", CELL, 12.5, fontName=BOLD, textColor=blue, alignment=TA_CENTER),
        _style(
            "cell-middle-white", CELL, 12.5, fontName=BOLD, textColor=white, alignment=TA_CENTER
        ),
    )  # fmt: skip
    return {style.name: style for style in (*every, *_for_the_hand())}


def _for_the_hand() -> tuple[ParagraphStyle, ...]:
    """Styles of what is filled in by hand: one sheet, boxes to tick, lines to write on."""
    blue, grey = colour(picture.DARK_BLUE), colour(picture.DARK_GREY)
    return (
        _style("sheet-title", 18, 22, fontName=BOLD, textColor=blue, spaceAfter=1),
        _style("sheet-place", 11, 14, textColor=grey, spaceAfter=4),
        _style(
            "sheet-heading", 12, 15, fontName=BOLD, textColor=blue,
            spaceBefore=9, spaceAfter=2, keepWithNext=1,
        ),
        _style("sheet", 10, 13, spaceAfter=2),
        _style("sheet-said", 10, 13, leftIndent=14),
        _style("sheet-decision", 10, 13, spaceBefore=4, spaceAfter=3),
        _style("paper-line", 12, 16.5, spaceBefore=7, spaceAfter=7),
        _style("tick", 10.5, 14, leftIndent=16, spaceAfter=3),
        _style("sheet-note", LABEL, 12, textColor=grey, spaceBefore=4),
    )  # fmt: skip
