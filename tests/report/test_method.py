"""How to read the report, in words that promise no more than the figures hold."""

import re

from benchmark.report.document import Furniture, built
from benchmark.report.method import method_pages
from tests.reading import flat, page_texts
from tests.samples import nothing_released, seven_divisions

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


def _text(flow: list[object]) -> str:
    return flat(" ".join(page_texts(built(flow, FURNITURE))))


def test_it_explains_every_word_that_the_report_uses() -> None:
    text = _text(method_pages(seven_divisions()))
    for word in (
        "clearly higher",
        "probably lower",
        "no clear difference",
        "not shown",
        "middle half",
    ):
        assert word in text
    assert seven_divisions().caution in text


def test_the_norm_is_explained_only_where_there_is_one() -> None:
    assert "The published norm" in _text(method_pages(seven_divisions()))
    assert "The published norm" not in _text(method_pages(nothing_released()))


def test_words_of_false_league_tables_stand_nowhere() -> None:
    text = _text(method_pages(seven_divisions()))
    assert not re.search(r"signific|outlier|\bbest\b|\bworst\b|\brank", text, re.IGNORECASE)
