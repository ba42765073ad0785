"""The data dictionary explains every column and every value."""

from functools import cache

from benchmark.export.answers import answers_sheet
from benchmark.export.calibration import calibration_sheet
from benchmark.export.dictionary import dictionary_sheet, explanation_sheet, instructions, notes
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.scoring.answers import FORM_WORDS


@cache
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


def test_scenes_are_explained_and_their_key_only_beside_answers() -> None:
    exported, template = dictionary_sheet(newer(), {}, {}, {}).rows, explanation_sheet(newer()).rows
    for scene in newer().vignettes:
        name = f"{scene.key}:scene"
        for told in (exported, template):
            assert ("scene", name, "", scene.text) in told
            assert ("scale", name, scene.practice, "Scored on this practice's levels") in told
        assert ("key", name, scene.level, scene.why) in exported
        assert not [line for line in template if scene.why in line]
        assert f"# {name}: {scene.name} (1 to 5)" in notes("Round", newer())


def test_every_column_of_the_calibration_is_explained() -> None:
    told = dictionary_sheet(newer(), {}, {}, {}).rows
    named = {line[1] for line in told if line[0] == "calibration" and line[1]}
    assert named == set(calibration_sheet(newer(), ()).header) - {"trust", "division", "role"}


def test_evidence_is_explained_where_it_is_asked_for(questionnaire: Questionnaire) -> None:
    plain = instructions(questionnaire)
    assert len(instructions(questionnaire, evidence=True)) > len(plain)
    assert len(instructions(newer())) > len(plain)  # about the scenes
    assert not [line for line in explanation_sheet(questionnaire).rows if ":" in str(line[1])]


def test_notes_are_lines_that_an_import_reads_past(questionnaire: Questionnaire) -> None:
    told = notes("Round\n2026", questionnaire)
    assert all(line.startswith("# ") and "\n" not in line for line in told)
    assert any(line.startswith("# talent: Building talent (1, 2,") for line in told)
