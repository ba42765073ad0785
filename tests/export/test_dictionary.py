"""The data dictionary explains every column and every value."""

from benchmark.export.answers import answers_sheet
from benchmark.export.dictionary import dictionary_sheet, explanation_sheet, instructions, notes
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import FORM_WORDS


def newer() -> Questionnaire:
    return read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")


def test_every_column_and_state_of_an_export_is_explained(questionnaire: Questionnaire) -> None:
    told = dictionary_sheet(questionnaire, {"round": "r1"}, {"eyes": "Eyes"}, {}, evidence=True)
    columns = {line[1] for line in told.rows if line[0] == "column"}
    assert columns == set(answers_sheet(questionnaire, (), evidence=True).header)
    states = {line[2] for line in told.rows if line[0] == "answer"}
    assert states == {word for word in FORM_WORDS.values() if not word.isdigit()} | {"1 to 5"}
    levels = [line for line in told.rows if line[0] == "level"]
    assert len(levels) == 5 * len(questionnaire.keys)
    assert ("about", "round", "r1", "") in told.rows
    assert ("division", "eyes", "", "Eyes") in told.rows


def test_a_follow_up_explains_its_own_words_for_not_in_place() -> None:
    told = explanation_sheet(newer()).rows
    follow_ups = [p for p in newer().practices if p.not_in_place]
    assert follow_ups
    for practice in follow_ups:
        assert ("level", practice.key, "not-in-place", practice.not_in_place) in told


def test_evidence_is_explained_where_it_is_asked_for(questionnaire: Questionnaire) -> None:
    assert len(instructions(evidence=True)) > len(instructions())
    assert not [line for line in explanation_sheet(questionnaire).rows if ":" in str(line[1])]


def test_notes_are_lines_that_an_import_reads_past(questionnaire: Questionnaire) -> None:
    told = notes("Round\n2026", questionnaire)
    assert all(line.startswith("# ") and "\n" not in line for line in told)
    assert any(line.startswith("# talent: Building talent (1, 2,") for line in told)
