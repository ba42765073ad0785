"""Each schedule as a table: what three leads answered, and the scores that this gives.

A sheet reads practice by practice. Answers: 1 to 5 are levels; ``.`` nothing; ``?`` I do not know;
``x`` does not apply; ``0`` not in place, which scores 1 and is never missing. A practice has a
level when all three leads scored it: the middle one of the three. ``-`` is no score: not enough
answers. Sums are spelled out beside each row.
"""

import numpy as np
import pytest

from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import (
    DO_NOT_KNOW,
    DOES_NOT_APPLY,
    NOT_IN_PLACE,
    NOTHING,
    scored,
)
from benchmark.scoring.rules import (
    agreed_or_median,
    overall_scores,
    practice_weights,
    section_membership,
    section_scores,
)
from benchmark.scoring.schedule import Schedule, read_schedule, schedule_folder

MARKS = {".": NOTHING, "?": DO_NOT_KNOW, "x": DOES_NOT_APPLY, "0": NOT_IN_PLACE}
NONE = float("nan")
QUESTIONNAIRE = read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")
FIRST, SECOND = (
    read_schedule(schedule_folder() / f"scoring-{version}.yaml", QUESTIONNAIRE)
    for version in ("1.0", "1.1")
)


def levels_of(*leads: str) -> np.ndarray:
    """Levels (1, practices) of one division from the sheets of its three leads."""
    sheets = [
        [MARKS[mark] if mark in MARKS else int(mark) for mark in lead.split()] for lead in leads
    ]
    return agreed_or_median(scored(np.array([sheets], dtype=np.int8)))


# Which answers make a level, under every schedule:
#    clinical, operational, nursing, level
LEVEL = [
    ("3", "4", "5", 4),  # the middle one
    ("5", "1", "5", 5),
    ("0", "4", "5", 4),  # not in place scores 1: 1 4 5
    ("0", "0", "4", 1),  # 1 1 4
    ("0", "0", "0", 1),
    (".", "4", "5", NONE),  # two leads are never enough, whatever the third left out
    ("?", "4", "5", NONE),
    ("x", "4", "5", NONE),
    ("?", "0", "5", NONE),
    (".", "?", "x", NONE),
    ("?", "?", "?", NONE),  # three who do not know make no 1
]


@pytest.mark.parametrize(("clinical", "operational", "nursing", "level"), LEVEL)
def test_a_level_needs_three_scored_answers(
    clinical: str, operational: str, nursing: str, level: float
) -> None:
    np.testing.assert_equal(levels_of(clinical, operational, nursing), [[level]])


# One section of six practices. The other leads answer 3 everywhere, so that a practice has the
# level 3 where this lead's answer is a score, and none where it is not. "0" beside 3 3 gives 3.
#    lead's answers, with level, score under 1.0 (needs 1/2), score under 1.1 (needs 2/3)
SECTION = [
    ("3 3 3 3 3 3", 6, 18 / 6, 18 / 6),
    ("3 3 3 3 3 0", 6, 18 / 6, 18 / 6),  # not in place is an answer
    ("3 3 3 3 3 .", 5, 15 / 5, 15 / 5),
    ("3 3 3 3 ? x", 4, 12 / 4, 12 / 4),  # 4 of 6 are exactly two thirds
    ("3 3 3 . ? x", 3, 9 / 3, NONE),  # 3 of 6 are exactly half
    ("3 0 0 . . .", 3, 9 / 3, NONE),
    ("3 3 . ? ? x", 2, NONE, NONE),
    (". . . ? ? x", 0, NONE, NONE),
]


@pytest.mark.parametrize(("answers", "count", "first", "second"), SECTION)
def test_a_section_needs_the_schedules_share(
    answers: str, count: int, first: float, second: float
) -> None:
    levels = levels_of(answers, "3 3 3 3 3 3", "3 3 3 3 3 3")
    section = np.ones((1, 6), dtype=bool)
    assert np.count_nonzero(~np.isnan(levels)) == count
    np.testing.assert_equal(section_scores(levels, section, FIRST), [[first]])
    np.testing.assert_equal(section_scores(levels, section, SECOND), [[second]])


# All thirty practices: twenty of the first four sections, which weigh 1 under both schedules, and
# ten of the last two, which weigh 1 under 1.0 and 1/2 under 1.1. All three leads say the same.
#    first twenty, last ten, score under 1.0 (needs 7/10), score under 1.1 (needs 4/5)
OVERALL = [
    ("4 " * 20, "4 " * 10, 120 / 30, 100 / 25),  # 80 + 40; (80 + 20) / (20 + 5)
    ("4 " * 20, "1 " * 10, 90 / 30, 85 / 25),  # 80 + 10; (80 + 5) / 25
    ("4 " * 20, "0 " * 10, 90 / 30, 85 / 25),  # not in place: as 1
    ("2 " * 20, "5 " * 10, 90 / 30, 65 / 25),  # 40 + 50; (40 + 25) / 25
    ("4 " * 20, "? " * 6 + "1 " * 4, 84 / 24, 82 / 22),  # 24 of 30 are exactly four fifths
    ("4 " * 20, "? " * 7 + "1 " * 3, 83 / 23, NONE),  # 23 of 30 are 77%
    ("4 " * 20, "x " * 9 + "1 ", 81 / 21, NONE),  # 21 of 30 are exactly seven tenths
    ("4 " * 20, ". " * 10, NONE, NONE),  # 20 of 30 are 67%: weights do not change the count
    (". " * 6 + "4 " * 14, "1 " * 10, 66 / 24, 61 / 19),  # 56 + 10; (56 + 5) / (14 + 5)
    ("? " * 20, "1 " * 10, NONE, NONE),
]


@pytest.mark.parametrize(("first_twenty", "last_ten", "first", "second"), OVERALL)
def test_the_overall_weighs_practices_and_needs_the_schedules_share(
    first_twenty: str, last_ten: str, first: float, second: float
) -> None:
    levels = levels_of(*[first_twenty + last_ten] * 3)
    for schedule, expected in ((FIRST, first), (SECOND, second)):
        weights = practice_weights(QUESTIONNAIRE, schedule)
        found = overall_scores(levels, schedule, weights)
        np.testing.assert_allclose(found, [expected], rtol=1e-15)


def test_section_means_are_the_same_under_both_where_both_have_one() -> None:
    """Every practice of a section has the same weight under 1.1."""
    levels = levels_of(*["1 2 3 4 5 " * 6] * 3)
    first, second = (
        section_scores(
            levels,
            section_membership(QUESTIONNAIRE, schedule),
            schedule,
            practice_weights(QUESTIONNAIRE, schedule),
        )
        for schedule in (FIRST, SECOND)
    )
    np.testing.assert_array_equal(first, second)
    #    1 2 3 4 | 5 1 2 3 4 | 5 1 2 3 4 | 5 1 2 3 4 5 | 1 2 3 4 5 | 1 2 3 4 5
    np.testing.assert_array_equal(first, [[10 / 4, 15 / 5, 15 / 5, 20 / 6, 15 / 5, 15 / 5]])


# A schedule of a team's own: three practices of the section "working-as-three" weigh 3, 2 and 1/2,
# and "partners" counts there instead of in "room-to-manage".
OWN = FIRST.model_copy(
    update={
        "version": "7.0",
        "questionnaire": "management-practice",
        "weights": {"deciding-together": 3.0, "clear-roles": 2.0, "front-line-voice": 0.5},
        "sections": {"partners": "working-as-three"},
    }
)
#    working-as-three: deciding roles voice handover spreading | room-to-manage: 4, then partners
#    answers, score of working-as-three, score of room-to-manage
WEIGHTED = [
    # (3x1 + 2x2 + 3/2 + 4 + 5 + 5) / (3 + 2 + 1/2 + 1 + 1 + 1), (2 + 2 + 4 + 4) / 4
    ("1 2 3 4 5", "2 2 4 4 5", 22.5 / 8.5, 12 / 4),
    # without deciding-together: (4 + 3/2 + 4 + 5 + 5) / 5.5
    ("? 2 3 4 5", "2 2 4 4 5", 19.5 / 5.5, 12 / 4),
    # three of six practices are half, however much they weigh: (3x1 + 2x2 + 3/2) / 5.5
    ("1 2 3 ? ?", "2 2 4 4 ?", 8.5 / 5.5, 12 / 4),
    ("1 2 ? ? ?", "2 2 4 4 ?", NONE, 12 / 4),
    # partners counts there only: room-to-manage has two of its four
    ("1 2 3 4 5", "2 ? ? 4 5", 22.5 / 8.5, 6 / 2),
    ("1 2 3 4 5", "? ? ? 4 5", 22.5 / 8.5, NONE),
]


@pytest.mark.parametrize(("three", "room", "working", "manage"), WEIGHTED)
def test_weights_and_membership_of_a_schedule_of_ones_own(
    three: str, room: str, working: float, manage: float
) -> None:
    levels = levels_of(*["3 " * 20 + three + " " + room] * 3)
    membership = section_membership(QUESTIONNAIRE, OWN)
    weights = practice_weights(QUESTIONNAIRE, OWN)
    found = section_scores(levels, membership, OWN, weights)[0, -2:]
    np.testing.assert_allclose(found, [working, manage], rtol=1e-15)


@pytest.mark.parametrize("schedule", [FIRST, SECOND, OWN], ids=lambda each: each.version)
def test_a_practice_counts_in_exactly_one_section(schedule: Schedule) -> None:
    membership = section_membership(QUESTIONNAIRE, schedule)
    assert (membership.sum(axis=0) == 1).all()
