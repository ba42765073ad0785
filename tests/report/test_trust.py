"""The trust's report, read back out of its pages."""

import dataclasses

import pytest

from benchmark.comparison import wording
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.evidence_charts import line_up_answer
from benchmark.comparison.numbers import charts_of
from benchmark.report.trust import trust_report
from tests.comparison.facts import READER, decidable, facts
from tests.reading import flat, page_texts, properties
from tests.samples import (
    HOSTILE,
    SEVEN,
    hostile,
    many_divisions,
    nothing_released,
    seven_divisions,
    two_divisions,
)


@pytest.fixture(scope="module")
def seven() -> list[str]:
    return [flat(text) for text in page_texts(trust_report(seven_divisions()))]


def test_it_opens_with_the_finding_and_how_sure_it_is(seven: list[str]) -> None:
    comparison = seven_divisions()
    assert comparison.finding in seven[1]
    assert all(difference in seven[1] for difference in comparison.differences)
    assert comparison.caution in seven[1]


def test_a_long_list_of_differences_is_cut_with_its_count() -> None:
    differences = tuple(f"Division {n} is clearly lower on something." for n in range(40))
    comparison = dataclasses.replace(seven_divisions(), differences=differences)
    text = flat(" ".join(page_texts(trust_report(comparison))))
    assert "Division 11 is clearly lower" in text
    assert "Division 12 is clearly lower" not in text
    assert "And 28 smaller differences;" in text


def test_a_round_without_clear_differences_says_so() -> None:
    comparison = dataclasses.replace(seven_divisions(), differences=())
    text = flat(" ".join(page_texts(trust_report(comparison))))
    assert "No practice of any division is clearly different from the trust's mean." in text


def test_the_cover_says_how_many_divisions_are_released(seven: list[str]) -> None:
    assert "Divisions released 6 of 7" in seven[0]
    assert "Personal data about three identifiable people in each division." in seven[0]
    assert "Personal data: three identifiable people in each division." in seven[1]


def test_every_number_of_the_comparison_is_written_as_on_the_page(seven: list[str]) -> None:
    comparison = seven_divisions()
    text = " ".join(seven)
    for division in comparison.released:
        assert wording.with_interval(division.overall) in text
        for figure in division.sections.values():
            assert wording.with_interval(figure) in text
    for section in comparison.sections:
        for practice in section.practices:
            cells = [
                *(wording.short(d.practices[practice.key], decimals=False)
                  for d in comparison.divisions),
                wording.mean(comparison.trust.practices[practice.key]),
            ]  # fmt: skip
            assert f"{practice.name} {' '.join(cells)}" in text


def test_hidden_divisions_stand_in_place_with_their_rule(seven: list[str]) -> None:
    text = " ".join(seven)
    assert "Cancer services: not shown: 2 of 3 complete." in text
    assert "Emergency and acute care, Attracting people: not shown: not enough answers." in text
    assert [text.index(name) for name in SEVEN] == sorted(
        text.index(name) for name in SEVEN[:1]
    ) + [text.index(name) for name in SEVEN[1:]]


def test_too_few_divisions_show_their_levels_and_no_figure_of_the_trust() -> None:
    text = flat(" ".join(page_texts(trust_report(two_divisions()))))
    assert two_divisions().finding in text
    assert "Differences are not shown: needs at least four divisions." in text
    assert "Means of the trust are not shown: needs at least four divisions." in text
    assert "Trust mean" not in text.replace("Trust means", "")
    assert "Practice by division" in text


@pytest.fixture(scope="module")
def decided() -> tuple[Comparison, list[str]]:
    compared = compare(facts(decidable(1)), READER)
    return compared, [flat(text) for text in page_texts(trust_report(compared))]


def test_it_opens_with_the_three_lists(decided: tuple[Comparison, list[str]]) -> None:
    compared, pages = decided
    for each in compared.insight.lists:
        assert f"{each.title}: {each.meaning}" in pages[1]
        for line in each.practices:
            assert f"{line.name} {line.where} {line.step}" in pages[1]
    few = " ".join(page_texts(trust_report(two_divisions())))
    assert "These three lists are not shown: not worked out." in flat(few)


def test_its_pictures_have_the_titles_and_tables_of_the_page(
    decided: tuple[Comparison, list[str]],
) -> None:
    compared, pages = decided
    text = " ".join(pages)
    for chart in charts_of(compared):
        assert chart.title in text
        if chart.key != "line-up":
            assert all(" ".join(row[:3]) in text for row in chart.table.rows)
    assert line_up_answer(compared) in pages[-1]
    assert "is real." not in " ".join(pages[:-1])


def test_before_any_release_there_is_no_table_of_levels() -> None:
    text = flat(" ".join(page_texts(trust_report(nothing_released()))))
    assert "Medicine not shown: 1 of 3 complete" in text
    assert "Practice by division" not in text
    assert "no submission yet" in text


def test_many_divisions_stand_in_several_tables_with_their_names() -> None:
    comparison = many_divisions(19)
    text = flat(" ".join(page_texts(trust_report(comparison))))
    for division in comparison.divisions:
        assert text.count(division.name) >= 2
    assert text.count("Trust mean") >= 3


def test_hostile_text_prints_literally() -> None:
    text = flat(" ".join(page_texts(trust_report(hostile()))))
    assert HOSTILE[0] in text
    assert "Ŵyneb yr ysbyty: tŷ, môr" in text
    assert "first line second line" in text


def test_outline_and_title() -> None:
    title, language, outline = properties(trust_report(seven_divisions()))
    assert title == "North Invented Hospitals NHS Trust: trust report, Autumn round 2026"
    assert language == "en-GB"
    assert outline == [
        "What this round shows",
        "Practice by division",
        "Overall, no division is clearly different from the trust",
        "Nobody has offered to show how",
        "No change of a lead ahead is recorded",
        "Decisions asked for",
        "Divisions lie furthest apart in Operations, from 1.5 to 3.5",
        "How to read this report",
    ]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert trust_report(seven_divisions()) == trust_report(seven_divisions())
    assert trust_report(seven_divisions()) != trust_report(two_divisions())
