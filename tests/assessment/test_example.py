"""The invented example: made by the function that makes the real comparison, at every level."""

import pytest

from benchmark.assessment.example import NAMES, TRUST, example_comparison
from benchmark.questionnaire.definition import Questionnaire


def test_it_shows_what_a_trust_may_show(questionnaire: Questionnaire) -> None:
    example = example_comparison(questionnaire, "L1")
    assert (example.trust_code, example.invented) == (TRUST, True)
    assert [division.name for division in example.divisions] == list(NAMES)
    assert [division.reason for division in example.divisions][-1] == "2 of 3 complete"
    for division in example.released:
        assert set(division.practices) == set(questionnaire.keys)
        assert all(figure.value in {1, 2, 3, 4, 5} for figure in division.practices.values())
    assert example.differences or "clearly" in example.finding


def test_it_is_the_same_every_time(questionnaire: Questionnaire) -> None:
    first, second = (example_comparison(questionnaire, "L1") for _ in range(2))
    assert first.content_hash == second.content_hash


@pytest.mark.parametrize("level", ["L0"])
def test_at_the_strictest_level_it_shows_nothing(questionnaire: Questionnaire, level: str) -> None:
    example = example_comparison(questionnaire, level)
    assert list(example.released) == []
    assert {division.reason for division in example.divisions} == {
        "in this round only the three leads see their levels"
    }
