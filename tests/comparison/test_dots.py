"""Divisions side by side: in the trust's own order, with the trust's mean as a line."""

import dataclasses

import pytest

from benchmark.comparison import wording
from benchmark.comparison.content import Comparison, Figure
from benchmark.comparison.dots import overall_dots, overall_title, section_dots, section_title
from tests.samples import (
    SEVEN,
    hostile,
    many_divisions,
    nothing_released,
    seven_divisions,
    two_divisions,
)


def _with_verdicts(*verdicts: str) -> Comparison:
    comparison = seven_divisions()
    words = iter(verdicts)
    divisions = tuple(
        dataclasses.replace(d, verdict=next(words, "no clear difference")) if d.released else d
        for d in comparison.divisions
    )
    return dataclasses.replace(comparison, divisions=divisions)


def test_divisions_stand_in_the_order_of_the_trust() -> None:
    comparison = seven_divisions()
    for chart in (overall_dots(comparison), section_dots(comparison)):
        for group in chart.groups:
            assert tuple(row.label for row in group.rows) == SEVEN


def test_marks_and_table_hold_the_numbers_of_the_comparison() -> None:
    comparison = seven_divisions()
    chart = overall_dots(comparison, "d1")
    (group,) = chart.groups
    assert group.line == comparison.trust.overall.value
    for row, cells, division in zip(
        group.rows, chart.table.rows, comparison.divisions, strict=False
    ):
        figure = division.overall
        if figure.value is None:
            assert row.note == cells[1] == "not shown: 2 of 3 complete"
            assert cells[2:] == ("not shown", "not shown")
            assert not row.points
            continue
        assert [point.value for point in row.points] == [figure.value]
        assert row.end.startswith(wording.with_interval(figure))
        assert cells[1:] == (wording.mean(figure), wording.interval(figure), division.verdict)
    assert [row.points[0].accent for row in group.rows if row.points] == [
        division.key == "d1" for division in comparison.released
    ]


def test_section_groups_hold_the_section_figures() -> None:
    comparison = seven_divisions()
    chart = section_dots(comparison)
    for group, section in zip(chart.groups, comparison.sections, strict=True):
        assert group.heading == section.name
        assert group.line == comparison.trust.sections[section.key].value
        shown = [row.points[0].value for row in group.rows if row.points]
        assert shown == [d.sections[section.key].value for d in comparison.released]


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (("clearly higher",), "Overall, Medicine is clearly higher than the trust"),
        (
            ("clearly higher", "clearly lower"),
            (
                "Overall, Medicine is clearly higher and Surgery and theatres is clearly lower "
                "than the trust"
            ),
        ),
        (
            ("clearly higher", "clearly lower", "clearly lower"),
            (
                "Overall, one division is clearly higher and two divisions are clearly lower "
                "than the trust"
            ),
        ),
        (("clearly lower",) * 5, "Overall, five divisions are clearly lower than the trust"),
        (("probably lower",), "Overall, no division is clearly different from the trust"),
    ],
)
def test_the_title_states_the_finding(verdicts: tuple[str, ...], title: str) -> None:
    assert overall_title(_with_verdicts(*verdicts)) == title


def test_titles_without_verdicts_describe_only() -> None:
    assert overall_title(two_divisions()) == "Overall, two divisions lie between 2.7 and 2.9"
    assert overall_title(nothing_released()) == "No division is released yet"


def test_the_section_with_the_widest_range_is_named() -> None:
    comparison = seven_divisions()
    assert section_title(comparison) == (
        "Divisions lie furthest apart in Operations, from 1.5 to 3.5"
    )
    assert section_title(nothing_released()) == "Not enough answers to show a section"
    one = dataclasses.replace(comparison, divisions=comparison.divisions[:1])
    assert section_title(one) == "The sections of each division"


def test_without_trust_figures_there_is_no_line_and_the_rule_stands_there() -> None:
    chart = overall_dots(two_divisions())
    assert chart.groups[0].line is None
    assert "trust" not in {entry.mark for entry in chart.marks}
    assert chart.reading.endswith("not shown: needs at least four divisions.")
    assert chart.table.rows[-1][1] == "not shown: needs at least four divisions"


def test_every_comparison_makes_charts_with_complete_tables() -> None:
    for comparison in (hostile(), many_divisions(19), nothing_released()):
        for chart in (overall_dots(comparison), section_dots(comparison)):
            assert len(chart.table.rows) == len(comparison.divisions) + 1


def _with_overall(figure: Figure) -> Comparison:
    divisions = two_divisions().divisions
    same = tuple(dataclasses.replace(division, overall=figure) for division in divisions)
    return dataclasses.replace(two_divisions(), divisions=same)


def test_equal_and_missing_overall_figures_are_no_range() -> None:
    rule = "needs at least four divisions"
    equal = _with_overall(Figure(2.71, interval_reason=rule))
    assert overall_title(equal) == "Overall, two divisions stand at 2.7"
    missing = _with_overall(Figure(reason="not enough answers"))
    assert overall_title(missing) == "Not enough answers to show an overall figure"
