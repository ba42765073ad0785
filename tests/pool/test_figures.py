"""Figures of tallies: those of the answers themselves."""

import numpy as np
import pytest

from benchmark.pool.counting import count_answers
from benchmark.pool.figures import WORDS, answered, columns_of, mean_of, practice_means, trust_means
from benchmark.pool.tally import Tally
from benchmark.scoring.answers import scored
from tests.pool.invented import levels_of


def test_answers_of_a_practice_have_the_moments_that_numpy_finds() -> None:
    column = levels_of(500, 1)[:, 0]
    counts = count_answers([column], np.zeros(500, np.int64), 1)[0, 0]
    scores = scored(column)
    known = scores[~np.isnan(scores)]
    found = answered(counts)
    assert found.scored == known.size
    assert found.mean == pytest.approx(known.mean(), abs=5e-5)
    assert found.sd == pytest.approx(known.std(ddof=1), abs=5e-5)
    assert sum(found.answers.values()) == 500
    assert found.answers["3"] == (column == 3).sum()
    assert found.answers["not-in-place"] == (column == -3).sum()
    assert found.answers["nothing"] == (column == 0).sum()


def test_what_is_not_in_place_scores_one_and_what_is_not_known_scores_nothing() -> None:
    kinds = dict.fromkeys(WORDS, 0)
    counts = np.array(list((kinds | {"not-in-place": 2, "dont-know": 5, "4": 1}).values()))
    assert (answered(counts).scored, answered(counts).mean) == (3, 2.0)
    nobody = np.array(list((kinds | {"dont-know": 5}).values()))
    assert (answered(nobody).mean, answered(nobody).sd) == (None, None)


def test_roles_count_alike_however_many_of_them_did_not_know() -> None:
    """One clinical lead says 5, three operational 1, two nursing 3: (5 + 1 + 3) / 3."""
    columns = [np.array([5, 1, 1, 1, 3, 3], np.int8)]
    counts = count_answers(columns, np.array([0, 1, 1, 1, 2, 2]), 3)
    tally = Tally((("RXH", "2026-03"),), ("Y56",), counts.reshape(1, 3, 1, 9))
    assert trust_means(tally).tolist() == [[3.0]]
    assert practice_means(tally.counts)[0, :, 0].tolist() == [5.0, 1.0, 3.0]
    counts[2] = 0
    assert np.isnan(trust_means(Tally(tally.units, tally.regions, counts.reshape(1, 3, 1, 9))))


def test_a_mean_needs_its_share_of_practices() -> None:
    figures = np.array([[1.0, 3.0, np.nan, np.nan], [1.0, np.nan, np.nan, np.nan]])
    np.testing.assert_array_equal(mean_of(figures, 0.5), [2.0, np.nan])


def test_sections_stand_side_by_side() -> None:
    found = columns_of({"operations": ("flow", "review"), "people": ("pathway",)})
    assert found == {"operations": slice(0, 2), "people": slice(2, 3)}
