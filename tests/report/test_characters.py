"""What people typed prints literally: escaped, and named where the font has no glyph."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import NextPageTemplate

from benchmark.report.characters import (
    markup,
    markup_line,
    paragraphs,
    printable,
    printable_line,
)
from benchmark.report.document import UPRIGHT, Furniture, built
from benchmark.report.flowables import paragraph
from benchmark.report.style import glyphs
from tests.reading import page_texts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ŵyneb tŷ £5 “yes”", "Ŵyneb tŷ £5 “yes”"),
        ("😀", "[U+1F600 GRINNING FACE]"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("a\x00b", "a[U+0000]b"),
        ("\ud800", "[U+D800]"),
        ("שלום", "שלום"),
        (
            "مرحبا",
            "".join(
                f"[U+06{code} ARABIC LETTER {name}]"
                for code, name in (
                    ("45", "MEEM"),
                    ("31", "REH"),
                    ("2D", "HAH"),
                    ("28", "BEH"),
                    ("27", "ALEF"),
                )
            ),
        ),
    ],
)
def test_letters_without_a_glyph_are_named(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@settings(deadline=None)  # the first example reads the fonts
@given(st.text())
def test_everything_that_prints_has_a_glyph(text: str) -> None:
    assert {ord(letter) for letter in printable(text)} - {10} <= glyphs()


def test_markup_is_escaped_and_line_ends_are_kept() -> None:
    assert markup('<b>&amp;</b>\r\n"x"') == '&lt;b&gt;&amp;amp;&lt;/b&gt;<br/>"x"'
    assert markup_line("a\n<br/>") == "a &lt;br/&gt;"
    assert printable_line(" a\n b ") == "a b"


@settings(deadline=None)
@given(st.text("ab \n", max_size=9000))
def test_long_texts_are_cut_between_words_and_nothing_is_lost(text: str) -> None:
    pieces = paragraphs(text)
    assert "".join(pieces).replace(" ", "") == "".join(text.split())
    assert all(0 < len(piece) <= 2000 for piece in pieces)


def test_one_endless_word_is_cut_too() -> None:
    assert [len(piece) for piece in paragraphs("x" * 4500)] == [2000, 2000, 500]


PRINTED = st.text(
    st.sampled_from(
        "abc <>&=\"'/\\\n\t\r\x00\x07\x1b\u202e\u200b😀漢ŵŷâêîôûŴŶÄßçčďěğłńőřśşťůžþðæøåÑ¿€£αβЖщ"
    ),
    min_size=1,
    max_size=300,
)


@settings(deadline=None, max_examples=25)
@given(PRINTED)
def test_what_another_program_reads_is_what_was_written(text: str) -> None:
    furniture = Furniture("t", "s", "", "", "", invented=False)
    (page,) = page_texts(built([NextPageTemplate(UPRIGHT), paragraph("x" + text)], furniture))
    # spaces are no part of a PDF, and a hyphen at the end of a line comes back as U+FFFE
    read = re.sub(r"[\s\ufffe]", "", page)
    assert re.sub(r"\s", "", printable("x" + text)) == read.removesuffix("Page1of1")
