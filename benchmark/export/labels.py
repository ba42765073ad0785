"""What analysts' formats say of a column beside its values: labels and kinds of missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmark.export.answers import LEAD, RECORD, scene_column
from benchmark.export.dictionary import LEAD_MEANINGS, RECORD_MEANINGS
from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import LEVELS, Practice, Questionnaire
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE, form_word

# in SPSS these codes are missing values of their own kind; not in place scores 1 all the same
MISSING = {
    form_word(DO_NOT_KNOW): DO_NOT_KNOW,
    form_word(DOES_NOT_APPLY): DOES_NOT_APPLY,
    form_word(NOT_IN_PLACE): NOT_IN_PLACE,
}
MEANINGS = {
    DO_NOT_KNOW: "I do not know: no score",
    DOES_NOT_APPLY: "Does not apply to this division: no score",
    NOT_IN_PLACE: "Not in place: scores 1, recode before averaging",
}


@dataclass(frozen=True, slots=True)
class Label:
    """``values`` names whole numbers; ``words`` are texts that stand for a kind of missing."""

    text: str
    values: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sheet with the labels of its columns by name, and the sheets that explain it."""

    sheet: Sheet
    labels: Mapping[str, Label]
    further: Mapping[str, Sheet]

    def label(self, column: str) -> Label:
        return self.labels.get(column, Label(column))

    def is_number(self, column: str) -> bool:
        """Whether every cell is a number, a kind of missing, or empty; and one is a number."""
        words = self.label(column).words
        cells = [cell for cell in self.cells(column) if cell not in ("", *words)]
        numbers = all(isinstance(cell, int | float) for cell in cells)
        return bool(words) or (bool(cells) and numbers)

    def cells(self, column: str) -> list[Cell]:
        place = self.sheet.header.index(column)
        return [row[place] for row in self.sheet.rows]


def answer_labels(questionnaire: Questionnaire) -> dict[str, Label]:
    """The labels of the sheet of answers; what has none is labelled by its name."""
    labels = {name: Label(LEAD_MEANINGS[name]) for name in LEAD}
    labels |= {name: Label(RECORD_MEANINGS[name]) for name in RECORD}
    labels |= {each.key: _practice(questionnaire, each) for each in questionnaire.practices}
    levels = dict(zip(LEVELS, questionnaire.scale, strict=True))
    for scene in questionnaire.vignettes:
        labels[scene_column(scene.key)] = Label(f"Scene: {scene.name}", levels)
    return labels


def _practice(questionnaire: Questionnaire, practice: Practice) -> Label:
    levels = dict(zip(LEVELS, questionnaire.scale, strict=True))
    return Label(practice.name, levels | MEANINGS, MISSING)
