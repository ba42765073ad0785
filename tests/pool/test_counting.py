"""Counting: every kind of answer of every group, as a plain loop has it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.pool.counting import KINDS, count_answers
from benchmark.scoring.answers import LOWEST

ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-3, 5), st.integers(-3, 5), st.integers(-3, 5))
)


@given(ROWS, st.integers(1, 3))
def test_counts_are_those_of_a_plain_loop(rows: list[tuple[int, ...]], practices: int) -> None:
    table = np.array(rows, np.int8).reshape(-1, 4)
    columns = [table[:, 1 + place].copy() for place in range(practices)]
    found = count_answers(columns, table[:, 0].astype(np.int64), 3)
    plain = Counter(
        (row[0], place, row[1 + place] - LOWEST) for row in rows for place in range(practices)
    )
    expected = np.zeros((3, practices, KINDS), int)
    for place, times in plain.items():
        expected[place] = times
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("stranger", [-4, 6, 127, -128])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_number_that_is_no_answer_is_refused_wherever_it_stands(
    stranger: int, place: int
) -> None:
    columns = [np.array([1, 2], np.int8) for _ in range(3)]
    columns[place][1] = stranger
    with pytest.raises(ValueError, match=f"{stranger} is not an answer: -3 to 5"):
        count_answers(columns, np.zeros(2, np.int64), 1)
