"""The data of a report as files that travel inside it: tables as CSV, what is hashed as JSON.

Everything comes from the one object that the report is made of, so that a file inside it can say
no more than its reader may see. Texts stand here as they were written, whatever a font can print.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmark.comparison.agenda import Agenda
from benchmark.comparison.analysis_parts import parts_of
from benchmark.comparison.beside import beside
from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.chart import Table
from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.correction import Notice, notice_json
from benchmark.comparison.division_content import DivisionContent, canonical_division
from benchmark.comparison.dots import section_dots
from benchmark.comparison.dumbbell import dumbbell
from benchmark.comparison.fingerprint import canonical_content
from benchmark.comparison.formulas import neutralised
from benchmark.comparison.handover import LEFT_HEADER, Handover, canonical_handover
from benchmark.comparison.numbers import tables_of
from benchmark.comparison.paper import PaperForm
from benchmark.comparison.profile import profile
from benchmark.variation.analysis import Analysis

CONTENT = "content.json"
HASHED = "Everything this report was made of; the SHA-256 of this file is the content hash"

WAYS = ("Section", "Practice", "Level")
WAYS_INSIDE = (*WAYS, "Why", "Lead who sees it otherwise", "In their words")
OFFERS = ("Division", "Practice", "Shows or asks", "In its words", "Whom to ask")
ACTIONS = (
    *("Division", "Practice", "What", "Owner", "Until", "How one will know", "State"),
    "Last word on it",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; ``description`` says in words what it holds."""

    name: str
    description: str
    mime: str
    content: bytes


def division_attachments(content: DivisionContent) -> tuple[Attachment, ...]:
    """The tables of a division's report in its edition, shared evidence, what its hash is over."""
    tables = _division_tables(content) if content.division.released else ()
    return (*tables, _hashed(canonical_division(content)))


def trust_attachments(comparison: Comparison) -> tuple[Attachment, ...]:
    """The tables of the trust's report at L1, and what its hash is over."""
    tables = tables_of(comparison)
    if comparison.released:
        tables["sections"] = section_dots(comparison).table
    files = (_table(name, table) for name, table in tables.items())
    return (*files, _hashed(canonical_content(comparison)))


def plan_attachments(comparison: Comparison) -> tuple[Attachment, ...]:
    """Offers, requests and actions of the released divisions as they were written."""
    names = {practice.key: practice.name for s in comparison.sections for practice in s.practices}
    names |= {division.key: division.name for division in comparison.divisions}
    offers = [
        (names[o.division], names.get(o.practice, o.practice), o.kind, o.words, o.contact)
        for o in comparison.offers
    ]
    actions = [
        (
            *(names[a.division], names.get(a.practice, a.practice), a.what, a.owner),
            *(a.due.isoformat(), a.measure, a.state, a.progress),
        )
        for a in comparison.actions
    ]
    return (
        _csv("offers", "Who shows and who asks", csv_text([OFFERS, *offers])),
        _csv("actions", "What is planned and under way", csv_text([ACTIONS, *actions])),
        _hashed(canonical_content(comparison)),
    )


def handover_attachments(pack: Handover) -> tuple[Attachment, ...]:
    """What a handover pack says in its edition, as it was written, and what its hash is over."""
    inside = pack.edition == "L2"
    actions = [(each.what, *fact) for each in pack.actions for fact in each.facts]
    offers = [(o.division, o.practice, o.words, o.contact) for o in pack.offers]
    people = [(holder.post, holder.words) for holder in pack.people]
    tables: list[tuple[str, str, list[tuple[str, ...]]]] = [
        ("ways", "How the division works", [WAYS_INSIDE if inside else WAYS, *_ways(pack)]),
        ("actions", "Open actions", [("What", "About it", "As written"), *actions]),
        ("people", "People to talk to", [("Post", "Who"), *people]),
        ("offers", "Divisions that show how", [("Division", "Practice", "To see", "Ask"), *offers]),
    ]
    if pack.continuity:
        tables.append(("continuity", "If one of the three left", [LEFT_HEADER, *pack.continuity]))
    files = (_csv(name, about, csv_text(rows)) for name, about, rows in tables)
    return (*files, _hashed(canonical_handover(pack)))


def _ways(pack: Handover) -> Iterator[tuple[str, ...]]:
    """A line for each practice; for the three with its reason, and one for each dissent."""
    for ways in pack.ways:
        for way in ways.practices:
            line = (ways.section, way.name, way.level)
            if pack.edition != "L2":
                yield line
                continue
            yield (*line, way.reason, "", "")
            yield from ((*line, "", *dissent) for dissent in way.dissents)


def agenda_attachments(agenda: Agenda) -> tuple[Attachment, ...]:
    """What the sheet for a meeting says, with the evidence in its authors' whole words."""
    rows = [
        (str(item.minutes), item.title, item.said, *said)
        for item in agenda.items
        for said in (("", ""), *item.whole)
    ]
    text = csv_text([("Minutes", "Item", "What the three said", "Lead", "Evidence"), *rows])
    return (_csv("agenda", "What there is to talk about, nothing shortened", text),)


def form_attachments(form: PaperForm) -> tuple[Attachment, ...]:
    """The texts of the questionnaire and of its scenes, as they were written."""
    levels = tuple(f"Level {level}" for level in range(1, 6))
    practices = [
        (section.name, practice.heading, practice.statement, *practice.levels)
        for section in form.sections
        for practice in section.practices
    ]
    asked = csv_text([("Section", "Practice", "What it is about", *levels), *practices])
    files = (_csv("practices", "Every practice with its five levels", asked),)
    if not form.scenes:
        return files
    scenes = [(scene.name, scene.text, *scene.levels) for scene in form.scenes]
    shown = csv_text([("Scene", "What happens", *levels), *scenes])
    return (*files, _csv("scenes", "The scenes that everybody scores", shown))


def notice_attachments(notice: Notice) -> tuple[Attachment, ...]:
    """Every change of a correction notice, and what its hash is over."""
    rows = [(p.name, c.name, c.before, c.after) for p in notice.places for c in p.changes]
    changes = csv_text([("Place", "Figure", "Before", "Now"), *rows])
    return (_csv("changes", "Every figure that changed", changes), _hashed(notice_json(notice)))


def analysis_attachments(analysis: Analysis) -> tuple[Attachment, ...]:
    """Every table of an analysis, one figure a line."""
    lines = csv_text([("Table", "Row", "Column", "Figure"), *_figures(analysis)])
    return (_csv("figures", "Every figure of this report, one a line", lines),)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; no text of it is a formula for a spreadsheet."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(neutralised, row) for row in rows)
    return text.getvalue()


def _division_tables(content: DivisionContent) -> Iterator[Attachment]:
    comparison, division = content.comparison, content.division
    yield _table("practices", profile(comparison, division.key).table)
    shown = beside(comparison, division)
    yield _csv("sections", "Sections and overall", csv_text([shown.header, *shown.rows]))
    if changed := change_chart(comparison, division.key):
        yield _table("change", changed.table)
    shared = csv_text([("Practice", "Evidence"), *_evidence(comparison, division)])
    yield _csv("evidence", "Evidence that its author shared, as it was written", shared)
    if content.inside:
        yield _table("three", dumbbell(content.inside).table)


def _evidence(comparison: Comparison, division: DivisionResult) -> Iterator[tuple[str, str]]:
    for section in comparison.sections:
        for practice in section.practices:
            for text in division.shared_evidence.get(practice.key, ()):
                yield practice.name, text


def _figures(analysis: Analysis) -> Iterator[tuple[str, ...]]:
    """A row of two cells holds a reason instead of figures, which belongs to no column."""
    for part in parts_of(analysis):
        for row in part.rows:
            whole = len(row) == len(part.header)
            columns = part.header[1:] if whole else [""] * (len(row) - 1)
            for column, figure in zip(columns, row[1:], strict=True):
                yield part.title, row[0], column, figure


def _table(name: str, table: Table) -> Attachment:
    return _csv(name, table.caption, csv_text([table.header, *table.rows]))


def _csv(name: str, description: str, text: str) -> Attachment:
    # half a pair is no character, and UTF-8 cannot hold it
    return Attachment(
        f"{name}.csv", description, "text/csv", text.encode(errors="backslashreplace")
    )


def _hashed(text: str) -> Attachment:
    return Attachment(CONTENT, HASHED, "application/json", text.encode())
