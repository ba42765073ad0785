"""The schedules that fit questionnaire 1.1 as tables, in the marks of ``test_schedules``.

Answers: 1 to 5 are levels; ``.`` nothing; ``?`` I do not know; ``x`` does not apply; ``0`` not in
place, which scores 1 and is never missing. All three leads say the same. ``-`` is no score.
Sums are spelled out beside each row.
"""

import numpy as np
import pytest

from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE, NOTHING, scored
from benchmark.scoring.rules import (
    agreed_or_median,
    overall_scores,
    practice_weights,
    section_membership,
    section_scores,
)
from benchmark.scoring.schedule import (
    FaultySchedule,
    Schedule,
    fitting_versions,
    read_schedule,
    schedule_folder,
)

MARKS = {".": NOTHING, "?": DO_NOT_KNOW, "x": DOES_NOT_APPLY, "0": NOT_IN_PLACE}
NONE = float("nan")
OLD, NEW = (
    read_questionnaire(questionnaire_folder() / f"management-practice-{version}.yaml")
    for version in ("1.0", "1.1")
)
FIRST, THIRD = (
    read_schedule(schedule_folder() / f"scoring-{version}.yaml", NEW) for version in ("1.0", "1.2")
)


def levels_of(answers: str) -> np.ndarray:
    """Levels (1, practices) of one division whose three leads say the same."""
    sheet = [MARKS[mark] if mark in MARKS else int(mark) for mark in answers.split()]
    return agreed_or_median(scored(np.array([[sheet] * 3], dtype=np.int8)))


# All 31 practices: twenty of the first four sections, which weigh 1; four of "working-as-three" at
# 1/2 and two at 1/4; five of "room-to-manage" at 1/2. Under 1.2 they weigh 20 + 2 + 1/2 + 5/2 = 25.
#    first twenty, last eleven, score under 1.0 (needs 7/10), score under 1.2 (needs 4/5)
OVERALL = [
    ("4 " * 20, "4 " * 11, 124 / 31, 100 / 25),  # 80 + 44; (80 + 20) / 25
    ("4 " * 20, "1 " * 11, 91 / 31, 85 / 25),  # 80 + 11; (80 + 5) / 25, as 1.0 under schedule 1.1
    ("4 " * 20, "0 " * 11, 91 / 31, 85 / 25),  # not in place: as 1
    # the two that were one: 3 3 3 3 5 1 is as if all six were 3
    ("3 " * 20, "3 3 3 3 5 1 3 3 3 3 3", 93 / 31, 75 / 25),
    # the sums: 60 + 12 + 10 + 15, and 60 + 12/2 + 10/4 + 15/2 of 25
    ("3 " * 20, "3 3 3 3 5 5 3 3 3 3 3", 97 / 31, 76 / 25),
    ("4 " * 20, "? " * 6 + "1 " * 5, 85 / 25, 82.5 / 22.5),  # 25 of 31 are 81%
    ("4 " * 20, "? " * 7 + "1 " * 4, 84 / 24, NONE),  # 24 of 31 are 77%
    ("4 " * 20, "x " * 9 + "1 1", 82 / 22, NONE),  # 22 of 31 are 71%
    ("4 " * 20, ". " * 10 + "1", NONE, NONE),  # 21 of 31 are 68%
    (". " * 6 + "4 " * 14, "1 " * 11, 67 / 25, 61 / 19),  # 56 + 11; (56 + 5) / (14 + 5)
    ("? " * 20, "1 " * 11, NONE, NONE),
]


@pytest.mark.parametrize(("first_twenty", "last_eleven", "first", "third"), OVERALL)
def test_the_overall_of_a_round_of_1_1(
    first_twenty: str, last_eleven: str, first: float, third: float
) -> None:
    levels = levels_of(first_twenty + last_eleven)
    for schedule, expected in ((FIRST, first), (THIRD, third)):
        weights = practice_weights(NEW, schedule)
        found = overall_scores(levels, schedule, weights)
        np.testing.assert_allclose(found, [expected], rtol=1e-15)


# The last two sections. Under 1.0 (needs 1/2) all weigh the same; under 1.2 (needs 2/3) the last
# two of the six, seeking-ideas and offering-ideas, weigh half of each of the others.
#    working-as-three, room-to-manage, the two scores under 1.0, the two under 1.2
SECTIONS = [
    # (2+2+2+2)x3 + 5 + 1 over 2+2+2+2+1+1
    ("3 3 3 3 5 1", "1 2 3 4 5", (18 / 6, 15 / 5), (30 / 10, 15 / 5)),
    # 2x1 + 2x2 + 2x3 + 2x4 + 5 + 5
    ("1 2 3 4 5 5", "5 5 5 5 1", (20 / 6, 21 / 5), (30 / 10, 21 / 5)),
    ("0 0 0 0 5 5", "0 0 0 0 0", (14 / 6, 5 / 5), (18 / 10, 5 / 5)),  # not in place: as 1
    ("1 1 1 1 ? x", "1 2 3 4 ?", (4 / 4, 10 / 4), (8 / 8, 10 / 4)),  # 4 of 6, 4 of 5
    ("? . 1 1 5 5", "1 2 3 x x", (12 / 4, 6 / 3), (14 / 6, NONE)),  # 2 + 2 + 5 + 5; 3 of 5 are 60%
    ("1 1 1 ? ? x", "1 2 . ? x", (3 / 3, NONE), (NONE, NONE)),  # 3 of 6; 2 of 5
    ("1 1 . ? ? x", ". . . . .", (NONE, NONE), (NONE, NONE)),
]


@pytest.mark.parametrize(("three", "room", "first", "third"), SECTIONS)
def test_the_last_two_sections_of_a_round_of_1_1(
    three: str, room: str, first: tuple[float, float], third: tuple[float, float]
) -> None:
    levels = levels_of(f"{'3 ' * 20}{three} {room}")
    for schedule, expected in ((FIRST, first), (THIRD, third)):
        membership = section_membership(NEW, schedule)
        assert (membership.sum(axis=0) == 1).all()
        found = section_scores(levels, membership, schedule, practice_weights(NEW, schedule))
        np.testing.assert_allclose(found[0], [3, 3, 3, 3, *expected], rtol=1e-15)


def test_what_was_one_practice_counts_as_much_as_it_did() -> None:
    """Of 1.0 under schedule 1.1 and of 1.1 under 1.2, "spreading" and what became of it."""
    before: Schedule = read_schedule(schedule_folder() / "scoring-1.1.yaml", OLD)
    halves = THIRD.weights["seeking-ideas"] + THIRD.weights["offering-ideas"]
    assert halves == before.weights["spreading"]
    same = before.weights.keys() & THIRD.weights.keys()
    assert {THIRD.weights[key] for key in same} == {before.weights[key] for key in same} == {0.5}


@pytest.mark.parametrize(
    ("version", "questionnaire", "strangers", "fitting"),
    [
        ("1.1", NEW, ("spreading", "managers-valued"), ("1.0", "1.2")),
        ("1.2", OLD, ("seeking-ideas", "offering-ideas", "help-with-figures"), ("1.0", "1.1")),
    ],
)
def test_a_schedule_of_another_version_is_refused_by_the_names_of_its_practices(
    version: str, questionnaire: object, strangers: tuple[str, ...], fitting: tuple[str, ...]
) -> None:
    with pytest.raises(FaultySchedule) as faulty:
        read_schedule(schedule_folder() / f"scoring-{version}.yaml", questionnaire)
    assert len(faulty.value.faults) == len(strangers)
    for fault, key in zip(faulty.value.faults, strangers, strict=True):
        assert f"'{key}' is not a practice of {questionnaire.identity}" in str(fault)
    assert fitting_versions(schedule_folder(), questionnaire) == fitting
