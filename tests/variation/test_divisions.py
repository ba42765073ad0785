"""Shrunken means and ranks of divisions."""

from dataclasses import dataclass

import numpy as np
import pytest

from benchmark.variation.divisions import division_ranks, division_scores, within_variance
from benchmark.variation.grouping import Grouping, group
from benchmark.variation.shrinkage import random_effects

NAN = np.nan


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None = None
    trust: tuple[str, ...] | None = None
    items: tuple[str, ...] = ("flow",)
    role: tuple[str, ...] | None = None
    scale: tuple[float, float] = (1.0, 5.0)


def table(rows: list[list[float]], trust: str | None = None) -> Grouping:
    """One row of ratings a division, which is named a, b, ..."""
    labels = tuple("abcdefgh"[place] for place, row in enumerate(rows) for _ in row)
    trusts = None if trust is None else tuple(trust["abcdefgh".index(label)] for label in labels)
    return group(Table(np.array([[x] for row in rows for x in row], float), labels, trusts))


SIX = [[1, 1.2, 1.1], [1.1, 1, 1.2], [2, 2.1, 2.2], [3, 3.1, 3.1], [4, 4.2, 4], [4.9, 5, 4.8]]


def test_shrunken_towards_the_mean_of_all() -> None:
    scores = division_scores(table(SIX), {})
    variance, df = within_variance(table(SIX))
    assert df == 12
    means = [score.mean for score in scores.values()]
    expected = random_effects(means, [np.sqrt(variance / 3)] * 6).shrunken
    np.testing.assert_allclose([score.shrunken for score in scores.values()], expected)


def test_shrunken_towards_the_own_trust() -> None:
    scores = division_scores(table(SIX, "NNNNSS"), {})
    low, high = scores["e"].mean, scores["f"].mean
    assert low < scores["e"].shrunken < scores["f"].shrunken < high


def test_a_division_alone_in_its_trust() -> None:
    reasons = {}
    scores = division_scores(table(SIX, "NNNNNS"), reasons)
    assert scores["f"].shrunken is None
    assert "no other division" in reasons["scores.divisions.f.shrunken"]


def test_raters_who_agree_leave_nothing_to_shrink() -> None:
    scores = division_scores(table([[1, 1], [4, 4]]), {})
    assert (scores["a"].low, scores["a"].high, scores["a"].shrunken) == (1, 1, 1)


def test_clear_and_unclear_ranks() -> None:
    reasons = {}
    ranks = division_ranks(table(SIX), reasons)
    assert (ranks["f"].rank, ranks["f"].low, ranks["f"].high) == (1, 1, 1)
    assert (ranks["a"].low, ranks["a"].high) == (5, 6)
    assert reasons == {}
    noisy = [[1, 5], [2, 4.5], [3, 4], [1, 4]]
    ranks = division_ranks(table(noisy), reasons)
    assert ranks["a"].rank is None
    assert (ranks["a"].low, ranks["a"].high) == (1, 4)
    assert "more than half" in reasons["ranks.a.rank"]


def test_a_division_without_answers_has_no_rank() -> None:
    reasons = {}
    ranks = division_ranks(table([[1, 1.2], [NAN, NAN], [4, 4.1], [3, 3.1]]), reasons)
    assert ranks["b"] is None
    assert reasons["ranks.b"] == "nobody answered"


@pytest.mark.parametrize(
    ("rows", "words"), [([[1], [2]], "two raters"), ([[1, 2]], "only one division")]
)
def test_no_ranks_at_all(rows: list[list[float]], words: str) -> None:
    reasons = {}
    assert not any(division_ranks(table(rows), reasons).values())
    assert words in reasons["ranks"]


def test_no_division_column() -> None:
    reasons = {}
    grouping = group(Table(np.ones((2, 1))))
    assert division_scores(grouping, reasons) == division_ranks(grouping, reasons) == {}
    assert within_variance(grouping) == (0.0, 0)
    assert reasons["ranks"] == "the file has no division column"
