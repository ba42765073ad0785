"""The fixed scenes of a questionnaire on a page, and in what the page sends back."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmark.assessment.calibrating import Levels
from benchmark.questionnaire.definition import LEVELS, Practice, Questionnaire, Vignette

CHOICES = {"": None} | {str(level): level for level in LEVELS}
NOTHING = "-"  # in the hidden field, for a scene without a level


class NotAForm(ValueError):
    """What was sent cannot have come from the page; the text goes to the reader."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene with the practice whose level texts are its scale, and the level chosen."""

    vignette: Vignette
    practice: Practice
    level: int | None

    @property
    def field(self) -> str:
        return field_of(self.vignette)


def field_of(vignette: Vignette) -> str:
    return f"scene-{vignette.key}"


def scenes_on(questionnaire: Questionnaire, levels: Levels) -> tuple[Scene, ...]:
    practices = {practice.key: practice for practice in questionnaire.practices}
    return tuple(
        Scene(vignette, practices[vignette.practice], levels.get(vignette.key))
        for vignette in questionnaire.vignettes
    )


def sent_levels(questionnaire: Questionnaire, form: Mapping[str, str]) -> Levels:
    """Return the levels that a form chose; raises ``NotAForm`` for what is no level."""
    words = {each.key: form.get(field_of(each), "") for each in questionnaire.vignettes}
    if not CHOICES.keys() >= set(words.values()):
        raise NotAForm("Choose one of the levels on this page")
    return _chosen({key: CHOICES[word] for key, word in words.items()})


def shown(questionnaire: Questionnaire, levels: Levels) -> str:
    """Write what a page shows into its hidden field: ``2 - 4``."""
    return " ".join(str(levels.get(each.key, NOTHING)) for each in questionnaire.vignettes)


def shown_levels(questionnaire: Questionnaire, text: str) -> Levels:
    """Read the hidden field; raises ``NotAForm`` when it is missing or of another version."""
    words = ["" if word == NOTHING else word for word in text.split()]
    if len(words) != len(questionnaire.vignettes) or not CHOICES.keys() >= set(words):
        raise NotAForm("Open this page again before you save")
    keys = (each.key for each in questionnaire.vignettes)
    return _chosen({key: CHOICES[word] for key, word in zip(keys, words, strict=True)})


def _chosen(levels: Mapping[str, int | None]) -> Levels:
    return {key: level for key, level in levels.items() if level is not None}
