"""The profile of a division: the finding as its title, and the numbers of the comparison."""

import dataclasses
import re

import pytest

from benchmark.comparison import wording
from benchmark.comparison.content import Comparison, Figure
from benchmark.comparison.profile import profile, profile_title, spoken, verdict_words
from tests.samples import hostile, nothing_released, seven_divisions, two_divisions

COMPARISONS = {
    "seven": (seven_divisions(), "d1"),
    "hidden": (seven_divisions(), "d4"),
    "missing answers": (seven_divisions(), "d3"),
    "two": (two_divisions(), "surgery"),
    "nothing": (nothing_released(), "medicine"),
    "hostile": (hostile(), "d0"),
}


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_practice_stands_once_in_the_order_of_the_questionnaire(name: str) -> None:
    comparison, key = COMPARISONS[name]
    chart = profile(comparison, key)
    names = [practice.name for section in comparison.sections for practice in section.practices]
    assert [row.label for group in chart.groups for row in group.rows] == names
    assert [row[0] for row in chart.table.rows] == names


def test_marks_and_table_hold_the_numbers_of_the_comparison() -> None:
    comparison = seven_divisions()
    division = comparison.division("d1")
    chart = profile(comparison, "d1")
    rows = [row for group in chart.groups for row in group.rows]
    for row, cells, (key, figure) in zip(
        rows, chart.table.rows, division.practices.items(), strict=True
    ):
        assert [point.value for point in row.points] == [figure.value]
        assert row.interval is not None
        assert (row.interval.low, row.interval.high) == (figure.low, figure.high)
        assert row.band is not None
        assert (row.band.low, row.band.high) == comparison.trust.middle_half[key]
        assert cells[2:] == (
            wording.level(figure),
            wording.interval(figure),
            wording.mean(comparison.trust.practices[key]),
            division.practice_verdicts[key],
        )


def test_a_hidden_division_shows_its_rule_and_no_mark() -> None:
    chart = profile(seven_divisions(), "d4")
    rows = [row for group in chart.groups for row in group.rows]
    assert {row.note for row in rows} == {"not shown: 2 of 3 complete"}
    assert not any(row.points or row.interval or row.band for row in rows)
    assert all("not shown: 2 of 3 complete" in cells for cells in chart.table.rows)
    assert chart.title == "Cancer services is not shown: 2 of 3 complete"


def test_a_single_missing_level_says_so() -> None:
    chart = profile(seven_divisions(), "d3")
    notes = {row.label: row.note for group in chart.groups for row in group.rows if row.note}
    assert notes == {"Attracting people": "not shown: not enough answers"}


def test_without_trust_figures_nothing_of_the_trust_is_drawn() -> None:
    chart = profile(two_divisions(), "surgery")
    rows = [row for group in chart.groups for row in group.rows]
    assert not any(row.band or row.interval for row in rows)
    assert [entry.mark for entry in chart.marks] == ["this division"]
    assert "The trust's own figures are not shown: needs at least four divisions." in chart.reading


@pytest.mark.parametrize("name", COMPARISONS)
def test_words_around_the_chart_are_short_and_fair(name: str) -> None:
    chart = profile(*COMPARISONS[name])
    assert len(chart.alternative) <= 125
    assert len(re.findall(r"[.!?](?: |$)", chart.reading)) <= 2
    assert not re.search(r"signific|outlier|\bbest\b|\bworst\b|\brank", chart.title + chart.reading)


def _with_verdicts(*verdicts: str) -> str:
    division = seven_divisions().division("d1")
    keys = list(division.practices)
    words = dict(zip(keys, verdicts, strict=False))
    return profile_title(dataclasses.replace(division, practice_verdicts=words))


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (
            ("clearly higher", "clearly higher", "clearly lower"),
            (
                "Surgery and theatres is clearly higher than its trust in two practices and "
                "clearly lower in one"
            ),
        ),
        (
            ("clearly lower",),
            "Surgery and theatres is clearly lower than its trust in one practice",
        ),
        (
            ("probably higher", "no clear difference"),
            "No practice of Surgery and theatres is clearly different from its trust",
        ),
        (("", ""), "Surgery and theatres is between level 1 and level 5"),
    ],
)
def test_the_title_states_the_finding(verdicts: tuple[str, ...], title: str) -> None:
    assert _with_verdicts(*verdicts) == title


def _equal_levels(comparison: Comparison) -> Comparison:
    division = comparison.division("surgery")
    figure = division.practices["tracking"]
    level = dataclasses.replace(division, practices=dict.fromkeys(division.practices, figure))
    return dataclasses.replace(comparison, divisions=(level,))


def test_equal_levels_are_no_range() -> None:
    assert profile(_equal_levels(two_divisions()), "surgery").title == (
        "Surgery is at level 2 in every practice"
    )


def test_a_division_without_any_level_says_so() -> None:
    missing = Figure(reason="not enough answers")
    division = two_divisions().division("surgery")
    empty = dataclasses.replace(division, practices=dict.fromkeys(division.practices, missing))
    assert profile_title(empty) == "Surgery: not enough answers to show a level"


def test_a_verdict_that_cannot_be_given_gives_its_rule() -> None:
    assert verdict_words(seven_divisions().division("d1"), "clearly higher") == "clearly higher"
    surgery = two_divisions().division("surgery")
    assert verdict_words(surgery, "") == "not shown: needs at least four divisions"
    hidden = seven_divisions().division("d4")
    assert verdict_words(hidden, "") == "not shown: 2 of 3 complete"


def test_a_name_in_a_sentence_is_one_line_of_bounded_length() -> None:
    assert spoken("a\nb") == "a b"
    assert len(spoken("word " * 100)) <= 60
