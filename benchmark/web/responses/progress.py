"""Where a lead stands in the questionnaire."""

from dataclasses import dataclass

from benchmark.assessment.responding import (
    Content,
    answers_of,
    content_of,
    needed_scenes,
    unscored,
)
from benchmark.database.rounds import Response
from benchmark.questionnaire.definition import Practice, Questionnaire, Section
from benchmark.scoring.answers import NOT_IN_PLACE, NOTHING


@dataclass(frozen=True, slots=True)
class Line:
    """One practice with the lead's own answer."""

    practice: Practice
    content: Content
    answer: str  # in words; empty when there is none

    @property
    def answered(self) -> bool:
        return self.content.level != NOTHING


@dataclass(frozen=True, slots=True)
class Progress:
    section: Section
    lines: tuple[Line, ...]

    @property
    def answered(self) -> int:
        return sum(line.answered for line in self.lines)


@dataclass(frozen=True, slots=True)
class Scenes:
    """How many fixed scenes there are, how many are left, and whether those must be scored."""

    count: int
    left: int
    needed: bool


WITHOUT_LEVEL = {
    0: "",
    -1: "I do not know",
    -2: "Does not apply to this division",
    -3: "Not in place",
}


def sections_of(questionnaire: Questionnaire, response: Response) -> tuple[Progress, ...]:
    answers = answers_of(response)
    return tuple(
        Progress(
            section,
            tuple(_line(practice, content_of(answers.get(practice.key)))
                  for practice in section.practices),
        )
        for section in questionnaire.sections
    )  # fmt: skip


def scenes_of(questionnaire: Questionnaire, response: Response) -> Scenes:
    """What came in on paper may be submitted without them."""
    left = unscored(response, questionnaire)
    needed = needed_scenes(response, questionnaire)
    return Scenes(len(questionnaire.vignettes), len(left), needed=bool(needed))


def _line(practice: Practice, content: Content) -> Line:
    return Line(practice, content, in_words(practice, content.level))


def in_words(practice: Practice, level: int) -> str:
    """``Level 3: ...`` with the level's own text, or the answer without a level."""
    if level == NOT_IN_PLACE and practice.not_in_place:
        return practice.not_in_place
    if level in WITHOUT_LEVEL:
        return WITHOUT_LEVEL[level]
    return f"Level {level}: {practice.levels[level - 1]}"


def neighbours(questionnaire: Questionnaire, key: str) -> tuple[Practice | None, Practice | None]:
    """The practices before and after this one."""
    place = questionnaire.keys.index(key)
    practices = questionnaire.practices
    before = practices[place - 1] if place else None
    after = practices[place + 1] if place + 1 < len(practices) else None
    return before, after
