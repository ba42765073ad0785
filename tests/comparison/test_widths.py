"""Text is as wide as the font says; wrapped lines keep inside their column and lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmark.comparison.widths import fitted, text_width, wrapped
from benchmark.report.style import BOLD, REGULAR, register_fonts

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126))
WORDS = st.lists(st.text("abcilmwŵ'-", min_size=1, max_size=30), max_size=12).map(" ".join)


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    register_fonts()


@given(text=PRINTABLE, bold=st.booleans())
def test_the_width_is_that_of_the_vendored_font(text: str, *, bold: bool) -> None:
    """Oracle: the width tables inside Liberation Sans 2.1.5, as reportlab reads them."""
    expected = stringWidth(text, BOLD if bold else REGULAR, 12)
    assert text_width(text, 12, bold=bold) == pytest.approx(expected, abs=0.01 * len(text))


def test_an_accent_adds_nothing() -> None:
    assert text_width("tŷ ŵ", 10) == text_width("ty w", 10)


@given(st.text(max_size=20))
def test_unknown_letters_are_never_reckoned_narrower_than_a_wide_one(text: str) -> None:
    assert text_width("漢" + text, 10) >= 10


@given(text=WORDS, width=st.floats(20, 200), bold=st.booleans())
def test_lines_keep_inside_and_lose_nothing(text: str, width: float, *, bold: bool) -> None:
    lines = wrapped(text, width, 10, bold=bold)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 10, bold=bold) <= width + 0.01 for line in lines)


def test_a_column_as_wide_as_its_text_holds_it_on_one_line() -> None:
    text = "4, clearly higher"
    column = 487.3 - (487.3 - text_width(text, 9, bold=True))
    assert wrapped(text, column, 9, bold=True) == (text,)


def test_a_width_of_nothing_still_ends() -> None:
    assert wrapped("ab c", 0, 10) == ("a", "b", "c")
    assert wrapped("", 0, 10) == ("",)


@given(WORDS, st.floats(30, 200), st.integers(1, 3))
def test_what_does_not_fit_ends_with_an_ellipsis(text: str, width: float, lines: int) -> None:
    shown = fitted(text, width, 10, lines=lines)
    assert len(shown) <= lines
    assert all(text_width(line, 10) <= width + 0.01 for line in shown)
    assert shown[-1].endswith("…") == (len(wrapped(text, width, 10)) > lines)
