"""Tables by part: those of the pictures, all levels, and the three lists."""

from benchmark.comparison.compare import compare
from benchmark.comparison.numbers import charts_of, tables_of
from tests.comparison.facts import PRACTICES, READER, decidable, facts


def test_every_picture_has_its_table_and_every_table_its_part() -> None:
    compared = compare(facts(decidable(1)), READER)
    tables = tables_of(compared)
    assert set(tables) == {
        *("lists", "divisions", "practices", "uneven-or-low", "line-up", "how-much-is-real"),
        *("norm", "checks"),
    }
    assert {chart.key: chart.table for chart in charts_of(compared)[1:]} == {
        key: table
        for key, table in tables.items()
        if key not in ("lists", "divisions", "practices", "norm", "checks")
    }
    assert len(tables["lists"].rows) == 9
    practices = tables["practices"]
    assert len(practices.rows) == PRACTICES + 6 + 1  # sections, and all practices
    first = compared.divisions[0]
    assert [row[2] for row in practices.rows if row[0] == "Building talent"] == [
        f"{first.practices['talent'].value:.0f}"
    ]


def test_before_a_release_the_lists_say_why_and_nothing_else_is_there() -> None:
    compared = compare(facts(decidable(1, divisions=2), (2, 1)), READER)
    assert charts_of(compared) == ()
    (table,) = tables_of(compared).values()
    assert table.rows == (("The three lists", "", "not shown: needs at least 4 divisions", ""),)
