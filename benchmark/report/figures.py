"""The tables of figures of one division and of a chart.

A column that one rule hides from top to bottom is left out, and a sentence says so with the rule;
a single hidden value stands in its cell, with the rule.
"""

from collections.abc import Iterable, Sequence

from reportlab.platypus import Flowable

from benchmark.comparison import wording
from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart
from benchmark.comparison.content import Comparison, DivisionResult, Figure
from benchmark.comparison.profile import spoken, verdict_words
from benchmark.report.flowables import paragraph, space
from benchmark.report.style import BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

MANY_COLUMNS = 3  # beside the first; fewer leave it half of the width


def hidden_everywhere(figures: Iterable[Figure]) -> str:
    """Return the rule if it hides every one of ``figures``, else nothing."""
    reasons = {figure.reason for figure in figures}
    return reasons.pop() if len(reasons) == 1 else ""


def no_interval_anywhere(figures: Iterable[Figure]) -> str:
    """Return the rule if it hides the interval of every figure that is shown, else nothing."""
    reasons = {figure.interval_reason for figure in figures if figure.value is not None}
    return reasons.pop() if len(reasons) == 1 else ""


def section_table(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    """Return sections and overall of the division beside the trust and the norm."""
    own = [*division.sections.values(), division.overall, division.comparable]
    no_interval = no_interval_anywhere(own)
    no_trust = hidden_everywhere(comparison.trust.sections.values())
    columns = [
        (spoken(division.name), _own_column(comparison, division, bare=bool(no_interval))),
        *([] if no_trust else [("Mean of the trust's divisions", _trust_column(comparison))]),
        *_norm_columns(comparison),
    ]
    rows = list(zip(_row_names(comparison), *(cells for _, cells in columns), strict=True))
    count = len(comparison.sections)
    table = grouped_table(
        ("Section", *(name for name, _ in columns)),
        [Grouped("", tuple(rows[:count])), Grouped("Overall", tuple(rows[count:]))],
        _even_widths(len(columns)),
    )
    notes = [("Intervals", no_interval), ("Means of the trust", no_trust)]
    return [table, *_hidden_notes(notes)]


def _row_names(comparison: Comparison) -> list[str]:
    total = sum(len(section.practices) for section in comparison.sections)
    names = [visible_line(section.name) for section in comparison.sections]
    names.append(f"All {total} practices")
    if comparison.norm:
        names.append(f"The {covered(comparison)} practices of the norm")
    return names


def covered(comparison: Comparison) -> int:
    """Return how many practices the published norm covers."""
    return sum(len(s.practices) for s in comparison.sections if s.has_norm)


def _own_column(comparison: Comparison, division: DivisionResult, *, bare: bool) -> list[str]:
    write = wording.mean if bare else wording.with_interval
    figures = [division.sections[section.key] for section in comparison.sections]
    figures.append(division.overall)
    if comparison.norm:
        figures.append(division.comparable)
    return [write(figure) for figure in figures]


def _trust_column(comparison: Comparison) -> list[str]:
    trust = comparison.trust
    figures = [trust.sections[section.key] for section in comparison.sections]
    figures.append(trust.overall)
    if comparison.norm:
        figures.append(trust.comparable)
    return [wording.with_interval(figure) for figure in figures]


def _norm_columns(comparison: Comparison) -> list[tuple[str, list[str]]]:
    norm = comparison.norm
    if norm is None:
        return []
    published = [norm.sections.get(section.key) for section in comparison.sections]
    cells = ["none published" if p is None else wording.one_decimal(p) for p in published]
    cells += ["none for all of them", wording.one_decimal(norm.overall)]
    return [(f"{norm.name}, {norm.year}", cells)]


def norm_note(comparison: Comparison) -> str:
    """Return what the norm is and why nothing is worked out from it; nothing without a norm."""
    norm = comparison.norm
    if norm is None:
        return ""
    return (
        f"{norm.name}: {norm.source}, published {norm.year}, from interviews in hospitals. Only "
        f"the overall of the {covered(comparison)} practices that it covers can stand beside it. "
        "It is background: the figures of this report come from the leads themselves, so no "
        "difference is worked out."
    )


def practice_table(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    """Return every practice of the division: level, interval, trust mean and words."""
    own = list(division.practices.values())
    no_interval = no_interval_anywhere(own)
    no_trust = hidden_everywhere(comparison.trust.practices.values())
    no_words = "" if any(division.practice_verdicts.values()) else verdict_words(division, "")
    hidden_levels = any(figure.value is None for figure in own)
    shown = (True, True, not no_interval, not no_trust, hidden_levels or not no_words)
    groups = [
        Grouped(
            visible_line(section.name),
            tuple(
                _kept(_practice_row(comparison, division, practice.key, practice.name), shown)
                for practice in section.practices
            ),
        )
        for section in comparison.sections
    ]
    header = ("Practice", "Level", "95% interval", "Trust mean", "Against the trust")
    widths = [w for w, show in zip((199.0, 66, 66, 62, 94), shown, strict=True) if show]
    table = grouped_table(_kept(header, shown), groups, widths)
    notes = [("Intervals", no_interval), ("Means of the trust", no_trust)]
    return [table, *_hidden_notes(notes)]


def _practice_row(
    comparison: Comparison, division: DivisionResult, key: str, name: str
) -> tuple[str, ...]:
    figure = division.practices[key]
    trust = wording.mean(comparison.trust.practices[key])
    if figure.value is None:  # the rule stands in the widest column
        hidden = wording.short(figure)
        return (visible_line(name), hidden, hidden, trust, wording.not_shown(figure.reason))
    named = f"{wording.level(figure)} {visible_line(comparison.scale[int(figure.value) - 1])}"
    words = verdict_words(division, division.practice_verdicts.get(key, ""))
    return (visible_line(name), named, wording.interval(figure), trust, words)


def _kept(cells: Sequence[str], shown: Sequence[bool]) -> tuple[str, ...]:
    return tuple(cell for cell, show in zip(cells, shown, strict=True) if show)


def chart_table(chart: Chart) -> list[Flowable]:
    """Return the table that belongs to a chart; a column that is empty throughout is left out."""
    shown = [any(row[n] for row in chart.table.rows) for n in range(len(chart.table.header))]
    rows = tuple(_kept(row, shown) for row in chart.table.rows)
    header = _kept(chart.table.header, shown)
    return [grouped_table(header, [Grouped("", rows)], _even_widths(len(header) - 1))]


def _even_widths(columns: int) -> list[float]:
    first = BODY_WIDTH / (2 if columns < MANY_COLUMNS else 3)
    return [first, *[(BODY_WIDTH - first) / max(1, columns)] * columns]


def _hidden_notes(notes: Sequence[tuple[str, str]]) -> list[Flowable]:
    hidden = [f"{what} are {wording.not_shown(rule)}." for what, rule in notes if rule]
    return [space(5), paragraph(" ".join(hidden), "small")] if hidden else []
