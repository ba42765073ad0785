"""Rows of answers placed as divisions, raters and practices."""

import numpy as np
import pytest

from benchmark.variation.sheets import sheets_of

SCORES = np.array([[1.0, 2], [3, np.nan], [4, 5], [np.nan, np.nan]])
DIVISION = np.array([1, 0, 1, 0])


def test_every_answer_stands_once() -> None:
    sheets = sheets_of(SCORES, DIVISION, None, np.array([1, 0, 0, 1]))
    assert sheets.n == 5
    assert sheets.scores[0].tolist() == [[3, 0], [0, 0]]
    assert sheets.scores[1].tolist() == [[4, 5], [1, 2]]
    assert sheets.role.tolist() == [[0, -1], [0, 1]]
    assert sheets.trust.tolist() == [0, 0]
    assert sheets.columns.tolist() == [True, True, True, True]


def test_divisions_stand_by_trust() -> None:
    sheets = sheets_of(SCORES[:3], np.array([0, 1, 2]), np.array([5, 3, 5]))
    assert sheets.trust.tolist() == [0, 1, 1]
    assert sheets.trusts == 2
    assert sheets.scores[:, 0].tolist() == [[3, 0], [1, 2], [4, 5]]


def test_practices_without_answers_are_left_out() -> None:
    assert sheets_of(np.array([[1.0, np.nan], [2, np.nan]]), np.array([0, 1])).present.shape[2] == 1


def test_a_division_in_two_trusts() -> None:
    with pytest.raises(ValueError, match="two trusts"):
        sheets_of(SCORES, DIVISION, np.array([0, 0, 1, 0]))


def test_no_answers() -> None:
    with pytest.raises(ValueError, match="nobody"):
        sheets_of(np.full((2, 2), np.nan), np.array([0, 1]))
    with pytest.raises(ValueError, match="one division a row"):
        sheets_of(SCORES, DIVISION[:2])
