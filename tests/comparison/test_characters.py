"""What people typed shows literally: nothing hidden acts, and nothing is lost."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from benchmark.comparison.characters import named, visible, visible_line


def test_control_and_direction_characters_are_named() -> None:
    assert visible("a\x00b\x1bc\u202ed\ufeff") == "a[U+0000]b[U+001B]c[U+202E]d[U+FEFF]"


def test_letters_of_other_languages_stay() -> None:
    assert visible("Ŵyneb tŷ, naïve, 漢字, 😀") == "Ŵyneb tŷ, naïve, 漢字, 😀"


def test_an_accent_typed_apart_joins_its_letter() -> None:
    assert visible("w\u0302") == "ŵ"


def test_every_kind_of_line_end_is_one_kind() -> None:
    assert visible("a\r\nb\rc\u2028d\x85e") == "a\nb\nc\nd\ne"
    assert visible_line(" a\r\n\tb  c ") == "a b c"


@given(st.text())
def test_nothing_invisible_is_left_and_it_stays_so(text: str) -> None:
    shown = visible(text)
    kept = shown.replace("\n", "").translate(dict.fromkeys(map(ord, "\u00ad\u200c\u200d")))
    assert not {unicodedata.category(letter) for letter in kept} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert visible(shown) == shown


def test_a_character_is_named_by_its_number() -> None:
    assert named("😀") == "[U+1F600]"
    assert named("\x07") == "[U+0007]"
