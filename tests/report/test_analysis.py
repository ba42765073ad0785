"""The PDF of an analysis: its words, its structure, the same bytes for the same data."""

from dataclasses import replace

from benchmark.report.analysis import analysis_pdf
from benchmark.variation.summary import summarise
from tests.comparison.test_analysis_parts import ANALYSIS, TABLE
from tests.reading import flat, page_texts, properties, unmarked

SCALE = (1.0, 5.0)


def test_every_part_is_in_it() -> None:
    pages = page_texts(analysis_pdf(ANALYSIS, "ratings.csv", SCALE))
    assert "ratings.csv" in pages[0]
    assert "How to read it" in pages[0]
    whole = flat("\n".join(pages))
    for title in ("Do the divisions differ?", "Uneven or low?", "Could the picture be chance?"):
        assert title in whole
    for part in ("Where the variation lies", "Role gap: nursing", "Agreement within divisions"):
        assert part in whole
    assert f"{ANALYSIS.variance.components.division:.3f}" in whole
    assert "not shown: the file has no trust column" in whole
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_tagged_and_the_same_bytes_again() -> None:
    once = analysis_pdf(ANALYSIS, "ratings.csv", SCALE)
    assert once == analysis_pdf(ANALYSIS, "ratings.csv", SCALE)
    assert unmarked(once) == 0
    title, language, outline = properties(once)
    assert (title, language) == ("Analysis of ratings.csv", "en-GB")
    assert outline[-1] == "Every figure"


def test_a_file_with_no_divisions_and_strange_names() -> None:
    table = replace(TABLE, division=None, role=None, items=("<b>a", "b & c", "ligne é", "d\u200b"))
    pages = page_texts(analysis_pdf(summarise(table), "<i>file</i>.csv", SCALE))
    assert "<i>file</i>.csv" in pages[0]
    assert "<b>a" in "\n".join(pages)
