"""The sheets of answers: one row a lead, one column a practice, every state as its own word."""

from datetime import date

import pytest

from benchmark.export.answers import LEAD as LEAD_COLUMNS
from benchmark.export.answers import (
    RECORD,
    Lead,
    Submitted,
    answers_sheet,
    evidence_column,
    level_cell,
    scene_columns,
    share_column,
    template_sheet,
    words_for,
)
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.faults import COLUMN_NAMES
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import FORM_WORDS, answer_of

LEAD = Lead("ZZN", "medicine", "nursing")


@pytest.mark.parametrize("level", FORM_WORDS)
def test_every_state_has_a_cell_of_its_own_that_reads_back(level: int) -> None:
    assert answer_of(str(level_cell(level))) == level
    assert isinstance(level_cell(level), int) == (level > 0)


def test_a_row_holds_whose_answers_when_and_how(questionnaire: Questionnaire) -> None:
    levels = {"patient-flow": 4, "talent": -1, "review": -2, "tracking": -3}
    told = Submitted(LEAD, date(2026, 10, 24), "paper", levels, {"talent": ("seen", True)})
    sheet = answers_sheet(questionnaire, (told,), evidence=True)
    cells = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert list(cells)[:5] == ["trust", "division", "role", "submitted", "source"]
    assert list(cells.values())[:5] == ["ZZN", "medicine", "nursing", "2026-10-24", "paper"]
    assert (cells["patient-flow"], cells["talent"]) == (4, "dont-know")
    assert (cells["review"], cells["tracking"]) == ("not-applicable", "not-in-place")
    assert cells["stretch"] == ""
    assert (cells[evidence_column("talent")], cells[share_column("talent")]) == ("seen", "yes")
    assert (cells[evidence_column("review")], cells[share_column("review")]) == ("", "")


def test_evidence_is_left_out_unless_it_is_asked_for(questionnaire: Questionnaire) -> None:
    told = Submitted(LEAD, date(2026, 10, 24), "screen", {}, {"talent": ("seen", True)})
    sheet = answers_sheet(questionnaire, (told,))
    assert sheet.header == ("trust", "division", "role", "submitted", "source", *questionnaire.keys)
    assert "seen" not in sheet.rows[0]


def test_scenes_stand_between_answers_and_evidence_and_one_without_a_level_is_empty() -> None:
    newer = read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")
    given = {newer.vignettes[0].key: 2, newer.vignettes[2].key: 5}
    told = Submitted(LEAD, date(2026, 10, 24), "paper", {}, scenes=given)
    sheet = answers_sheet(newer, (told,), evidence=True)
    start = 5 + len(newer.keys)
    assert sheet.header[start : start + 3] == scene_columns(newer)
    assert sheet.rows[0][start : start + 3] == (2, "", 5)


def test_a_template_offers_each_practice_what_its_page_offers() -> None:
    newer = read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")
    sheet = template_sheet(newer, (LEAD,), ())
    choices = dict(sheet.choices)
    scenes = [f"{scene.key}:scene" for scene in newer.vignettes]
    assert sheet.header == ("trust", "division", "role", *newer.keys, *scenes)
    assert sheet.rows == (("ZZN", "medicine", "nursing", *[""] * (len(newer.keys) + 3)),)
    assert {choices[name] for name in scenes} == {tuple("12345")}
    follow_ups = {p.key for p in newer.practices if p.not_in_place}
    assert follow_ups
    assert {key for key, words in choices.items() if "not-in-place" in words} == follow_ups
    assert words_for(newer.practices[0]) == (*"12345", "dont-know", "not-applicable")


def test_authors_are_told_of_every_name_that_a_column_has() -> None:
    assert {*LEAD_COLUMNS, *RECORD} == COLUMN_NAMES


def test_a_practice_that_has_the_name_of_another_column_is_refused(
    questionnaire: Questionnaire,
) -> None:
    first = questionnaire.practices[0].model_copy(update={"key": "source"})
    section = questionnaire.sections[0].model_copy(update={"practices": (first,)})
    clashing = Questionnaire.model_construct(sections=(section,))
    with pytest.raises(ValueError, match="another column of this file: source"):
        answers_sheet(clashing, ())
