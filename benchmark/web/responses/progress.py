"""Where a lead stands in the questionnaire."""

from dataclasses import dataclass
from datetime import datetime

from benchmark.assessment.responding import (
    Content,
    answers_of,
    content_of,
    needed_scenes,
    unanswered,
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


@dataclass(frozen=True, slots=True)
class EarlierLevel:
    """The reader's own answer of an earlier round, in the words of that round."""

    round_title: str
    answer: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Where the lead goes on, and where they stopped."""

    following: Practice | None  # where the main button leads; None when nothing is left
    last: Practice | None  # the practice saved last, on whichever device
    saved_at: datetime | None


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


def place_to_resume(questionnaire: Questionnaire, response: Response) -> Resume:
    """Go on at the practice saved last while it lacks its answer, else at the first gap."""
    missing = unanswered(response, questionnaire)
    practices = {practice.key: practice for practice in questionnaire.practices}
    saved = [answer for answer in response.answers if answer.practice in practices]
    if not saved:
        return Resume(questionnaire.practices[0], None, None)
    last = max(saved, key=lambda answer: (answer.saved_at, answer.practice))
    following = last.practice if last.practice in missing else next(iter(missing), "")
    return Resume(practices.get(following), practices[last.practice], last.saved_at)


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
