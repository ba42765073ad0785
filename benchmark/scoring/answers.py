"""The kinds of answer, as numbers in a sheet, as words of a form, and as scores."""

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

NOTHING = 0
DO_NOT_KNOW = -1
DOES_NOT_APPLY = -2
NOT_IN_PLACE = -3  # a follow-up that was skipped because the thing does not exist

FORM_WORDS = MappingProxyType(
    {
        1: "1",
        2: "2",
        3: "3",
        4: "4",
        5: "5",
        NOTHING: "",
        DO_NOT_KNOW: "dont-know",
        DOES_NOT_APPLY: "not-applicable",
        NOT_IN_PLACE: "not-in-place",
    }
)
ANSWERS = MappingProxyType({word: answer for answer, word in FORM_WORDS.items()})
LOWEST, HIGHEST = min(FORM_WORDS), max(FORM_WORDS)

# The score of each answer from LOWEST to HIGHEST. What is not in place scores 1, never missing
# (the Office for National Statistics corrected its scores in July 2024 for that one mistake).
_SCORES = np.full(HIGHEST - LOWEST + 1, np.nan)
_SCORES[NOT_IN_PLACE - LOWEST] = 1.0
_SCORES[1 - LOWEST :] = np.arange(1.0, HIGHEST + 1)


def answer_of(word: str) -> int:
    """Return the answer that a form's word stands for; raises ``ValueError`` for another word."""
    if word not in ANSWERS:
        raise ValueError(
            f"'{word}' is not an answer: use one of {', '.join(filter(None, ANSWERS))}"
        )
    return ANSWERS[word]


def form_word(answer: int) -> str:
    """Return the form's word for an answer; raises ``ValueError`` for another number."""
    if answer not in FORM_WORDS:
        raise ValueError(f"{answer} is not an answer: {LOWEST} to {HIGHEST}")
    return FORM_WORDS[answer]


def scored(levels: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return the scores of answers, of the same shape: 1 to 5, NaN where there is no score.

    Raises ``ValueError`` for a number that is no answer.
    """
    answers = np.asarray(levels)
    strangers = answers[(answers < LOWEST) | (answers > HIGHEST)]
    if strangers.size:
        raise ValueError(f"{strangers[0]} is not an answer: {LOWEST} to {HIGHEST}")
    scores: NDArray[np.float64] = _SCORES[answers.astype(np.intp) - LOWEST]
    return scores
