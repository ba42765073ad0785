"""Three answers side by side: a specification as a table."""

import pytest

from benchmark.database.people import LEAD_ROLES
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.divisions.sides import side_by_side

APART = {
    (3, 3, 3): 0,
    (1, 5, 3): 4,
    (2, 3, 3): 1,
    (-1, 4, 2): 2,  # somebody does not know
    (-1, -1, 4): None,
    (-1, -2, 0): None,
    (-3, 4, 4): 3,  # not in place counts as the lowest level
    (-3, -3, 1): 0,
}


@pytest.mark.parametrize("answers", APART)
def test_how_far_three_answers_are_apart(
    questionnaire: Questionnaire, answers: tuple[int, int, int]
) -> None:
    levels = {
        role: dict.fromkeys(questionnaire.keys, answer)
        for role, answer in zip(LEAD_ROLES, answers, strict=True)
    }
    lines = side_by_side(questionnaire, levels, {})
    assert {line.apart for line in lines} == {APART[answers]}
    assert [line.practice.key for line in lines] == list(questionnaire.keys)


def test_the_widest_differences_come_first_and_ties_keep_their_order(
    questionnaire: Questionnaire,
) -> None:
    levels = {role: dict.fromkeys(questionnaire.keys, 3) for role in LEAD_ROLES}
    keys = questionnaire.keys
    levels["nursing"] |= {keys[4]: 5, keys[9]: 1, keys[2]: 4}
    levels["clinical"] |= {keys[0]: -1}
    levels["nursing"] |= {keys[0]: -1}
    order = [line.practice.key for line in side_by_side(questionnaire, levels, {})]
    assert order[:3] == [keys[4], keys[9], keys[2]]
    assert order[-1] == keys[0]
    assert order[3:-1] == [key for key in keys if key not in {keys[n] for n in (0, 2, 4, 9)}]


def test_each_side_has_role_words_and_evidence(questionnaire: Questionnaire) -> None:
    practice = questionnaire.practices[0]
    levels = {role: dict.fromkeys(questionnaire.keys, 2) for role in LEAD_ROLES}
    levels["operational"][practice.key] = -2
    evidence = {practice.key: {"nursing": "seen <here>"}}
    line = next(
        each for each in side_by_side(questionnaire, levels, evidence) if each.practice is practice
    )
    assert [side.role for side in line.sides] == list(LEAD_ROLES)
    assert [side.level for side in line.sides] == ["2", "Does not apply to this division", "2"]
    assert [side.text for side in line.sides] == [practice.levels[1], "", practice.levels[1]]
    assert [side.evidence for side in line.sides] == ["", "", "seen <here>"]
