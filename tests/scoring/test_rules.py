"""Properties of the scoring rules over any answers; the boundaries stand in tests/spec."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.rules import (
    agreed_or_median,
    overall_counts,
    overall_scores,
    section_counts,
    section_membership,
    section_scores,
)
from benchmark.scoring.schedule import first_schedule

FIRST = first_schedule()
LEVELS = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, float("nan")])
THREE = arrays(
    np.float64, st.tuples(st.integers(1, 4), st.just(3), st.integers(1, 12)), elements=LEVELS
)
TABLES = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 12)), elements=LEVELS)
Scores = NDArray[np.float64]


@given(THREE)
def test_the_level_of_three_is_the_standard_library_s_median_whoever_comes_first(
    levels: Scores,
) -> None:
    found = agreed_or_median(levels)
    for (division, practice), level in np.ndenumerate(found):
        leads = levels[division, :, practice].tolist()
        complete = not any(map(np.isnan, leads))
        np.testing.assert_equal(level, statistics.median(leads) if complete else np.nan)
    np.testing.assert_array_equal(found, agreed_or_median(levels[:, ::-1]))


@given(TABLES, st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_figures_are_plain_means_of_enough_practices(
    levels: Scores, section_of_practice: list[int]
) -> None:
    placed = np.array(section_of_practice[: levels.shape[1]])
    membership = np.array([placed == section for section in range(3)])
    sections = section_scores(levels, membership, FIRST)
    for (division, section), score in np.ndenumerate(sections):
        asked = levels[division, membership[section]].tolist()
        given_levels = [level for level in asked if not np.isnan(level)]
        enough = given_levels and 2 * len(given_levels) >= len(asked)
        expected = statistics.fmean(given_levels) if enough else np.nan
        np.testing.assert_allclose(score, expected, rtol=1e-14)
        assert section_counts(levels, membership)[division, section] == len(given_levels)
    assert (
        section_counts(levels, membership).sum(axis=1).tolist() == overall_counts(levels).tolist()
    )


@given(TABLES)
def test_the_overall_stays_between_the_lowest_and_the_highest_level(levels: Scores) -> None:
    for row, score in zip(levels, overall_scores(levels, FIRST), strict=True):
        given_levels = row[~np.isnan(row)]
        assert np.isnan(score) == (10 * len(given_levels) < 7 * len(row))
        if not np.isnan(score):
            assert given_levels.min() <= score <= given_levels.max()


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 5), (2, 4, 5), (1, 3, 3, 2), (3,)])
def test_levels_of_other_than_three_leads_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"not \(divisions, 3, practices\)"):
        agreed_or_median(np.ones(shape))


def test_no_divisions_give_no_figures() -> None:
    assert agreed_or_median(np.ones((0, 3, 30))).shape == (0, 30)
    assert overall_scores(np.ones((0, 30)), FIRST).shape == (0,)


def test_a_section_without_practices_has_no_score() -> None:
    membership = np.array([[True, True], [False, False]])
    np.testing.assert_array_equal(
        section_scores(np.array([[2.0, 3.0]]), membership, FIRST), [[2.5, np.nan]]
    )


def test_membership_follows_the_questionnaire() -> None:
    questionnaire = read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")
    membership = section_membership(questionnaire, FIRST)
    assert membership.shape == (6, 30)
    assert membership.sum(axis=1).tolist() == [4, 5, 5, 6, 5, 5]
    assert (membership.sum(axis=0) == 1).all()
    place = questionnaire.keys.index("follow-through")
    assert membership[:, place].tolist() == [False, True, False, False, False, False]
