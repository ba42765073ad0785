"""Labels become places, and rows become means."""

from dataclasses import dataclass

import numpy as np
import pytest

from benchmark.variation.grouping import division_means, group, row_means, trusts_of_divisions

NAN = np.nan


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    items: tuple[str, ...] = ("a", "b")
    trust: tuple[str, ...] | None = None
    division: tuple[str, ...] | None = None
    role: tuple[str, ...] | None = None
    scale: tuple[float, float] = (1.0, 5.0)


SCORES = np.array([[1.0, 2.0], [3.0, NAN], [NAN, NAN], [5.0, 4.0]])


def test_row_means() -> None:
    np.testing.assert_array_equal(row_means(SCORES), [1.5, 3.0, NAN, 4.5])


def test_divisions_in_order_of_appearance() -> None:
    grouping = group(Table(SCORES, division=("z", "a", "a", "z")))
    assert grouping.division_names == ("z", "a")
    means, counts = division_means(grouping)
    assert means.tolist() == [3.0, 3.0]
    assert counts.tolist() == [2, 1]


def test_a_division_without_answers() -> None:
    means, counts = division_means(group(Table(SCORES, division=("z", "z", "a", "z"))))
    np.testing.assert_array_equal(means, [3.0, NAN])
    assert counts.tolist() == [3, 0]


def test_same_label_in_two_trusts() -> None:
    grouping = group(Table(SCORES, trust=("N", "S", "N", "S"), division=("m", "m", "s", "s")))
    assert grouping.division_names == ("N/m", "S/m", "N/s", "S/s")
    assert trusts_of_divisions(grouping).tolist() == [0, 1, 0, 1]


def test_labels_of_their_own_trust_stay_plain() -> None:
    grouping = group(Table(SCORES, trust=("N", "N", "S", "S"), division=("m", "m", "s", "s")))
    assert grouping.division_names == ("m", "s")


def test_absent_columns() -> None:
    grouping = group(Table(SCORES))
    assert grouping.division is grouping.trust is grouping.role is None
    assert trusts_of_divisions(grouping) is None
    assert division_means(grouping)[0].size == 0


def test_nothing_to_group() -> None:
    with pytest.raises(ValueError, match="rows, items"):
        group(Table(np.zeros((0, 2))))
