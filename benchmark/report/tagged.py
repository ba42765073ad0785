"""Flowables that tell the structure of the document what they are."""

from collections.abc import Sequence

from reportlab.platypus import LongTable, Paragraph, Table

from benchmark.report.structure import (
    begin_artifact,
    close_element,
    end_artifact,
    marked,
    open_element,
)

_ROLES = {
    "cover-title": "H1",
    "cover-title-long": "H1",
    "heading-1": "H2",
    "heading-2": "H3",
    "prose-bullet": "LI",
    "sheet-title": "H1",
    "sheet-heading": "H2",
    "sheet-bullet": "LI",
    "tick": "LI",
}


class TaggedParagraph(Paragraph):
    """A paragraph whose role follows from its style, also after it was split over pages."""

    def draw(self) -> None:
        with marked(self.canv, _ROLES.get(self.style.name, "P")):
            super().draw()


def data_table(cells: Sequence[Sequence[object]], **options: object) -> LongTable:
    """Return a table with rows of headings (``repeatRows``) and a heading in front of each row."""
    return LongTable(cells, renderCB=_tell_data, **options)


def layout_table(cells: Sequence[Sequence[object]], **options: object) -> Table:
    """Return a table that only places its content: its grounds and lines mean nothing."""
    return Table(cells, renderCB=_tell_grounds, **options)


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
