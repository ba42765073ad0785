"""Reading ages against published grades and by hand."""

import math

import pytest

from benchmark.questionnaire.reading_age import reading_age


@pytest.mark.parametrize(
    ("text", "words", "sentences", "syllables"),
    [
        ("The cat sat on the mat.", 6, 1, 6),
        ("The cat sat. The dog ran.", 6, 2, 6),
        ("The cat sat; the dog ran.", 6, 2, 6),
        ("The cat sat", 3, 1, 3),
        ("Problems get attention", 3, 1, 2 + 1 + 3),
        ("The team's well-run ward", 4, 1, 5),
    ],
)
def test_the_formula_by_hand(text: str, words: int, sentences: int, syllables: int) -> None:
    """Kincaid and others 1975: .39 words/sentences + 11.8 syllables/words - 15.59."""
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    assert reading_age(text) == pytest.approx(grade + 5)


def test_long_words_and_long_sentences_make_a_text_older() -> None:
    short = "Staff talk when things go wrong. They look for the cause."
    long = "Professionals communicate whenever complications arise, investigating the origin."
    joined = short.replace(".", ",")
    assert reading_age(short) < reading_age(joined) < reading_age(long)


def test_a_text_without_words_has_no_age() -> None:
    assert math.isnan(reading_age("... 42"))
