"""The tables of figures of one division and of a chart.

A column that one rule hides from top to bottom is left out, and a sentence says so with the rule;
a single hidden value stands in its cell, with the rule.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from benchmark.comparison import wording
from benchmark.comparison.beside import (
    beside,
    hidden_everywhere,
    hidden_notes,
    no_interval_anywhere,
)
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.drawing import Drawable
from benchmark.comparison.profile import verdict_words
from benchmark.report.flowables import paragraph, space
from benchmark.report.style import BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

MANY_COLUMNS = 3  # beside the first; fewer leave it half of the width


def section_table(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    """Return sections and overall of the division beside the trust and the norm."""
    shown = beside(comparison, division)
    table = grouped_table(
        shown.header,
        [
            Grouped("", shown.rows[: shown.sections]),
            Grouped("Overall", shown.rows[shown.sections :]),
        ],
        _even_widths(len(shown.header) - 1),
    )
    return [table, *_small(shown.hidden)]


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
    return [table, *_small(hidden_notes(notes))]


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


def chart_table(chart: Drawable, shares: Sequence[float] = ()) -> list[Flowable]:
    """Return the table that belongs to a chart; a column that is empty throughout is left out.

    ``shares`` of the page's width for each column of the chart's table; else the first is widest.
    """
    shown = [any(row[n] for row in chart.table.rows) for n in range(len(chart.table.header))]
    rows = tuple(_kept(row, shown) for row in chart.table.rows)
    header = _kept(chart.table.header, shown)
    widths = [share * BODY_WIDTH for share, show in zip(shares, shown, strict=False) if show]
    return [grouped_table(header, [Grouped("", rows)], widths or _even_widths(len(header) - 1))]


def _even_widths(columns: int) -> list[float]:
    first = BODY_WIDTH / (2 if columns < MANY_COLUMNS else 3)
    return [first, *[(BODY_WIDTH - first) / max(1, columns)] * columns]


def _small(sentences: Sequence[str]) -> list[Flowable]:
    return [space(5), paragraph(" ".join(sentences), "small")] if sentences else []
