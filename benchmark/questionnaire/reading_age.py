"""The reading age of a text: how many years old its readers should be."""

import re
from functools import cache

import pyphen

WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
# Flesch: a sentence is a full unit of speech, whether a full stop, colon or semicolon ends it
SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)")
SCHOOL_STARTS = 5  # age = grade + 5


def reading_age(text: str) -> float:
    """Return the Flesch-Kincaid grade of an English text plus five years; NaN without words.

    grade = 0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid, Fishburne, Rogers and
    Chissom 1975, Navy Research Branch Report 8-75). Syllables are those that British hyphenation
    rules find, which miss a syllable of one letter at either end: the age is rather too low.

    >>> round(reading_age("The cat sat on the mat."), 2)
    3.55
    """
    words = WORD.findall(text)
    if not words:
        return float("nan")
    sentences = max(1, len(SENTENCE_END.findall(text.strip() + "\n")))
    syllables = sum(map(_syllables, words))
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return grade + SCHOOL_STARTS


def _syllables(word: str) -> int:
    return sum(len(_hyphenation().positions(part)) + 1 for part in word.split("-"))


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")  # the package carries these rules; nothing is downloaded
