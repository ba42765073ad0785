"""Every picture of a comparison, and every table by the name of its part: page and CSV."""

from collections.abc import Iterator

from benchmark.comparison.caterpillar import division_chart
from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Table
from benchmark.comparison.checks import check_table
from benchmark.comparison.content import Comparison
from benchmark.comparison.drawing import Drawable
from benchmark.comparison.evidence_charts import evidence_charts
from benchmark.comparison.following_told import following_told
from benchmark.comparison.norm_table import norm_table
from benchmark.comparison.wording import level, mean, not_shown

DIVISIONS, PRACTICES, LISTS, NORM = "divisions", "practices", "lists", "norm"
CHECKS = "checks"


def tables_of(comparison: Comparison, change_of: str = "") -> dict[str, Table]:
    """The tables that this round has; with nothing released, the lists and their reason only.

    ``change_of``: the division (key) whose change is told, nothing for the whole trust.
    """
    tables = {LISTS: list_table(comparison)}
    if not comparison.released:
        return tables
    tables[DIVISIONS] = division_chart(comparison).table
    tables[PRACTICES] = practice_table(comparison)
    others = {NORM: norm_table(comparison), CHECKS: check_table(comparison)}
    tables |= {part: table for part, table in others.items() if table}
    tables |= {chart.key: chart.table for chart in charts_of(comparison, change_of)[1:]}
    return tables | {told.key: told.table for told in following_told(comparison) if told.table}


def charts_of(comparison: Comparison, change_of: str = "") -> tuple[Drawable, ...]:
    """Every picture of the page that there is, in its order; nothing before a release."""
    if not comparison.released:
        return ()
    charts = (
        division_chart(comparison),
        *evidence_charts(comparison),
        change_chart(comparison, change_of),
    )
    return tuple(chart for chart in charts if chart is not None)


def list_table(comparison: Comparison) -> Table:
    """The three lists, one practice a line."""
    rows = [
        (each.title, visible_line(line.name), line.where, line.step)
        for each in comparison.insight.lists
        for line in each.practices
    ]
    rows += [(each.title, "", each.empty, "") for each in comparison.insight.lists if each.empty]
    if comparison.insight.reason:
        rows.append(("The three lists", "", not_shown(comparison.insight.reason), ""))
    return Table(
        caption="Three lists to decide from",
        header=("List", "Practice", "Divisions", "Next step"),
        rows=tuple(rows),
    )


def practice_table(comparison: Comparison) -> Table:
    """Every practice, section and all practices by division, as the shaded table shows them."""
    names = (visible_line(division.name) for division in comparison.divisions)
    return Table(
        caption="Level of each practice in each division",
        header=("Practice", "Section", *names, "Trust"),
        rows=tuple(_practice_rows(comparison)),
    )


def _practice_rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    divisions, trust = comparison.divisions, comparison.trust
    for section in comparison.sections:
        title = visible_line(section.name)
        means = (mean(division.sections[section.key]) for division in divisions)
        yield ("Mean of the section", title, *means, mean(trust.sections[section.key]))
        for practice in section.practices:
            levels = (level(division.practices[practice.key]) for division in divisions)
            own = mean(trust.practices[practice.key])
            yield (visible_line(practice.name), title, *levels, own)
    overall = (mean(division.overall) for division in divisions)
    yield ("All practices", "", *overall, mean(trust.overall))
