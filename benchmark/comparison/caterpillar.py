"""The caterpillar: do divisions really differ? Three groups, each with its word, from five up."""

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart, Group, KeyEntry, Point, Row, Span, Table
from benchmark.comparison.content import Comparison
from benchmark.comparison.dots import overall_dots, overall_title
from benchmark.comparison.insight import Standing
from benchmark.comparison.profile import NUMBERS
from benchmark.comparison.wording import (
    CLEAR,
    CLEARLY_HIGHER,
    CLEARLY_LOWER,
    not_shown,
    one_decimal,
    sentence,
    short,
)

HIGHER, UNCLEAR, LOWER = "Clearly higher", "Not clear", "Clearly lower"
READING = (
    "The full dot is a division's figure drawn towards the trust as far as noise explains its "
    "distance, the ring the figure as observed; divisions stand in this order. The line holds for "
    "all divisions at once (95%): where it leaves out the trust's mean, the difference is clear."
)


def division_chart(comparison: Comparison) -> Chart:
    """The caterpillar where there is one, else the divisions in the trust's own order."""
    return caterpillar(comparison) if comparison.insight.standings else overall_dots(comparison)


def caterpillar(comparison: Comparison) -> Chart:
    """Divisions by the figure drawn towards the trust, parted by their words.

    ValueError without standings: ``insight.reason`` says why there are none.
    """
    standings = comparison.insight.standings
    if not standings:
        raise ValueError(f"there is no order of divisions: {comparison.insight.reason}")
    return Chart(
        key="caterpillar",
        title=overall_title(comparison),
        reading=READING,
        alternative=f"Overall figure of each division on the scale 1 to 5. {NUMBERS}",
        scale=comparison.scale,
        end_heading="Observed",
        groups=_groups(comparison),
        marks=(
            KeyEntry("division", "drawn towards the trust"),
            KeyEntry("observed", "as observed"),
            KeyEntry("interval", "95%, all at once"),
            KeyEntry("trust", "mean of the trust's divisions"),
        ),
        table=_table(comparison),
    )


def group_of(standing: Standing) -> str:
    """The word of the group in which a division stands; it follows from the verdict alone."""
    return {CLEARLY_HIGHER: HIGHER, CLEARLY_LOWER: LOWER}.get(standing.verdict, UNCLEAR)


def _groups(comparison: Comparison) -> tuple[Group, ...]:
    trust = comparison.trust.overall.value
    found: list[Group] = []
    for heading in (HIGHER, UNCLEAR, LOWER):
        rows = [_row(comparison, s) for s in comparison.insight.standings if group_of(s) == heading]
        if rows:
            label = f"trust {short(comparison.trust.overall)}" if not found else ""
            found.append(Group(heading, tuple(rows), line=trust, line_label=label))
    hidden = _hidden(comparison)
    return (*found, Group("Not shown", hidden)) if hidden else tuple(found)


def _row(comparison: Comparison, standing: Standing) -> Row:
    said = "" if standing.verdict in CLEAR else standing.verdict
    probable = f", {said}" if said.startswith("probably") else ""
    return Row(
        visible_line(comparison.division(standing.key).name),
        end=f"{one_decimal(standing.observed)}{probable}",
        points=(Point(standing.observed, hollow=True), Point(standing.drawn)),
        interval=Span(standing.low, standing.high),
        strong=standing.verdict in CLEAR,
    )


def _hidden(comparison: Comparison) -> tuple[Row, ...]:
    known = {standing.key for standing in comparison.insight.standings}
    return tuple(
        Row(visible_line(division.name), note=not_shown(division.overall.reason))
        for division in comparison.divisions
        if division.key not in known
    )


def _table(comparison: Comparison) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            visible_line(comparison.division(standing.key).name),
            one_decimal(standing.observed),
            one_decimal(standing.drawn),
            f"{one_decimal(standing.low)} to {one_decimal(standing.high)}",
            sentence(standing.verdict).rstrip("."),
        )
        for standing in comparison.insight.standings
    ]
    rows += [(row.label, *["not shown"] * 3, row.note) for row in _hidden(comparison)]
    return Table(
        caption="Divisions by the figure drawn towards the trust",
        header=(
            "Division",
            "Observed",
            "Drawn towards the trust",
            "95% interval, all at once",
            "Against the trust",
        ),
        rows=tuple(rows),
    )
