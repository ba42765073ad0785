"""Flowables that tell the structure of the document what they are."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, LongTable, Paragraph, Table, TableStyle

from benchmark.report.structure import (
    LABEL,
    TEXT,
    begin_artifact,
    close_element,
    end_artifact,
    link_to_place,
    link_to_web,
    marked,
    open_element,
)
from benchmark.report.style import REGULAR

ONE_LOOK = 0  # reportlab's kind of a paragraph without changes of font
_ROLES = {
    "cover-title": "H1",
    "cover-title-long": "H1",
    "heading-1": "H2",
    "heading-2": "H3",
    "prose-bullet": TEXT,
    "sheet-title": "H1",
    "sheet-heading": "H2",
    "sheet-bullet": TEXT,
    "tick": TEXT,
}


class TaggedParagraph(Paragraph):
    """A paragraph whose role follows from its style, also after it was split over pages."""

    def draw(self) -> None:
        if getattr(self, "bulletText", None):
            _draw_label(self, self.style)
            self.bulletText = None
        with marked(self.canv, _ROLES.get(self.style.name, "P")):
            super().draw()


def _draw_label(item: Paragraph, style: ParagraphStyle) -> None:
    """Draw the bullet apart, where reportlab would: those who hear the list hear its items."""
    first = item.blPara if item.blPara.kind == ONE_LOOK else item.blPara.lines[0]
    with marked(item.canv, LABEL):
        item.canv.setFont(style.bulletFontName, style.bulletFontSize)
        item.canv.setFillColor(style.textColor)
        item.canv.drawString(style.bulletIndent, item.height - first.fontSize, item.bulletText)


class LinkedParagraph(TaggedParagraph):
    """A paragraph that leads to a place in the document, or to an address that begins with http."""

    def __init__(self, text: str, style: ParagraphStyle, words: str, target: str) -> None:
        super().__init__(text, style)
        self.words, self.target = words, target

    def split(self, _width: float, _height: float) -> list[Flowable]:
        """Stay whole: half a link says half of where it leads."""
        return []

    def draw(self) -> None:
        link = link_to_web if self.target.startswith("http") else link_to_place
        open_element(self.canv, "P")
        with marked(self.canv, "Link"):
            Paragraph.draw(self)
        link(self.canv, self.words, (self.width, self.height), self.target)
        close_element(self.canv)


def data_table(cells: Sequence[Sequence[object]], **options: object) -> LongTable:
    """Return a table with rows of headings (``repeatRows``) and a heading in front of each row."""
    return LongTable(cells, renderCB=_tell_data, style=_OWN_FONT, **options)


def layout_table(cells: Sequence[Sequence[object]], **options: object) -> Table:
    """Return a table that only places its content: its grounds and lines mean nothing."""
    return Table(cells, renderCB=_tell_grounds, style=_OWN_FONT, **options)


# an empty cell selects its font too, and reportlab's own is not embedded
_OWN_FONT = TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR)])


def _tell_data(table: Table, event: str, *place: object) -> None:
    """Answer what reportlab calls before and after everything that it draws."""
    _EVENTS.get(event, _nothing)(table, place)


def _tell_grounds(table: Table, event: str, *_place: object) -> None:
    if event in _GROUNDS:
        _EVENTS[event](table, ())


def _nothing(_table: Table, _place: tuple[object, ...]) -> None:
    """Some events need no answer."""


def _start_table(table: Table, _place: tuple[object, ...]) -> None:
    open_element(table.canv, "Table")


def _start_row(table: Table, _place: tuple[object, ...]) -> None:
    open_element(table.canv, "TR")


def _start_cell(table: Table, place: tuple[object, ...]) -> None:
    row, column = place[0], place[1]
    columns = _spanned(table, row, column)
    if isinstance(row, int) and row < table.repeatRows:
        open_element(table.canv, "TH", scope="Column", columns=columns)
    elif column == 0:
        open_element(table.canv, "TH", scope="Row", columns=columns)
    else:
        open_element(table.canv, "TD")


def _spanned(table: Table, row: object, column: object) -> int:
    """How many columns a cell takes: reportlab keeps spans as ((column, row) -> last cell)."""
    spans = getattr(table, "_spanRanges", {})
    first, _, last, _ = spans.get((column, row)) or (0, 0, 0, 0)
    return int(last - first + 1)


def _end(table: Table, _place: tuple[object, ...]) -> None:
    close_element(table.canv)


def _start_ground(table: Table, _place: tuple[object, ...]) -> None:
    begin_artifact(table.canv)


def _end_ground(table: Table, _place: tuple[object, ...]) -> None:
    end_artifact(table.canv)


_GROUNDS = {"startBG", "endBG", "startLines", "endLines"}
_EVENTS = {
    "startTable": _start_table,
    "startBG": _start_ground,
    "endBG": _end_ground,
    "startRow": _start_row,
    "startCell": _start_cell,
    "endCell": _end,
    "endRow": _end,
    "startLines": _start_ground,
    "endLines": _end_ground,
    "endTable": _end,
}
