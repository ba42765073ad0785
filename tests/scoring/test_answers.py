"""Kinds of answer: numbers, words and scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.answers import (
    ANSWERS,
    DO_NOT_KNOW,
    DOES_NOT_APPLY,
    FORM_WORDS,
    NOT_IN_PLACE,
    NOTHING,
    answer_of,
    form_word,
    scored,
)

TABLE = [
    # number in a sheet, word of a form, score
    (5, "5", 5.0),
    (4, "4", 4.0),
    (3, "3", 3.0),
    (2, "2", 2.0),
    (1, "1", 1.0),
    (0, "", np.nan),
    (-1, "dont-know", np.nan),
    (-2, "not-applicable", np.nan),
    (-3, "not-in-place", 1.0),  # what does not exist scores lowest and is never missing
]


@pytest.mark.parametrize(("answer", "word", "score"), TABLE)
def test_an_answer_has_one_word_and_one_score(answer: int, word: str, score: float) -> None:
    assert answer_of(word) == answer
    assert form_word(answer) == word
    np.testing.assert_array_equal(scored(np.array([answer], dtype=np.int8)), [score])


def test_the_table_is_whole() -> None:
    assert set(FORM_WORDS) == {answer for answer, _, _ in TABLE}
    assert set(ANSWERS) == {word for _, word, _ in TABLE}
    assert (NOTHING, DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE) == (0, -1, -2, -3)


@pytest.mark.parametrize("word", ["6", "0", "-1", " 3", "3.0", "Dont-know", "don't know", "٣"])
def test_another_word_is_refused_with_those_that_are_known(word: str) -> None:
    with pytest.raises(ValueError, match="is not an answer: use one of 1, 2, 3, 4, 5, dont-know"):
        answer_of(word)


@pytest.mark.parametrize("answer", [6, -4, 127, -128])
def test_another_number_is_refused(answer: int) -> None:
    with pytest.raises(ValueError, match=f"{answer} is not an answer: -3 to 5"):
        form_word(answer)
    with pytest.raises(ValueError, match=f"{answer} is not an answer: -3 to 5"):
        scored(np.array([[1, answer]], dtype=np.int8))


@given(st.lists(st.lists(st.sampled_from(sorted(FORM_WORDS)), min_size=3, max_size=3)))
def test_scores_keep_the_shape_and_leave_the_answers_alone(rows: list[list[int]]) -> None:
    levels = np.array(rows, dtype=np.int8).reshape(-1, 3)
    before = levels.copy()
    scores = scored(levels)
    assert scores.shape == levels.shape
    assert np.array_equal(levels, before)
    assert np.array_equal(np.isnan(scores), np.isin(levels, [0, -1, -2]))
