"""Did it move, or is it noise? Last round and this one, and the changes too small to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.comparison.changes import Change, PracticeOverRounds, RoundsCompared
from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart, Group, KeyEntry, Mark, Point, Row, Span, Table
from benchmark.comparison.content import Comparison, SectionHeading
from benchmark.comparison.figure import Figure
from benchmark.comparison.profile import NUMBERS, spoken
from benchmark.comparison.wording import (
    HIGHER_THAN_LAST_ROUND,
    LOWER_THAN_LAST_ROUND,
    NO_EVIDENCE_OF_CHANGE,
    counted,
    joined,
    not_shown,
    two_decimals,
)

CHANGED = (HIGHER_THAN_LAST_ROUND, LOWER_THAN_LAST_ROUND)
OVERALL = "All comparable practices"
TRUST = "Mean of the trust's divisions"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the picture and of its table; ``behind`` says what the figures are means over."""

    name: str
    before: Figure
    after: Figure
    change: Change | None
    behind: str
    new_leads: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    heading: str
    lines: tuple[_Line, ...]
    of: str  # what one line is


def change_chart(comparison: Comparison, division: str = "") -> Chart | None:
    """The trust and its divisions, or one division (key); None where nothing can be compared."""
    since = comparison.since
    if since is None or not since.comparable:
        return None
    parts = _of_division(comparison, since, division) if division else _of_trust(comparison, since)
    lines = [line for part in parts for line in part.lines]
    whose = spoken(since.division(division).name) if division else ""
    return Chart(
        key="change",
        title=_title(parts, since, whose),
        reading=_reading(lines),
        alternative=f"Figures of the last round and of this one on the scale 1 to 5. {NUMBERS}",
        scale=comparison.scale,
        end_heading="Change",
        groups=tuple(Group(part.heading, tuple(map(_row, part.lines))) for part in parts),
        marks=_marks(lines),
        table=_table(since, lines),
    )


def _of_trust(comparison: Comparison, since: RoundsCompared) -> list[_Part]:
    trust = since.trust
    behind = counted(trust.counted, "division")
    mean = _Line(TRUST, trust.before, trust.after, trust.change, behind)
    divisions = _division_lines(since, [each.key for each in since.divisions])
    over = _Part(OVERALL, (mean, *divisions), "division")
    return [over, *_by_section(comparison.sections, trust.practices)]


def _of_division(comparison: Comparison, since: RoundsCompared, key: str) -> list[_Part]:
    over = _Part(OVERALL, _division_lines(since, [key]), "division")
    return [over, *_by_section(comparison.sections, since.division(key).practices)]


def _division_lines(since: RoundsCompared, keys: Sequence[str]) -> tuple[_Line, ...]:
    return tuple(
        _Line(
            visible_line(each.name),
            each.before,
            each.after,
            each.change,
            counted(each.counted, "practice"),
            each.new_leads if each.change else 0,
        )
        for each in map(since.division, keys)
    )


def _by_section(
    sections: Sequence[SectionHeading], practices: Sequence[PracticeOverRounds]
) -> list[_Part]:
    known = {practice.key: practice for practice in practices}
    parts = [
        _Part(
            visible_line(section.name),
            tuple(_practice_line(known[p.key]) for p in section.practices if p.key in known),
            "practice",
        )
        for section in sections
    ]
    return [part for part in parts if part.lines]


def _practice_line(each: PracticeOverRounds) -> _Line:
    behind = counted(each.counted, "division")
    return _Line(visible_line(each.name), each.before, each.after, each.change, behind)


def _row(line: _Line) -> Row:
    change, before, after = line.change, line.before.value, line.after.value
    if change is None or before is None or after is None:
        return Row(line.name, note=not_shown(line.after.reason or line.before.reason))
    moved = change.words in CHANGED
    return Row(
        line.name,
        end=f"{points(change)}, {change.words}" if moved else points(change),
        points=(Point(before, hollow=True), Point(after)),
        band=None if change.band is None else Span(before - change.band, before + change.band),
        strong=moved,
        ticks=line.new_leads,
    )


def points(change: Change) -> str:
    """``up 0.31``, ``down 0.05``, ``0.00``: never a sign that a spreadsheet takes for a formula."""
    size = two_decimals(abs(change.points))
    return f"{'up' if change.points > 0 else 'down'} {size}" if change.points else size


def _title(parts: Sequence[_Part], since: RoundsCompared, whose: str) -> str:
    """What moved beyond noise, counted, or that nothing did; never a change without its band."""
    said = [
        f"{counted(count, what)} {'is' if count == 1 else 'are'} {words}"
        for words in CHANGED
        for what in ("division", "practice")
        if (count := _count(parts, what, words))
    ]
    start = f"{whose}: " if whose else ""
    if said:
        text = joined(said)
        return f"{start}{text}" if start else f"{text[0].upper()}{text[1:]}"
    judged = any(line.change and line.change.band is not None for p in parts for line in p.lines)
    if judged:
        words = NO_EVIDENCE_OF_CHANGE if start else NO_EVIDENCE_OF_CHANGE.capitalize()
        return f"{start}{words} since {spoken(since.before)}"
    return f"{start}{spoken(since.before)} and {spoken(since.after)} beside each other"


def _count(parts: Sequence[_Part], what: str, words: str) -> int:
    return sum(
        bool(line.change and line.change.words == words and line.name != TRUST)
        for part in parts
        for line in part.lines
        if part.of == what
    )


def _reading(lines: Sequence[_Line]) -> str:
    ring = "The ring is the last round, the dot this round"
    changes = [line.change for line in lines if line.change]
    if any(change.band is not None for change in changes):
        first = f"{ring}; a dot inside its grey bar is {NO_EVIDENCE_OF_CHANGE}."
    else:
        why = changes[0].words if changes else "not shown"
        first = f"{ring}; how large a change by chance can be is {why}."
    return (
        f"{first} A tick at the left end of a row is a lead who was not asked in the last round: "
        "the first answers of a new lead are a baseline."
    )


def _marks(lines: Sequence[_Line]) -> tuple[KeyEntry, ...]:
    changes = [line.change for line in lines if line.change]
    entries: tuple[tuple[bool, Mark, str], ...] = (
        (bool(changes), "last round", "last round"),
        (bool(changes), "this round", "this round"),
        (any(c.band is not None for c in changes), "too small", "changes too small to read"),
        (any(line.new_leads for line in lines), "lead changed", "a lead changed"),
    )
    return tuple(KeyEntry(mark, words) for there, mark, words in entries if there)


def _table(since: RoundsCompared, lines: Sequence[_Line]) -> Table:
    return Table(
        caption=f"{spoken(since.after)} beside {spoken(since.before)}",
        header=(
            "Division or practice",
            "Last round",
            "This round",
            "Change",
            "Too small to read, up to",
            "In words",
            "Leads changed",
            "Mean over",
        ),
        rows=tuple(map(_cells, lines)),
    )


def _cells(line: _Line) -> tuple[str, ...]:
    before, after = (_figure(each) for each in (line.before, line.after))
    change = line.change
    if change is None:
        why = not_shown(line.after.reason or line.before.reason)
        return (line.name, before, after, "not shown", "not shown", why, "not shown", line.behind)
    band = "not shown" if change.band is None else two_decimals(change.band)
    new = str(line.new_leads)
    return (line.name, before, after, points(change), band, change.words, new, line.behind)


def _figure(figure: Figure) -> str:
    return "not shown" if figure.value is None else two_decimals(figure.value)
