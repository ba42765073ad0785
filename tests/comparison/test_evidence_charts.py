"""How sure we are, in pictures: titles that say the finding, tables with the marks' numbers."""

import dataclasses

import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.evidence_charts import (
    evidence_charts,
    line_up_answer,
    line_up_chart,
    map_chart,
    parts_chart,
    per_cent,
)
from benchmark.comparison.wording import one_decimal
from tests.comparison.facts import READER, decidable, facts


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(facts(decidable(1)), READER)


def test_the_map_and_its_table_hold_the_same_numbers(compared: Comparison) -> None:
    chart = map_chart(compared)
    assert chart is not None
    assert chart.title == "Four practices are clearly uneven, four clearly low everywhere"
    for point, cells in zip(chart.points, chart.table.rows, strict=True):
        assert cells[0].startswith(f"{point.number} ")
        assert (cells[1], cells[3]) == (one_decimal(point.x), one_decimal(point.y))
        assert not point.label or (cells[5] in ("Copy from next door", "Fix centrally",
                                                  "Leave alone"))  # fmt: skip
    assert sum(bool(point.label) for point in chart.points) == 9


def test_the_line_up_does_not_give_itself_away(compared: Comparison) -> None:
    chart, found = line_up_chart(compared), compared.insight.line_up
    assert chart is not None
    assert found is not None
    assert "real" not in chart.table.caption
    assert chart.table.rows == tuple(
        (str(at), f"{panel[0]:.2f}", f"{-panel[-1]:.2f}")
        for at, panel in enumerate(chart.panels, start=1)
    )
    assert line_up_answer(compared).startswith(f"Picture {found.place + 1} is real.")
    lost = dataclasses.replace(found, as_wide=4)
    insight = dataclasses.replace(compared.insight, line_up=lost)
    answer = line_up_answer(dataclasses.replace(compared, insight=insight))
    assert "Four pictures drawn from noise alone differ at least as much" in answer


def test_the_bar_says_how_much_is_between_divisions(compared: Comparison) -> None:
    chart = parts_chart(compared)
    assert chart is not None
    parts = compared.insight.parts
    real = sum(part.share for part in parts[:2])
    assert chart.title.startswith(f"About {per_cent(real)} of")
    assert [part.words for part in chart.parts] == [cells[1] for cells in chart.table.rows]
    assert [per_cent(share) for share in (0, 0.005, 0.2149, 1)] == ["0%", "1%", "21%", "100%"]


def test_without_figures_there_are_no_pictures() -> None:
    few = compare(facts(decidable(1, divisions=3)), READER)
    assert evidence_charts(few) == ()
    assert line_up_answer(few) == ""
