"""Building blocks take plain text, escape it themselves, and keep inside the page."""

import pytest
from reportlab.platypus import Flowable, Paragraph

from benchmark.report import flowables
from benchmark.report.document import Furniture, built
from benchmark.report.style import BODY_WIDTH
from tests.reading import flat, page_texts

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=False)
MARKUP = "<b>a</b> & &amp; <br/>"


def _text(*flow: Flowable) -> str:
    return flat(" ".join(page_texts(built(list(flow), FURNITURE))))


@pytest.mark.parametrize(
    "flow",
    [
        [flowables.paragraph(MARKUP)],
        [flowables.line(MARKUP)],
        flowables.heading(MARKUP, "key"),
        [flowables.subheading(MARKUP)],
        flowables.bullets([MARKUP]),
        [flowables.facts([(MARKUP, "value")])],
        [flowables.facts([("name", MARKUP)])],
        [flowables.boxed([flowables.paragraph(MARKUP)], "#003087")],
        [flowables.CoverBand([flowables.line(MARKUP)])],
        [flowables.Ladder(3, ["a", "b", MARKUP, "d", "e"])],
    ],
)
def test_markup_prints_literally(flow: list[Flowable]) -> None:
    assert "<b>a</b>" in _text(*flow).replace(" ", "")


def test_a_cell_is_cut_before_it_outgrows_a_page() -> None:
    text = _text(flowables.line("word " * 10_000))
    assert len(text) < 500
    assert "…" in text


def test_line_ends_in_prose_are_kept() -> None:
    paragraph = flowables.paragraph("one\ntwo\nthree")
    height = flowables.paragraph("one").wrap(BODY_WIDTH, 1000)[1]
    assert paragraph.wrap(BODY_WIDTH, 1000)[1] == pytest.approx(3 * height)


def test_a_hash_stays_on_one_line() -> None:
    hashed = flowables.facts([("Where to check", "/verify/" + "b" * 64)])
    plain = flowables.facts([("Where to check", "short")])
    assert hashed.wrap(BODY_WIDTH, 1000)[1] == plain.wrap(BODY_WIDTH, 1000)[1]


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_ladder_names_every_level(level: int) -> None:
    names = ["By chance", "Informal", "Defined", "Everywhere", "Staff-led"]
    text = _text(flowables.Ladder(level, names))
    assert all(f"{place} {name}" in text for place, name in enumerate(names, start=1))


def test_the_height_of_a_flow_is_what_it_takes() -> None:
    flow = [flowables.space(30), flowables.space(12)]
    assert flowables.height_of(flow) == 42
    first = flowables.paragraph("a")
    assert flowables.height_of([first]) > first.wrap(BODY_WIDTH, 100)[1]


def test_what_is_kept_together_is_all_there() -> None:
    kept = flowables.together(flowables.paragraph("first"), flowables.paragraph("second"))
    assert "first second" in _text(kept)
    assert isinstance(flowables.line("x"), Paragraph)
