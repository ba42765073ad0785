"""The agenda of a meeting as one sheet of A4: never a second page, whatever people wrote."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from benchmark.comparison.agenda import TITLE, Agenda, Item, to_fit
from benchmark.comparison.attachments import agenda_attachments
from benchmark.comparison.profile import spoken
from benchmark.report.characters import printable_line
from benchmark.report.document import Furniture, OutlineMark, built
from benchmark.report.flowables import bullets, height_of, line, paragraph
from benchmark.report.front import FOOTER
from benchmark.report.sheet import WritingLine
from benchmark.report.style import BODY_HEIGHT

LONGEST = (600, 300, 200, 140, 100, 70, 50, 30)  # characters of a text, tried in turn
LONGEST_PLACE = 90


def agenda_pdf(agenda: Agenda) -> bytes:
    """The PDF of one page; the longest texts are cut, and marked so, until it is one page."""
    files = agenda_attachments(agenda)
    return built(_one_page(agenda), _furniture(agenda), files, cover=False)


def _one_page(agenda: Agenda) -> list[Flowable]:
    # characters that cannot print are named first, since that makes texts longer
    printed = agenda.with_texts(printable_line)
    tries = (_story(to_fit(printed, longest)) for longest in LONGEST)
    return next((story for story in tries if height_of(story) <= BODY_HEIGHT), None) or _story(
        to_fit(printed, LONGEST[-1])
    )


def _story(agenda: Agenda) -> list[Flowable]:
    place = f"{printable_line(agenda.division)}, {printable_line(agenda.round_title)}"
    return [
        OutlineMark(TITLE, "agenda"),
        line(TITLE, "sheet-title"),
        line(place, "sheet-place", LONGEST_PLACE),
        paragraph(agenda.opening, "sheet"),
        *(flowable for item in agenda.items for flowable in _item(item)),
        *([paragraph(agenda.note, "sheet-note")] if agenda.note else []),
    ]


def _item(item: Item) -> Iterator[Flowable]:
    yield paragraph(item.heading, "sheet-heading")
    yield paragraph(item.said, "sheet")
    for text in item.evidence:
        yield paragraph(text, "sheet-said")
    yield from bullets(item.prompts, "sheet")
    for decision in item.decisions:
        yield WritingLine(decision.line, "sheet-decision")


def _furniture(agenda: Agenda) -> Furniture:
    division, title = spoken(agenda.division), spoken(agenda.round_title)
    return Furniture(
        title=f"{division}: agenda for 45 minutes, {title}",
        subject="One sheet for a meeting of the three leads",
        left=f"{division}  ·  {spoken(agenda.trust)}",
        right=title,
        handling=FOOTER,
        invented=agenda.invented,
    )
