"""Divisions side by side: overall, and section by section, in the trust's own order."""

from collections.abc import Callable

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart, Group, KeyEntry, Mark, Point, Row, Table
from benchmark.comparison.content import Comparison, DivisionResult, Figure
from benchmark.comparison.profile import NUMBERS, span_of, spoken, verdict_words
from benchmark.comparison.wording import (
    CLEAR,
    CLEARLY_HIGHER,
    CLEARLY_LOWER,
    counted,
    interval,
    joined,
    mean,
    not_shown,
    one_decimal,
    sentence,
    with_interval,
)

LONGEST_TITLE = 100  # characters; beyond it divisions are counted, not named

Pick = Callable[[DivisionResult], Figure]


def overall_dots(comparison: Comparison, highlighted: str = "") -> Chart:
    """The overall figure of every division with its interval, and the trust's mean as a line.

    ``highlighted`` is the key of the division that the reader belongs to, if any.
    """
    return Chart(
        key="overall",
        title=overall_title(comparison),
        reading=_reading(comparison),
        alternative=f"Overall figure of each division on the scale 1 to 5. {NUMBERS}",
        scale=comparison.scale,
        end_heading="Overall",
        groups=(_group(comparison, "", _overall, comparison.trust.overall, highlighted),),
        marks=_marks(comparison, highlighted),
        table=_overall_table(comparison),
    )


def section_dots(comparison: Comparison, highlighted: str = "") -> Chart:
    """The same for every section: one group of rows each, all on one scale."""
    trust = comparison.trust
    return Chart(
        key="sections",
        title=section_title(comparison),
        reading=_reading(comparison),
        alternative=f"Sections of each division on the scale 1 to 5. {NUMBERS}",
        scale=comparison.scale,
        end_heading="Mean",
        groups=tuple(
            _group(
                comparison,
                visible_line(section.name),
                _of_section(section.key),
                trust.sections[section.key],
                highlighted,
            )
            for section in comparison.sections
        ),
        marks=_marks(comparison, highlighted),
        table=_section_table(comparison),
    )


def overall_title(comparison: Comparison) -> str:
    """The finding in one line: which divisions differ clearly overall, or that none does."""
    released = comparison.released
    if not released:
        return "No division is released yet"
    verdicts = [division.verdict for division in released]
    if CLEAR & set(verdicts):
        title = f"Overall, {joined(_by_words(comparison, _names))} than the trust"
        if len(title) <= LONGEST_TITLE:
            return title
        return f"Overall, {joined(_by_words(comparison, _count))} than the trust"
    if any(verdicts):
        return "Overall, no division is clearly different from the trust"
    return _range(comparison)


def section_title(comparison: Comparison) -> str:
    """Return where the released divisions lie furthest apart; ties go to the first section."""
    spreads = [
        (max(values) - min(values), visible_line(section.name), min(values), max(values))
        for section in comparison.sections
        if (values := _values(comparison, _of_section(section.key)))
    ]
    if not spreads:
        return "Not enough answers to show a section"
    width, name, lowest, highest = max(spreads, key=lambda spread: round(spread[0], 9))
    if len(comparison.released) == 1 or not width:
        return "The sections of each division"
    apart = f"from {one_decimal(lowest)} to {one_decimal(highest)}"
    return f"Divisions lie furthest apart in {name}, {apart}"


def _values(comparison: Comparison, pick: Pick) -> list[float]:
    figures = (pick(division) for division in comparison.released)
    return [figure.value for figure in figures if figure.value is not None]


def _by_words(comparison: Comparison, write: Callable[[list[str]], str]) -> list[str]:
    """What is said of the divisions that are clearly higher, and of those clearly lower."""
    found = {
        words: [spoken(d.name) for d in comparison.released if d.verdict == words]
        for words in (CLEARLY_HIGHER, CLEARLY_LOWER)
    }
    return [
        f"{write(names)} {'is' if len(names) == 1 else 'are'} {words}"
        for words, names in found.items()
        if names
    ]


def _names(names: list[str]) -> str:
    return joined(names)


def _count(names: list[str]) -> str:
    return counted(len(names), "division")


def _range(comparison: Comparison) -> str:
    values = _values(comparison, _overall)
    if not values:
        return "Not enough answers to show an overall figure"
    lowest, highest = one_decimal(min(values)), one_decimal(max(values))
    if lowest == highest:
        verb = "stands" if len(values) == 1 else "stand"
        return f"Overall, {counted(len(values), 'division')} {verb} at {lowest}"
    return f"Overall, {counted(len(values), 'division')} lie between {lowest} and {highest}"


def _reading(comparison: Comparison) -> str:
    first = "Divisions stand in the trust's own order; the thin line is each one's 95% interval"
    reason = next((d.overall.interval_reason for d in comparison.released), "")
    if reason:
        first = f"Divisions stand in the trust's own order; intervals are {not_shown(reason)}"
    trust = comparison.trust.overall
    second = "Intervals that overlap the trust's line leave open on which side a division is"
    if trust.value is None:
        second = f"The trust's own figures are {not_shown(trust.reason)}"
    return f"{sentence(first)} {sentence(second)}"


def _marks(comparison: Comparison, highlighted: str) -> tuple[KeyEntry, ...]:
    released = comparison.released
    known = {division.key for division in released}
    others = known - {highlighted}
    name = spoken(comparison.division(highlighted).name) if highlighted in known else ""
    has_interval = any(span_of(division.overall) for division in released)
    entries: list[tuple[bool, Mark, str]] = [
        (bool(name), "this division", name),
        (bool(others), "division", "other divisions" if name else "division"),
        (has_interval, "interval", "95% interval"),
        (comparison.trust.overall.value is not None, "trust", "mean of the trust's divisions"),
    ]
    return tuple(KeyEntry(mark, words) for shown, mark, words in entries if shown)


def _group(
    comparison: Comparison, heading: str, pick: Pick, trust: Figure, highlighted: str
) -> Group:
    return Group(
        heading,
        tuple(
            _row(division, pick(division), accent=division.key == highlighted)
            for division in comparison.divisions
        ),
        line=trust.value,
        line_label="" if trust.value is None else f"trust {one_decimal(trust.value)}",
    )


def _row(division: DivisionResult, figure: Figure, *, accent: bool) -> Row:
    label = visible_line(division.name)
    if figure.value is None:
        return Row(label, note=not_shown(figure.reason))
    clear = division.verdict in CLEAR and figure is division.overall
    value = one_decimal(figure.value)
    if figure.low is not None:
        value = with_interval(figure)
    return Row(
        label,
        end=f"{value}, {division.verdict}" if clear else value,
        points=(Point(figure.value, accent=accent),),
        interval=span_of(figure),
        strong=clear,
    )


def _overall(division: DivisionResult) -> Figure:
    return division.overall


def _of_section(key: str) -> Pick:
    def figure(division: DivisionResult) -> Figure:
        return division.sections[key]

    return figure


def _overall_table(comparison: Comparison) -> Table:
    return Table(
        caption="Overall figure of each division",
        header=("Division", "Overall", "95% interval", "Against the trust"),
        rows=(
            *(
                (
                    visible_line(division.name),
                    mean(division.overall),
                    interval(division.overall) if division.released else "not shown",
                    verdict_words(division, division.verdict) if division.released else "not shown",
                )
                for division in comparison.divisions
            ),
            (
                "Mean of the trust's divisions",
                mean(comparison.trust.overall),
                interval(comparison.trust.overall),
                "the line in the chart" if comparison.trust.overall.reason == "" else "",
            ),
        ),
    )


def _section_table(comparison: Comparison) -> Table:
    sections = comparison.sections
    return Table(
        caption="Sections of each division",
        header=("Division", *(visible_line(section.name) for section in sections)),
        rows=(
            *(
                (
                    visible_line(division.name),
                    *(with_interval(division.sections[s.key]) for s in sections),
                )
                for division in comparison.divisions
            ),
            (
                "Mean of the trust's divisions",
                *(with_interval(comparison.trust.sections[s.key]) for s in sections),
            ),
        ),
    )
