"""The building blocks of a report. Every function takes plain text and escapes it itself."""

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from benchmark.comparison import picture
from benchmark.comparison.wording import shortened
from benchmark.report.characters import markup, markup_line, paragraphs, printable_line
from benchmark.report.document import OutlineMark
from benchmark.report.structure import artifact
from benchmark.report.style import (
    BODY_WIDTH,
    BOLD,
    LABEL,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    colour,
    styles,
)
from benchmark.report.tagged import TaggedParagraph, data_table, layout_table

LONGEST_CELL = 160  # characters: a cell cannot go over to the next page
LONGEST_TITLE = 140
SQUARE_END = 0  # of a line
LONGEST_LABELLED = 400
LONGEST_FACT = 180
LONGEST_WORD = 60


def paragraph(text: str, style: str = "prose") -> Paragraph:
    """Return one paragraph; line ends in ``text`` are kept."""
    return TaggedParagraph(markup(text), styles()[style])


def line(text: str, style: str = "cell", limit: int = LONGEST_CELL) -> Paragraph:
    """Return a short text for a cell or a title: on one line of thought, cut if far too long."""
    return TaggedParagraph(markup_line(shortened(text, limit)), styles()[style])


def labelled(label: str, text: str, style: str = "fact") -> TaggedParagraph:
    """Return a short text after a label in bold."""
    words = markup_line(shortened(text, LONGEST_LABELLED))
    return TaggedParagraph(f"<b>{markup_line(label)}</b> {words}", styles()[style])


def told(label: str, text: str, style: str = "fact") -> list[Flowable]:
    """Return what a person wrote, in full and literally, after a label; nothing for no text."""
    first, *others = paragraphs(text) or [""]
    if not first:
        return []
    bold = f"<b>{markup_line(label)}</b> " if label else ""
    head = TaggedParagraph(f"{bold}{markup(first)}", styles()[style])
    return [head, *(paragraph(piece, style) for piece in others)]


def heading(text: str, key: str) -> list[Flowable]:
    """Return the title of a page, with its entry in the outline."""
    title = printable_line(shortened(text, LONGEST_TITLE))
    return [OutlineMark(title, key), line(text, "heading-1", LONGEST_TITLE)]


def subheading(text: str) -> Paragraph:
    return line(text, "heading-2", LONGEST_TITLE)


def bullets(texts: Sequence[str], style: str = "prose") -> list[Flowable]:
    """Return the items of a list; each may go over to the next page."""
    base = styles()[style]
    hanging = base.clone(f"{style}-bullet", leftIndent=14, bulletIndent=2, spaceAfter=4)
    return [TaggedParagraph(markup(text), hanging, bulletText="•") for text in texts]


def facts(pairs: Sequence[tuple[str, str]], name_width: float = 120) -> Table:
    """Return names and their values in two columns with hair lines between the rows."""
    rows = [
        [line(name, "fact-name"), line(value, _fact_style(value), LONGEST_FACT)]
        for name, value in pairs
    ]
    table = data_table(rows, colWidths=[name_width, BODY_WIDTH - name_width])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, colour(picture.LINE_GREY)),
            ]
        )
    )
    return table


def _fact_style(value: str) -> str:
    """Long values without a space, such as hashes, are set smaller to stay on one line."""
    return "fact" if " " in value or len(value) < LONGEST_WORD else "code"


def boxed(content: Sequence[Flowable], edge: str, width: float = BODY_WIDTH) -> Table:
    """Return ``content`` on a white ground with a thick edge on its left."""
    table = layout_table([[list(content)]], colWidths=[width])
    table.setStyle(
        TableStyle(
            [
                ("LINEBEFORE", (0, 0), (0, -1), 4, colour(edge), SQUARE_END),
                ("BACKGROUND", (0, 0), (-1, -1), colour("#f4f6f7")),
                ("LEFTPADDING", (0, 0), (-1, -1), 14),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 9),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ]
        )
    )
    return table


def together(*content: Flowable) -> KeepTogether:
    return KeepTogether(list(content))


def height_of(flow: Sequence[Flowable], width: float = BODY_WIDTH) -> float:
    """Return how much of a page ``flow`` takes, in points, with the space around each part."""
    parts = (
        each.wrap(width, PAGE_HEIGHT)[1] + each.getSpaceBefore() + each.getSpaceAfter()
        for each in flow
    )
    return float(sum(parts))


def space(height: float) -> Spacer:
    return Spacer(1, height)


class CoverBand(Flowable):
    """Paragraphs in white on a dark ground that reaches to the edges of the page."""

    INSIDE = 40

    def __init__(self, content: Sequence[Paragraph]) -> None:
        super().__init__()
        self.content = content

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.heights = [
            each.wrap(width, height)[1] + each.getSpaceBefore() + each.getSpaceAfter()
            for each in self.content
        ]
        return width, sum(self.heights) + 2 * self.INSIDE

    def draw(self) -> None:
        height = sum(self.heights) + 2 * self.INSIDE
        with artifact(self.canv):
            self.canv.setFillColor(colour(picture.DARK_BLUE))
            self.canv.rect(-MARGIN, 0, PAGE_WIDTH, height + MARGIN, stroke=0, fill=1)
            self.canv.setFillColor(colour(picture.ACCENT))
            self.canv.rect(-MARGIN, -5, PAGE_WIDTH, 5, stroke=0, fill=1)
        y = height - self.INSIDE
        for each, used in zip(self.content, self.heights, strict=True):
            y -= used
            each.drawOn(self.canv, 0, y + each.getSpaceAfter())


class Ladder(Flowable):
    """The five levels side by side: where the division stands is filled, the next one outlined."""

    TALL = 19

    def __init__(self, level: int, names: Sequence[str]) -> None:
        super().__init__()
        self.level, self.names = level, names

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.TALL

    def draw(self) -> None:
        step = self.width / len(self.names)
        with artifact(self.canv):  # the texts under it say the same
            for place, name in enumerate(self.names, start=1):
                self._box(place, name, (place - 1) * step, step - 4)

    def _box(self, place: int, name: str, x: float, width: float) -> None:
        here, following = place == self.level, place == self.level + 1
        canvas = self.canv
        canvas.setFillColor(colour(picture.DARK_BLUE if here else picture.WHITE))
        canvas.setStrokeColor(colour(picture.DARK_BLUE if here or following else "#aeb7bd"))
        canvas.setLineWidth(1.4 if following else 0.6)
        canvas.rect(x, 0, width, self.TALL, stroke=1, fill=1)
        canvas.setFillColor(colour(picture.WHITE if here else picture.BLACK))
        font = BOLD if here or following else REGULAR
        canvas.setFont(font, LABEL)
        text = printable_line(f"{place}  {name}")
        while stringWidth(text, font, LABEL) > width - 6:
            text = text[:-2].rstrip() + "…"
        canvas.drawCentredString(x + width / 2, 6, text)
