"""What a trust would carry forward: every old and new practice stands in exactly one place."""

import dataclasses

import numpy as np
import pytest

from benchmark.assessment.carrying_forward import CarriedForward, carried_forward
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.questionnaire.definition import Origin, Previous, Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.schedule import first_schedule
from tests.comparison.facts import QUESTIONNAIRE, READER, facts

SECOND = read_questionnaires(questionnaire_folder())["management-practice-1.1"]


def compared(levels: dict[str, int], divisions: int = 4, complete: int = 3) -> Comparison:
    """A round of 1.0 with 3 everywhere but where named."""
    row = np.array([levels.get(key, 3) for key in QUESTIONNAIRE.keys], dtype=np.int8)
    every = np.broadcast_to(row, (divisions, 3, len(row)))
    told = facts(every, (complete,) + (3,) * (divisions - 1))
    return compare(dataclasses.replace(told, norm=None), READER)


def forward(new: Questionnaire, levels: dict[str, int] | None = None) -> CarriedForward:
    return carried_forward(compared(levels or {}), QUESTIONNAIRE, new, first_schedule())


def with_crosswalk(*origins: Origin) -> Questionnaire:
    """1.0 again as 2.0, with this crosswalk."""
    previous = Previous(version="1.0", practices=origins)
    changed = QUESTIONNAIRE.model_copy(update={"version": "2.0", "previous": previous})
    return Questionnaire.model_validate_json(changed.model_dump_json(exclude_defaults=True))


def test_the_shipped_second_version() -> None:
    carried = forward(SECOND)
    assert (carried.old_practices, carried.new_practices, carried.comparable) == (30, 31, 28)
    names = {kind: [each.key for each in group] for kind, group in carried.left_out.items()}
    assert names == {
        "split": ["seeking-ideas", "offering-ideas"],
        "added": ["help-with-figures"],
        "dropped": ["managers-valued"],
    }
    assert carried.new_practices == carried.comparable + 3
    assert carried.unchanged == 28 - len(carried.reworded)
    assert all(each.why for each in carried.reworded)


def test_the_same_version_changes_nothing() -> None:
    carried = forward(QUESTIONNAIRE)
    assert (carried.unchanged, carried.reworded, carried.left_out) == (30, (), {})
    assert all(each.comparable.value == each.all_practices.value for each in carried.divisions)


def test_the_overall_level_moves_with_what_is_left_out() -> None:
    """What is split and what is dropped stands at 5, everything else at 3."""
    carried = forward(SECOND, {"spreading": 5, "managers-valued": 5})
    for each in (*carried.divisions, carried.trust):
        assert each.all_practices.value == pytest.approx((28 * 3 + 2 * 5) / 30)
        assert each.comparable.value == pytest.approx(3)


def test_a_merged_and_a_wholly_changed_practice_stand_in_their_own_groups() -> None:
    first, second, third, *_ = QUESTIONNAIRE.keys
    merged = Origin.model_validate(
        {"key": first, "from": [first, second], "comparable": False, "note": "Two in one."}
    )
    changed = Origin.model_validate(
        {"key": third, "from": [third], "comparable": False, "note": "Another question."}
    )
    groups = forward(with_crosswalk(merged, changed)).left_out
    assert [each.key for each in groups["merged"]] == [first]
    assert [each.key for each in groups["asks something else"]] == [third]


def test_versions_that_do_not_know_each_other_say_so() -> None:
    unknown = SECOND.model_copy(update={"previous": None})
    carried = forward(
        Questionnaire.model_validate_json(unknown.model_dump_json(exclude_defaults=True))
    )
    assert "does not say what became of" in carried.why_nothing
    assert (carried.comparable, carried.left_out) == (0, {})
    assert {each.comparable.value for each in (*carried.divisions, carried.trust)} == {None}


def test_what_the_round_does_not_show_is_not_shown_here() -> None:
    told = compared({}, divisions=2, complete=2)
    carried = carried_forward(told, QUESTIONNAIRE, SECOND, first_schedule())
    medicine, surgery = carried.divisions
    assert medicine.comparable.reason == medicine.all_practices.reason == "2 of 3 complete"
    assert surgery.comparable.value == 3
    assert carried.trust.comparable.reason == "needs at least 4 divisions"
