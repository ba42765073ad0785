"""What people typed prints literally: escaped, and named where the font has no glyph."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.report.characters import (
    markup,
    markup_line,
    paragraphs,
    printable,
    printable_line,
)
from benchmark.report.style import glyphs


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
