"""What people do about a round: offers, changes of lead, and the decisions asked for."""

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison
from benchmark.comparison.following_told import Told, following_told
from benchmark.comparison.wording import not_shown, shortened
from benchmark.report.flowables import bullets, heading, paragraph
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

LONGEST = 160  # characters of a cell; the page and its CSV have the whole text
WIDTHS = {
    "offers": (0.22, 0.18, 0.14, 0.28, 0.18),
    "lead-changes": (0.4, 0.22, 0.38),
}
DECISIONS = {
    "copy": "Who goes and sees how it is done, where, and by when: {names}.",
    "fix": "Who writes one way of working for the whole trust, and by when: {names}.",
    "leave": "That nothing is changed here before the next round: {names}.",
}
NONE_TO_DECIDE = "No practice is on a list, so the figures of this round ask for no decision."


def following_pages(comparison: Comparison) -> list[Flowable]:
    """Return offers and changes of lead, each with its finding as title."""
    flow: list[Flowable] = []
    for told in following_told(comparison):
        flow += [CondPageBreak(BODY_HEIGHT / 5), *_part(told)]
    return flow


def decisions(comparison: Comparison) -> list[Flowable]:
    """Return what the lists ask somebody to decide."""
    asked = bullets(list(decisions_asked(comparison)))
    head = heading("Decisions asked for", "decisions")
    return [
        CondPageBreak(BODY_HEIGHT / 5),
        *head,
        *(asked or [paragraph(_no_decision(comparison))]),
    ]


def _no_decision(comparison: Comparison) -> str:
    reason = comparison.insight.reason
    if not reason:
        return NONE_TO_DECIDE
    return f"Decisions follow from the three lists, which are {not_shown(reason)}."


def decisions_asked(comparison: Comparison) -> Iterator[str]:
    """One line for each list that has practices, and none of them more than the list says."""
    for each in comparison.insight.lists:
        if each.practices:
            names = "; ".join(visible_line(line.name) for line in each.practices)
            yield DECISIONS[each.key].format(names=names)


def _part(told: Told) -> list[Flowable]:
    flow = heading(told.title, told.key)
    if told.reading:
        flow.append(paragraph(told.reading, "small"))
    if told.table is None:
        return [*flow, paragraph(told.nothing)]
    widths = [share * BODY_WIDTH for share in WIDTHS[told.key]]
    rows = tuple(tuple(shortened(cell, LONGEST) for cell in row) for row in told.table.rows)
    return [*flow, grouped_table(told.table.header, [Grouped("", rows)], widths)]
