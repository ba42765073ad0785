"""The data dictionary: what every column and value means, and how the values become scores."""

from collections.abc import Iterator, Mapping

from benchmark.export.answers import (
    EVIDENCE,
    LEAD,
    NO,
    RECORD,
    SCENE,
    SHARE,
    YES,
    evidence_column,
    scene_column,
    share_column,
    words_for,
)
from benchmark.export.calibration import calibration_lines
from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import Practice, Questionnaire, Section, Vignette
from benchmark.scoring.answers import (
    DO_NOT_KNOW,
    DOES_NOT_APPLY,
    NOT_IN_PLACE,
    NOTHING,
    form_word,
)

TITLE = "Data dictionary"
HEADER = ("part", "name", "value", "meaning")
Line = tuple[Cell, ...]

LEAD_MEANINGS = {
    "trust": "Code of the trust",
    "division": "Key of the division; its name stands beside it in this dictionary",
    "role": "Which of the three leads: clinical, operational or nursing",
}
RECORD_MEANINGS = {
    "submitted": "Day on which the answers were made final, in London",
    "source": "screen: given by the lead on the pages; paper: entered from paper",
}
INSTRUCTIONS = (
    "One row is one lead. Keep trust, division and role as they are.",
    "Leave a row without answers on paper empty, or take it out.",
    "Type the number of the level that is ticked, 1 to 5, or dont-know, or not-applicable.",
    "Where the questionnaire offers one more answer, type not-in-place for it.",
    "An empty cell is no answer. A row with empty cells is kept and not submitted.",
)
OF_EVIDENCE = (
    f"Evidence goes into the column PRACTICE:{EVIDENCE}, as it was written.",
    f"PRACTICE:{SHARE} is {YES} only where the lead ticked that it may be shared.",
)
OF_SCENES = (
    f"SCENE:{SCENE} is the level that is ticked for a scene, 1 to 5; nothing else is an answer.",
    "A sheet without the scenes is submitted all the same; its leniency is then not known.",
)
STATES: dict[int, str] = {
    DO_NOT_KNOW: "I do not know. No score",
    DOES_NOT_APPLY: "Does not apply to this division. No score",
    NOT_IN_PLACE: "What the practice builds on is not there. Scores 1, never missing",
    NOTHING: "No answer (an empty cell). No score; never 0",
}


def dictionary_sheet(
    questionnaire: Questionnaire,
    about: Mapping[str, str],
    divisions: Mapping[str, str],
    schedule: Mapping[str, str],
    *,
    evidence: bool = False,
) -> Sheet:
    """Return the dictionary of an export.

    ``about`` says where the answers come from, ``divisions`` gives the name of each key and
    ``schedule`` the rules that make scores of the answers.
    """
    lines: list[Line] = [("about", name, value, "") for name, value in about.items()]
    lines += [("column", name, "", LEAD_MEANINGS[name]) for name in LEAD]
    lines += [("column", name, "", RECORD_MEANINGS[name]) for name in RECORD]
    lines += [("division", key, "", name) for key, name in divisions.items()]
    lines += [*_answers(), *_practices(questionnaire, evidence=evidence)]
    lines += [*_scenes(questionnaire, answered=True), *calibration_lines(questionnaire)]
    lines += [("schedule", name, "", rule) for name, rule in schedule.items()]
    return Sheet(TITLE, HEADER, tuple(lines))


def explanation_sheet(questionnaire: Questionnaire, *, evidence: bool = False) -> Sheet:
    """Return what the one who types in answers from paper needs: columns, values and levels."""
    told = instructions(questionnaire, evidence=evidence)
    lines: list[Line] = [("how", "", "", text) for text in told]
    lines += [*_answers(), *_practices(questionnaire, evidence=evidence)]
    lines += _scenes(questionnaire, answered=False)
    return Sheet("How to fill in", HEADER, tuple(lines))


def instructions(questionnaire: Questionnaire, *, evidence: bool = False) -> tuple[str, ...]:
    """Return how a template is filled in, sentence by sentence."""
    scenes = OF_SCENES if questionnaire.vignettes else ()
    return (*INSTRUCTIONS, *scenes, *(OF_EVIDENCE if evidence else ()))


def notes(title: str, questionnaire: Questionnaire, *, evidence: bool = False) -> tuple[str, ...]:
    """Return the lines below an empty CSV: each begins with #, and an import reads past them."""
    practices = [
        f"{practice.key}: {practice.name} ({', '.join(words_for(practice))})"
        for practice in questionnaire.practices
    ]
    scenes = [
        f"{scene_column(scene.key)}: {scene.name} (1 to 5)" for scene in questionnaire.vignettes
    ]
    told = (title, *instructions(questionnaire, evidence=evidence), *practices, *scenes)
    return tuple(f"# {' '.join(text.split())}" for text in told)


def _answers() -> Iterator[Line]:
    yield "answer", "every practice", "1 to 5", "The level; scores its number"
    for level, meaning in STATES.items():
        yield "answer", "every practice", form_word(level), f"{meaning}. Code {level} in a sheet"


def _practices(questionnaire: Questionnaire, *, evidence: bool) -> Iterator[Line]:
    for section in questionnaire.sections:
        for practice in section.practices:
            yield from _practice(section, practice)
            if evidence:
                yield from _evidence(practice)


def _practice(section: Section, practice: Practice) -> Iterator[Line]:
    yield "column", practice.key, "", f"{practice.name} (section: {section.name})"
    yield "statement", practice.key, "", practice.statement
    for level, text in enumerate(practice.levels, start=1):
        yield "level", practice.key, level, text
    if practice.not_in_place:
        yield "level", practice.key, form_word(NOT_IN_PLACE), practice.not_in_place


def _scenes(questionnaire: Questionnaire, *, answered: bool) -> Iterator[Line]:
    """The scenes; their key only with answers: who types in answers may be a lead's colleague."""
    for scene in questionnaire.vignettes:
        yield from _scene(scene)
        if answered:
            yield "key", scene_column(scene.key), scene.level, scene.why


def _scene(scene: Vignette) -> Iterator[Line]:
    meaning = f"Level that the lead gave to the scene “{scene.name}”; empty where none was given"
    yield "column", scene_column(scene.key), "1 to 5", meaning
    yield "scene", scene_column(scene.key), "", scene.text
    yield "scale", scene_column(scene.key), scene.practice, "Scored on this practice's levels"


def _evidence(practice: Practice) -> Iterator[Line]:
    words = f"Evidence for “{practice.name}”, as the lead wrote it"
    yield "column", evidence_column(practice.key), "", words
    meaning = "Whether the lead allowed it to be shared outside the three"
    yield "column", share_column(practice.key), f"{YES} or {NO}", meaning
