"""Tables of one division: hidden columns become a sentence, hidden values keep their rule."""

import dataclasses

from reportlab.platypus import Flowable

from benchmark.comparison.dots import overall_dots
from benchmark.report import figures
from benchmark.report.document import Furniture, built
from tests.reading import flat, page_texts
from tests.samples import seven_divisions, two_divisions

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


def _text(flow: list[Flowable]) -> str:
    return flat(" ".join(page_texts(built(flow, FURNITURE))))


def test_sections_stand_beside_trust_and_norm() -> None:
    comparison = seven_divisions()
    text = _text(figures.section_table(comparison, comparison.division("d1")))
    assert "Operations 3.3 (2.7 to 3.9) 2.7 (2.5 to 2.9) 2.9" in text
    assert "Working as three 3.2 (2.6 to 3.8) 2.7 (2.5 to 2.9) none published" in text
    assert "not shown" not in text


def test_hidden_columns_become_a_sentence_with_the_rule() -> None:
    comparison = two_divisions()
    text = _text(figures.section_table(comparison, comparison.division("surgery")))
    assert "Operations 3.3 2.9" in text
    assert "Intervals are not shown: needs at least four divisions." in text
    assert "Means of the trust are not shown: needs at least four divisions." in text


def test_without_a_norm_nothing_speaks_of_it() -> None:
    comparison = dataclasses.replace(seven_divisions(), norm=None)
    text = _text(figures.section_table(comparison, comparison.division("d1")))
    assert "norm" not in text
    assert "none published" not in text


def test_a_single_hidden_level_keeps_its_rule() -> None:
    comparison = seven_divisions()
    text = _text(figures.practice_table(comparison, comparison.division("d3")))
    assert "Attracting people not shown not shown 2.8 not shown: not enough answers" in text
    assert "Trust mean" in text


def test_the_table_of_a_chart_is_whole() -> None:
    chart = overall_dots(seven_divisions())
    text = _text(figures.chart_table(chart))
    for row in chart.table.rows:
        assert flat(" ".join(row)) in text.replace("not shown: 2 of 3 complete", row[1])
