"""What paper is for: boxes to tick and lines to write on, beside the texts that they belong to."""

from reportlab.platypus import Flowable

from benchmark.comparison import picture
from benchmark.report.characters import markup, markup_line
from benchmark.report.structure import artifact
from benchmark.report.style import colour, styles
from benchmark.report.tagged import TaggedParagraph

BOX = 9  # points: room for a cross


class WritingLine(Flowable):
    """A few words, and the rest of the line to write on."""

    GAP, SHORTEST = 6, 90

    def __init__(self, text: str, style: str = "sheet") -> None:
        super().__init__()
        self.style = styles()[style]
        self.words = TaggedParagraph(markup(text), self.style)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        used, tall = self.words.wrap(width, height)
        return used, tall

    def draw(self) -> None:
        self.words.drawOn(self.canv, 0, 0)
        lines = self.words.getActualLineWidths0()
        start = min(lines[-1] + self.GAP, self.width - self.SHORTEST)
        with artifact(self.canv):
            self.canv.setStrokeColor(colour(picture.MID_GREY))
            self.canv.setLineWidth(0.6)
            self.canv.line(start, 0, self.width, 0)


class Ruled(Flowable):
    """Empty lines to write on; those who hear the page learn of them from the text before."""

    APART = 20

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.count * self.APART

    def draw(self) -> None:
        with artifact(self.canv):
            self.canv.setStrokeColor(colour(picture.MID_GREY))
            self.canv.setLineWidth(0.6)
            for place in range(self.count):
                self.canv.line(0, place * self.APART, self.width, place * self.APART)


class TickItem(TaggedParagraph):
    """An item of a list with a box to tick; its style is indented by as much as the box takes."""

    def __init__(self, text: str, number: str = "") -> None:
        words = markup_line(text)
        super().__init__(f"<b>{number}</b> {words}" if number else words, styles()["tick"])

    def draw(self) -> None:
        top = self.height - self.style.leading + (self.style.leading - BOX) / 2
        with artifact(self.canv):
            self.canv.setStrokeColor(colour(picture.BLACK))
            self.canv.setLineWidth(0.9)
            self.canv.rect(0, top, BOX, BOX, stroke=1, fill=0)
        super().draw()
