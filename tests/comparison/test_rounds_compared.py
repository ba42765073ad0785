"""Two rounds beside each other: only comparable practices, and every other one with its reason."""

import dataclasses
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmark.comparison.bands import AGREE_FULLY
from benchmark.comparison.changes import Change
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.rounds_compared import (
    NOT_ASKED,
    NOTHING_BESIDE,
    NOTHING_IN_COMMON,
    TOO_FEW_ANSWERS,
    mean_over,
    rounds_compared,
)
from benchmark.questionnaire.crosswalk import comparable_keys
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import DO_NOT_KNOW
from benchmark.scoring.schedule import Schedule, first_schedule, read_schedule, schedule_folder
from tests.comparison.facts import QUESTIONNAIRE, READER, facts

FOUR = 4
FIRST = first_schedule()


@cache
def second() -> Questionnaire:
    return read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")


def all_at(level: int, practices: int) -> NDArray[np.int8]:
    """Levels (divisions, leads, practices) of four divisions whose leads all say the same."""
    return np.full((FOUR, 3, practices), level, dtype=np.int8)


def round_of(
    questionnaire: Questionnaire,
    levels: NDArray[np.int8],
    complete: tuple[int, ...] | None = None,
    title: str = "Round 2025",
    schedule: Schedule = FIRST,
) -> Comparison:
    told = dataclasses.replace(
        facts(levels, complete, schedule=schedule),
        questionnaire=questionnaire,
        norm=None,
        round_title=title,
    )
    return compare(told, READER)


def levels_by_key(questionnaire: Questionnaire, levels: dict[str, int]) -> NDArray[np.int8]:
    """All at 3 but those named, in every division."""
    row = [levels.get(key, 3) for key in questionnaire.keys]
    return np.broadcast_to(np.array(row, dtype=np.int8), (FOUR, 3, len(row))).copy()


def test_only_what_the_crosswalk_calls_the_same_counts() -> None:
    """What was split, dropped or added stands at 5 or 1, and no mean knows of it."""
    pairs = comparable_keys(second(), QUESTIONNAIRE)
    gone = {key: 5 for key in QUESTIONNAIRE.keys if key not in pairs.values()}
    come = {key: 1 for key in second().keys if key not in pairs}
    assert gone
    assert come
    earlier = round_of(QUESTIONNAIRE, levels_by_key(QUESTIONNAIRE, gone))
    later = round_of(second(), levels_by_key(second(), come), title="Round 2026")
    compared = rounds_compared(earlier, later, QUESTIONNAIRE, second(), FIRST)
    assert (compared.before, compared.after) == ("Round 2025", "Round 2026")
    assert (compared.comparable, compared.asked) == (len(pairs), len(second().keys))
    assert len(compared.divisions) == FOUR
    for division in compared.divisions:
        assert (division.before.value, division.after.value) == (3, 3)
        assert division.counted == len(pairs)
        assert [practice.key for practice in division.practices] == list(pairs)
    named = {each.key for each in compared.left_out}
    whys = " ".join(each.why for each in compared.left_out)
    assert set(come) <= named
    names = {practice.key: practice.name for practice in QUESTIONNAIRE.practices}
    assert [key for key in gone if key not in named and names[key] not in whys] == []
    assert all(each.why for each in compared.left_out)


def test_a_division_without_a_level_in_one_round_does_not_count_it_in_the_other() -> None:
    """Medicine could not say about the first practice before; its 1 of now must not count."""
    first = QUESTIONNAIRE.keys[0]
    before = all_at(3, len(QUESTIONNAIRE.keys))
    before[0, :, 0] = DO_NOT_KNOW
    earlier = round_of(QUESTIONNAIRE, before)
    later = round_of(QUESTIONNAIRE, levels_by_key(QUESTIONNAIRE, {first: 1}))
    medicine, surgery, *_ = rounds_compared(
        earlier, later, QUESTIONNAIRE, QUESTIONNAIRE, FIRST
    ).divisions
    count = len(QUESTIONNAIRE.keys)
    assert (medicine.counted, surgery.counted) == (count - 1, count)
    assert (medicine.before.value, medicine.after.value) == (3, 3)
    assert surgery.after.value == pytest.approx((3 * (count - 1) + 1) / count)


def test_too_few_common_levels_give_no_figure() -> None:
    """Of 30 practices 21 are 70%: 21 in common give a mean, 20 do not."""
    for common, shown in ((21, True), (20, False)):
        before = all_at(3, 30)
        before[0, :, common:] = DO_NOT_KNOW
        earlier, later = round_of(QUESTIONNAIRE, before), round_of(QUESTIONNAIRE, all_at(4, 30))
        medicine = rounds_compared(earlier, later, QUESTIONNAIRE, QUESTIONNAIRE, FIRST).divisions[0]
        assert medicine.counted == common
        assert (medicine.after.value == 4) is shown
        assert (medicine.before.reason == TOO_FEW_ANSWERS) is not shown


def test_what_a_round_does_not_show_is_not_shown_beside_another() -> None:
    earlier = round_of(QUESTIONNAIRE, all_at(3, 30), complete=(3, 2, 3, 3))
    later = round_of(QUESTIONNAIRE, all_at(4, 30), complete=(1, 3, 3, 3))
    medicine, surgery, *_ = rounds_compared(
        earlier, later, QUESTIONNAIRE, QUESTIONNAIRE, FIRST
    ).divisions
    assert (medicine.before.reason, medicine.after.reason) == (NOTHING_BESIDE, "1 of 3 complete")
    assert (surgery.before.reason, surgery.after.reason) == ("2 of 3 complete", NOTHING_BESIDE)
    assert {practice.after.value for practice in medicine.practices} == {None}


def test_a_division_that_is_new_says_so() -> None:
    earlier = round_of(QUESTIONNAIRE, all_at(3, 30)[:2])
    later = round_of(QUESTIONNAIRE, all_at(4, 30))
    divisions = rounds_compared(earlier, later, QUESTIONNAIRE, QUESTIONNAIRE, FIRST).divisions
    assert [d.before.reason for d in divisions] == ["", "", NOT_ASKED, NOT_ASKED]
    assert [d.after.reason for d in divisions] == ["", "", NOTHING_BESIDE, NOTHING_BESIDE]


def test_no_change_is_named_where_there_is_no_noise_to_measure_against() -> None:
    earlier, later = (round_of(QUESTIONNAIRE, all_at(level, 30)) for level in (2, 4))
    compared = rounds_compared(earlier, later, QUESTIONNAIRE, QUESTIONNAIRE, FIRST)
    assert compared.caution.startswith(
        f"How much two rounds differ by chance alone is not shown: {AGREE_FULLY}."
    )
    assert {d.change for d in compared.divisions} == {
        Change(2.0, None, f"not shown: {AGREE_FULLY}")
    }
    assert compared.left_out == ()
    assert compared.basis == ("Both rounds are computed under their scoring schedule, 1.0.",)
    figures = [f for d in compared.divisions for f in (d.before, d.after)]
    assert {figure.low for figure in figures} == {None}
    assert all(figure.interval_reason for figure in figures)


def test_rounds_under_two_schedules_are_computed_under_the_later_one_and_say_so() -> None:
    """Under 1.2 the last practices count half: 20 at 4, and 8 comparable ones at 1."""
    third = read_schedule(schedule_folder() / "scoring-1.2.yaml", second())
    low = dict.fromkeys(third.weights, 1)
    pairs = comparable_keys(second(), QUESTIONNAIRE)
    halves = [key for key in pairs if key in third.weights]
    assert len(halves) == 8
    new = {key: low.get(key, 4) for key in second().keys}
    old = {pairs[key]: level for key, level in new.items() if key in pairs}
    earlier = round_of(QUESTIONNAIRE, levels_by_key(QUESTIONNAIRE, old))
    later = round_of(second(), levels_by_key(second(), new), None, "Round 2026", third)
    compared = rounds_compared(earlier, later, QUESTIONNAIRE, second(), third)
    assert compared.schedule == "1.2"
    for division in compared.divisions:
        for figure in (division.before, division.after):
            assert figure.value == pytest.approx((20 * 4 + 8 * 0.5) / (20 + 8 * 0.5))
    versions, schedules = compared.basis
    assert "Round 2025 used management-practice-1.0 and Round 2026 management-prac" in versions
    assert "Round 2025 is scored under schedule 1.0 and Round 2026 under 1.2." in schedules
    assert "Here both are computed under 1.2" in schedules
    with pytest.raises(ValueError, match=r"Round 2026 is not scored under schedule 1\.0"):
        rounds_compared(earlier, later, QUESTIONNAIRE, second(), FIRST)


def test_too_few_for_the_later_rounds_schedule_give_no_figure() -> None:
    """Of the 28 comparable practices 22 are 79%: enough under 1.0, not under 1.2."""
    third = read_schedule(schedule_folder() / "scoring-1.2.yaml", second())
    before = all_at(3, 30)
    before[0, :, :6] = DO_NOT_KNOW
    earlier = round_of(QUESTIONNAIRE, before)
    for schedule, shown in ((FIRST, True), (third, False)):
        later = round_of(second(), all_at(4, 31), None, "Round 2026", schedule)
        compared = rounds_compared(earlier, later, QUESTIONNAIRE, second(), schedule)
        medicine, surgery, *_ = compared.divisions
        assert (medicine.counted, surgery.counted) == (22, 28)
        assert (medicine.after.value == 4) is shown
        assert surgery.after.value == 4


def test_versions_without_a_crosswalk_share_nothing() -> None:
    unknown = second().model_copy(update={"previous": None})
    unknown = Questionnaire.model_validate_json(unknown.model_dump_json(exclude_defaults=True))
    earlier = round_of(QUESTIONNAIRE, all_at(3, 30))
    later = round_of(unknown, all_at(4, len(unknown.keys)))
    compared = rounds_compared(earlier, later, QUESTIONNAIRE, unknown, FIRST)
    assert compared.comparable == 0
    assert len(compared.left_out) == len(unknown.keys)
    assert {d.after.reason for d in compared.divisions} == {NOTHING_IN_COMMON}


def test_strangers_are_refused() -> None:
    here = round_of(QUESTIONNAIRE, all_at(3, 30))
    elsewhere = dataclasses.replace(here, trust_code="ZZS")
    with pytest.raises(ValueError, match="two trusts"):
        rounds_compared(elsewhere, here, QUESTIONNAIRE, QUESTIONNAIRE, FIRST)
    with pytest.raises(ValueError, match=r"did not use this management-practice-1\.1"):
        rounds_compared(here, here, QUESTIONNAIRE, second(), FIRST)


def test_the_mean_over_some_practices() -> None:
    first, next_one, *others = QUESTIONNAIRE.keys
    compared = round_of(QUESTIONNAIRE, levels_by_key(QUESTIONNAIRE, {first: 1, next_one: 2}))
    assert mean_over(compared.divisions[0], [first, next_one], FIRST).value == 1.5
    assert mean_over(compared.divisions[0], others, FIRST).value == 3
    assert mean_over(compared.divisions[0], [], FIRST).reason == NOTHING_IN_COMMON
