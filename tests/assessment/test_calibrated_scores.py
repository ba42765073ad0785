"""Each lead's own scores, and beside them less the leniency that the scenes show."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.assessment.calibrated_scores import NO_SCENES, TOO_FEW, calibrated, own_scores
from benchmark.export.answers import Lead, Submitted, answers_sheet
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.answers import FORM_WORDS
from benchmark.scoring.schedule import first_schedule, read_schedule, schedule_folder

QUESTIONNAIRES = read_questionnaires(questionnaire_folder())
FIRST, SECOND = (QUESTIONNAIRES[f"management-practice-1.{minor}"] for minor in (0, 1))
SCHEDULE = first_schedule()
SCENES = tuple(scene.key for scene in SECOND.vignettes)  # their key: 2 3 4
ROLES = ("clinical", "operational", "nursing")


def lead(
    role: str, level: int, scenes: tuple[int, ...] = (), source: str = "screen", **answers: int
) -> Submitted:
    levels = dict.fromkeys(SECOND.keys, level) | {
        key.replace("_", "-"): answer for key, answer in answers.items()
    }
    given_scenes = dict(zip(SCENES, scenes, strict=False))
    told = Lead("ZZN", "medicine", role)
    return Submitted(told, date(2026, 10, 24), source, levels, scenes=given_scenes)


def test_leniency_is_taken_off_every_score_and_raw_scores_stay() -> None:
    """The worked example of ``leniency``: raw 1, 0 and -2/3, kept 0.936."""
    leads = [lead("clinical", 4, (3, 4, 5)), lead("operational", 3, (2, 3, 4))]
    leads.append(lead("nursing", 2, (2, 2, 3)))
    found = calibrated(SECOND, SCHEDULE, leads)
    assert [each.lead.role for each in found] == list(ROLES)
    assert [each.leniency[0] for each in found] == pytest.approx([1, 0, -2 / 3])
    for each, level in zip(found, (4, 3, 2), strict=True):
        raw, shrunken, error, kept = each.leniency
        assert each.reason == ""
        assert each.raw == (level,) * 7
        assert each.adjusted == pytest.approx([level - shrunken] * 7)
        pooled = (1 - 2 / 3) / 3
        assert shrunken == pytest.approx(pooled + kept * (raw - pooled))
        assert (0 < kept < 1, error > 0) == (True, True)


def test_who_scored_no_scene_or_not_all_has_the_reason_and_nothing_else() -> None:
    leads = [
        lead("clinical", 4, (3, 4, 5)),
        lead("operational", 3, (2, 3, 4)),
        lead("nursing", 2, (), "paper"),
    ]
    *known, none = calibrated(SECOND, SCHEDULE, leads)
    assert all(each.leniency for each in known)
    assert (none.leniency, none.raw) == ((), (2,) * 7)
    assert none.reason == "the lead scored 0 of the 3 scenes on paper"
    assert none.adjusted == (None,) * 7
    leads[0] = lead("clinical", 4, (3, 4), "paper")
    found = calibrated(SECOND, SCHEDULE, leads)
    assert [each.reason for each in found] == [
        "the lead scored 2 of the 3 scenes on paper",
        TOO_FEW,
        "the lead scored 0 of the 3 scenes on paper",
    ]
    assert calibrated(SECOND, SCHEDULE, []) == ()


@given(levels=st.lists(st.sampled_from(tuple(FORM_WORDS)), min_size=30, max_size=30))
@settings(max_examples=25)
def test_without_scenes_the_export_is_as_it_was_and_nothing_is_adjusted(levels: list[int]) -> None:
    given_levels = dict(zip(FIRST.keys, levels, strict=True))
    told = Submitted(Lead("ZZN", "medicine", "nursing"), date(2026, 1, 1), "screen", given_levels)
    (found,) = calibrated(FIRST, SCHEDULE, [told])
    assert (found.leniency, found.reason, set(found.adjusted)) == ((), NO_SCENES, {None})
    (row,) = answers_sheet(FIRST, [told]).rows
    assert len(row) == 5 + 30
    # 1 for what is not in place, nothing for every other answer without a level
    scores = [1 if cell == "not-in-place" else cell for cell in row[5:]]
    counted = [score for score in scores if isinstance(score, int)]
    enough = len(counted) >= 21
    assert found.raw[0] == (pytest.approx(sum(counted) / len(counted)) if enough else None)


def test_own_scores_follow_the_schedule() -> None:
    """Under 1.1 the last ten practices of 1.0 weigh half."""
    schedule = read_schedule(schedule_folder() / "scoring-1.1.yaml", FIRST)
    levels = dict(zip(FIRST.keys, [4] * 20 + [1] * 10, strict=True))
    told = Submitted(Lead("ZZN", "medicine", "nursing"), date(2026, 1, 1), "screen", levels)
    np.testing.assert_allclose(
        own_scores(FIRST, schedule, [told]), [[85 / 25, 4, 4, 4, 4, 1, 1]], rtol=1e-15
    )
