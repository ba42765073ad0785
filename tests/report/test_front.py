"""The cover: provenance and handling, on one page however long the names are."""

import dataclasses

import pytest

from benchmark.comparison.content import Comparison
from benchmark.report.document import Furniture, built
from benchmark.report.flowables import paragraph
from benchmark.report.front import cover
from tests.reading import flat, page_texts
from tests.samples import hostile, nothing_released, seven_divisions

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)


@pytest.mark.parametrize("comparison", [seven_divisions(), nothing_released(), hostile()])
def test_it_is_one_page_with_everything_on_it(comparison: Comparison) -> None:
    story = cover(comparison, comparison.trust_name, "Trust report", [("Trust", "x" * 300)])
    pages = page_texts(built([*story, paragraph("the next page")], FURNITURE))
    assert len(pages) == 2
    text = flat(pages[0])
    assert comparison.content_hash in text
    assert "Check with information governance before any disclosure." in text
    assert "the next page" in pages[1]


def test_real_data_are_not_called_invented() -> None:
    comparison = dataclasses.replace(seven_divisions(), invented=False)
    story = cover(comparison, "Medicine", "Division report", [])
    assert "nvented for demonstration" not in flat(page_texts(built(story, FURNITURE))[0])
