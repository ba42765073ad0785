"""The caterpillar: three groups by their words, the numbers of the table, hidden ones named."""

import pytest

from benchmark.comparison.caterpillar import (
    HIGHER,
    LOWER,
    UNCLEAR,
    caterpillar,
    division_chart,
    group_of,
)
from benchmark.comparison.compare import compare
from benchmark.comparison.wording import one_decimal
from tests.comparison.facts import READER, decidable, facts, spread


def test_groups_follow_the_words_and_marks_the_table() -> None:
    compared = compare(facts(spread(3, 7, effect=0.8)), READER)
    chart = caterpillar(compared)
    assert [group.heading for group in chart.groups] == [HIGHER, UNCLEAR, LOWER]
    rows = [row for group in chart.groups for row in group.rows]
    names = [compared.division(s.key).name for s in compared.insight.standings]
    assert [row.label for row in rows] == names == [cells[0] for cells in chart.table.rows]
    for row, cells in zip(rows, chart.table.rows, strict=True):
        observed, drawn = row.points
        assert observed.hollow
        assert cells[1:3] == (one_decimal(observed.value), one_decimal(drawn.value))
        assert row.interval is not None
        assert cells[3] == f"{one_decimal(row.interval.low)} to {one_decimal(row.interval.high)}"
    for standing in compared.insight.standings:
        assert (group_of(standing) == HIGHER) == (standing.verdict == "clearly higher")


def test_a_division_that_is_not_released_is_named_with_its_rule() -> None:
    compared = compare(facts(decidable(2), (3, 3, 2, 3, 3, 3, 3), closed=True), READER)
    last = caterpillar(compared).groups[-1]
    assert (last.heading, last.line) == ("Not shown", None)
    assert [(row.label, row.note) for row in last.rows] == [
        ("Children", "not shown: 2 of 3 complete")
    ]
    assert caterpillar(compared).table.rows[-1][:2] == ("Children", "not shown")


def test_with_fewer_than_five_divisions_they_stand_in_the_trusts_own_order() -> None:
    compared = compare(facts(decidable(2, divisions=4)), READER)
    assert division_chart(compared).key == "overall"
    with pytest.raises(ValueError, match="cannot be told from chance"):
        caterpillar(compared)
