"""Page furniture: headers that never overlap, page numbers that know the last page."""

import pytest
from reportlab.platypus import NextPageTemplate, PageBreak, Paragraph, Spacer

from benchmark.report.document import UPRIGHT, WIDE, Furniture, OutlineMark, built
from benchmark.report.flowables import paragraph
from tests.reading import flat, page_texts, properties, unpacked


def _furniture(*, invented: bool = True, left: str = "Trust", right: str = "Round") -> Furniture:
    return Furniture("A title & <more>", "subject", left, right, "Handle with care.", invented)


def _story(pages: int) -> list[Paragraph]:
    story = [paragraph("cover"), NextPageTemplate(UPRIGHT)]
    for number in range(2, pages + 1):
        story += [PageBreak(), OutlineMark(f"Part {number}", f"p{number}"), paragraph("text")]
    return story


@pytest.mark.parametrize("pages", [1, 2, 11])
def test_every_page_knows_its_number_and_the_last(pages: int) -> None:
    texts = page_texts(built(_story(pages), _furniture()))
    assert len(texts) == pages
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {pages}" in flat(text)


def test_headers_stand_on_every_page_but_the_cover() -> None:
    cover, second = page_texts(built(_story(2), _furniture()))
    assert "INVENTED DATA" not in cover
    for part in ("Trust", "Round", "INVENTED DATA", "Handle with care."):
        assert part in second


def test_real_data_carry_no_mark_of_invention() -> None:
    assert "INVENTED" not in "".join(page_texts(built(_story(2), _furniture(invented=False))))


def test_an_overlong_name_is_cut_in_the_header() -> None:
    furniture = _furniture(left="Trust of a very long name " * 20, right="Round " * 60)
    _, text = page_texts(built(_story(2), furniture))
    assert text.count("…") == 2


def test_wide_pages_carry_the_same_furniture() -> None:
    story = [paragraph("cover"), NextPageTemplate(WIDE), PageBreak(), Spacer(1, 10), paragraph("x")]
    _, text = page_texts(built(story, _furniture()))
    assert "Page 2 of 2" in flat(text)
    assert "Handle with care." in text


def test_properties_and_outline() -> None:
    title, language, outline = properties(built(_story(3), _furniture()))
    assert title == "A title & <more>"
    assert language == "en-GB"
    assert outline == ["Part 2", "Part 3"]


def test_same_story_same_bytes_and_no_time_of_day() -> None:
    pdf = built(_story(3), _furniture())
    assert pdf == built(_story(3), _furniture())
    assert b"D:2000" in unpacked(pdf)  # the fixed date of an invariant document


def test_only_our_own_embedded_fonts_are_used() -> None:
    pdf = unpacked(built(_story(2), _furniture()))
    assert b"LiberationSans" in pdf
    assert b"Helvetica" not in pdf
