"""The pages of a report: size, header and footer, page numbers, outline, document properties.

Nothing in here knows what a report says, and nothing asks for the time: same story, same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from benchmark.comparison import picture
from benchmark.comparison.attachments import Attachment
from benchmark.report.archive import archived
from benchmark.report.characters import printable_line
from benchmark.report.structure import TaggedCanvas, artifact
from benchmark.report.style import (
    BOLD,
    BOTTOM,
    LABEL,
    MARGIN,
    REGULAR,
    TOP,
    colour,
    register_fonts,
)

AUTHOR = "Management Practice Benchmark"
COVER, UPRIGHT, WIDE = "cover", "upright", "wide"
INVENTED = "INVENTED DATA"


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the text of every page."""

    title: str  # of the document, in its properties
    subject: str
    left: str  # of the header
    right: str
    handling: str  # of the footer: how to treat the document
    invented: bool
    made: datetime | None = None  # up to when the data go: the date of the document


class OutlineMark(Flowable):
    """An entry of the outline that leads to this place; takes no room."""

    def __init__(self, title: str, key: str, level: int = 0) -> None:
        super().__init__()
        self.title, self.key, self.level = title, key, level
        self.keepWithNext = 1

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.key, 0, 24)
        self.canv.addOutlineEntry(self.title, self.key, level=self.level)


class _Folios(Flowable):
    """Draws "Page 3 of 8" for every page once the last page is known; takes no room."""

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        last = self.canv.getPageNumber()
        for page in range(1, last + 1):
            text = f"Page {page} of {last}"
            self.canv.beginForm(_folio(page), 0, -3, 100, LABEL + 3)
            self.canv.setFont(REGULAR, LABEL)
            self.canv.setFillColor(colour(picture.DARK_GREY))
            self.canv.drawString(100 - stringWidth(text, REGULAR, LABEL), 0, text)
            self.canv.endForm()


def built(
    story: Sequence[Flowable],
    furniture: Furniture,
    attachments: Sequence[Attachment] = (),
    *,
    cover: bool = True,
) -> bytes:
    """Return ``story`` as the bytes of a PDF/A-3b with ``attachments``.

    Page one is the cover, if there is one.
    """
    register_fonts()
    rl_config.useA85 = 0  # bytes as they are: text armour makes every page a quarter longer
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        pageTemplates=_templates(furniture)[0 if cover else 1 :],
        title=printable_line(furniture.title),
        subject=printable_line(furniture.subject),
        author=AUTHOR,
        creator=AUTHOR,
        producer=AUTHOR,
        lang="en-GB",
        displayDocTitle=True,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    document.build([*story, _Folios()], canvasmaker=partial(TaggedCanvas, pdfVersion=(1, 7)))
    return archived(target.getvalue(), furniture.made, attachments)


def _templates(furniture: Furniture) -> list[PageTemplate]:
    wide = landscape(A4)
    return [
        PageTemplate(COVER, [_frame(A4, top=MARGIN)], onPageEnd=_cover, pagesize=A4),
        PageTemplate(UPRIGHT, [_frame(A4)], onPageEnd=partial(_furnish, furniture), pagesize=A4),
        PageTemplate(WIDE, [_frame(wide)], onPageEnd=partial(_furnish, furniture), pagesize=wide),
    ]


def _frame(size: tuple[float, float], top: float = TOP) -> Frame:
    width, height = size
    return Frame(
        MARGIN, BOTTOM, width - 2 * MARGIN, height - top - BOTTOM,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip


def _cover(canvas: Canvas, document: BaseDocTemplate) -> None:
    _draw_folio(canvas, document.pageTemplate.pagesize[0])


def _furnish(furniture: Furniture, canvas: Canvas, document: BaseDocTemplate) -> None:
    width, height = document.pageTemplate.pagesize
    canvas.saveState()
    with artifact(canvas, "Pagination"):
        _header(canvas, furniture, width, height - TOP + 30)
        _footer(canvas, furniture, width)
    canvas.restoreState()
    _draw_folio(canvas, width)


def _header(canvas: Canvas, furniture: Furniture, width: float, base: float) -> None:
    edge = width - MARGIN
    right = _cut(printable_line(furniture.right), (width - 2 * MARGIN) / 2)
    canvas.setFillColor(colour(picture.DARK_GREY))
    canvas.setFont(REGULAR, LABEL)
    canvas.drawRightString(edge, base, right)
    edge -= stringWidth(right, REGULAR, LABEL) + 12
    if furniture.invented:
        edge = _invented_mark(canvas, edge, base) - 12
    canvas.setFillColor(colour(picture.DARK_GREY))
    canvas.setFont(REGULAR, LABEL)
    canvas.drawString(MARGIN, base, _cut(printable_line(furniture.left), edge - MARGIN))
    _rule(canvas, width, base - 7)


def _invented_mark(canvas: Canvas, right: float, base: float) -> float:
    """Draw the mark with its right edge there; return its left edge."""
    left = right - float(stringWidth(INVENTED, BOLD, LABEL)) - 10
    canvas.setFillColor(colour(picture.ACCENT))
    canvas.rect(left, base - 4, right - left, LABEL + 5, stroke=0, fill=1)
    canvas.setFillColor(colour(picture.BLACK))
    canvas.setFont(BOLD, LABEL)
    canvas.drawString(left + 5, base, INVENTED)
    return left


def _footer(canvas: Canvas, furniture: Furniture, width: float) -> None:
    _rule(canvas, width, BOTTOM - 20)
    canvas.setFillColor(colour(picture.DARK_GREY))
    canvas.setFont(REGULAR, LABEL)
    canvas.drawString(MARGIN, BOTTOM - 33, furniture.handling)


def _rule(canvas: Canvas, width: float, y: float) -> None:
    canvas.setStrokeColor(colour(picture.MID_GREY))
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, y, width - MARGIN, y)


def _draw_folio(canvas: Canvas, width: float) -> None:
    canvas.saveState()
    canvas.translate(width - MARGIN - 100, BOTTOM - 33)
    with artifact(canvas, "Pagination"):
        canvas.doForm(_folio(canvas.getPageNumber()))
    canvas.restoreState()


def _folio(page: int) -> str:
    return f"folio-{page}"


def _cut(text: str, room: float) -> str:
    if stringWidth(text, REGULAR, LABEL) <= room:
        return text
    while text and stringWidth(text + "…", REGULAR, LABEL) > room:
        text = text[:-1]
    return text.rstrip() + "…"
