"""One table by plain numbers, where its published figures end: the edges."""

import math

import numpy as np
import pytest

from benchmark.variation.intraclass_one import of_one


def test_two_targets_and_two_raters_who_say_the_opposite() -> None:
    """Between targets 0, between raters 0, error 4: agreement has no lower end."""
    (one_way, agreement, consistency, *averages), targets = of_one(
        np.array([[1.0, 3], [3, 1]]), 0.95
    )
    assert targets == 2
    assert one_way[0] == consistency[0] == -1
    assert agreement[:3] == (-math.inf,) * 3
    assert all(average[0] == -math.inf for average in averages)


def test_no_error_gives_no_freedom_to_doubt() -> None:
    rows, _ = of_one(np.array([[1.0, 1], [2, 2], [4, 4]]), 0.95)
    assert all(row[:4] == (1, 1, 1, math.inf) and row[6] == 0 for row in rows)


def test_consistency_needs_targets_that_differ() -> None:
    with pytest.raises(ValueError, match="every rater gives all targets the same rating"):
        of_one(np.array([[1.0, 2], [1, 2], [1, 2]]), 0.95)


def test_a_wider_level_widens_every_interval() -> None:
    table = np.array([[9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6]])
    for narrow, wide in zip(of_one(table, 0.8)[0], of_one(table, 0.99)[0], strict=True):
        assert wide[1] < narrow[1] <= narrow[0] <= narrow[2] < wide[2]
