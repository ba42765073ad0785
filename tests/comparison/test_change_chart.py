"""The change picture: rows, bands, ticks and the same numbers in its table."""

import dataclasses

import numpy as np

from benchmark.comparison.change_chart import TRUST, change_chart, points
from benchmark.comparison.changes import Change
from benchmark.comparison.chart import Chart
from benchmark.comparison.content import Comparison
from benchmark.comparison.wording import HIGHER_THAN_LAST_ROUND, NO_EVIDENCE_OF_CHANGE
from tests.comparison.facts import PRACTICES
from tests.comparison.two_rounds import moved, same_leads


def better(new_leads: dict[str, int] | None = None) -> Comparison:
    """Medicine, the first of seven divisions, is one level higher than in the last round."""
    before, after = same_leads(3)
    after[0] = np.minimum(after[0] + 1, 5)
    return moved(before, after, new_leads or {})


def chart_of(comparison: Comparison, division: str = "") -> Chart:
    chart = change_chart(comparison, division)
    assert chart
    return chart


def test_the_trust_its_divisions_and_its_practices_stand_in_rows() -> None:
    comparison = better()
    chart = chart_of(comparison)
    first, *sections = chart.groups
    assert [row.label for row in first.rows] == [TRUST, *(d.name for d in comparison.divisions)]
    assert [g.heading for g in sections] == [s.name for s in comparison.sections]
    assert sum(len(group.rows) for group in sections) == PRACTICES
    for group in chart.groups:
        for row in group.rows:
            last, this = row.points
            assert (last.hollow, this.hollow) == (True, False)
            assert row.band
            assert row.band.low <= last.value <= row.band.high


def test_the_title_counts_what_moved_and_the_row_says_so() -> None:
    comparison = better()
    chart = chart_of(comparison)
    assert chart.title.startswith("One division is higher than last round")
    medicine = chart.groups[0].rows[1]
    assert medicine.strong
    assert medicine.end.endswith(f", {HIGHER_THAN_LAST_ROUND}")
    still = chart_of(moved(*same_leads(5)))
    assert still.title == "No evidence of change since Round 2025"
    assert not any(row.strong for group in still.groups for row in group.rows)


def test_a_tick_stands_where_a_lead_changed() -> None:
    chart = chart_of(better({"surgery": 2}))
    assert {row.label: row.ticks for row in chart.groups[0].rows if row.ticks} == {"Surgery": 2}
    assert "lead changed" in [entry.mark for entry in chart.marks]
    assert "lead changed" not in [entry.mark for entry in chart_of(better()).marks]
    assert next(row for row in chart.table.rows if row[0] == "Surgery")[6] == "2"


def test_chart_and_table_carry_equal_numbers() -> None:
    for division in ("", "medicine"):
        chart = chart_of(better({"medicine": 1}), division)
        rows = [row for group in chart.groups for row in group.rows]
        assert len(rows) == len(chart.table.rows)
        for row, cells in zip(rows, chart.table.rows, strict=True):
            last, this = row.points
            assert row.band
            name, before, after, change, band, words, leads, _ = cells
            assert (row.label, str(row.ticks)) == (name, leads)
            assert (f"{last.value:.2f}", f"{this.value:.2f}") == (before, after)
            assert f"{(row.band.high - row.band.low) / 2:.2f}" == band
            assert row.end.split(",")[0] == change
            assert row.strong == (words != NO_EVIDENCE_OF_CHANGE)


def test_one_division_has_its_own_picture() -> None:
    chart = chart_of(better(), "medicine")
    assert chart.title.startswith("Medicine: one division is higher") or "higher" in chart.title
    assert [row.label for row in chart.groups[0].rows] == ["Medicine"]
    assert sum(len(group.rows) for group in chart.groups[1:]) == PRACTICES


def test_what_one_round_does_not_show_has_its_rule_in_the_row() -> None:
    comparison = moved(*same_leads(3), complete=(2, 3, 3, 3, 3, 3, 3))
    chart = chart_of(comparison)
    medicine = chart.groups[0].rows[1]
    assert (medicine.points, medicine.note) == (
        (),
        "not shown: the other round shows nothing to compare with",
    )
    cells = next(row for row in chart.table.rows if row[0] == "Medicine")
    assert set(cells[1:5]) == {"not shown"}


def test_three_divisions_have_no_trust_mean_and_no_band_and_nothing_is_called_a_change() -> None:
    before, after = same_leads(4, 3)
    chart = chart_of(moved(before, np.minimum(after + 1, 5)))
    assert chart.groups[0].rows[0].note == "not shown: needs at least 4 divisions"
    assert chart.title == "Round 2025 and Round 2026 beside each other"
    assert "how large a change by chance can be is not shown: needs at least 4" in chart.reading
    for row in chart.groups[0].rows[1:]:
        assert row.band is None
        assert not row.strong
    assert "too small" not in [entry.mark for entry in chart.marks]


def test_without_a_last_round_there_is_no_picture() -> None:
    comparison = better()
    assert change_chart(dataclasses.replace(comparison, since=None)) is None


def test_changes_are_written_without_a_sign() -> None:
    written = [points(Change(value, 1.0, "")) for value in (0.31, -0.05, 0.0)]
    assert written == ["up 0.31", "down 0.05", "0.00"]
