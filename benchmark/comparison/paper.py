"""The questionnaire as it is filled in by hand: one object for the printed page and its PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.questionnaire.definition import Practice, Questionnaire

ON_PAPER = "If you answer on paper"
HOW = (
    "Read below who will see your answers. Tick one box for each practice; if you are between two, "
    "choose the lower. Then give the pages to your trust's coordinator, who enters them as they "
    "are. On paper the coordinator therefore reads your answers; everything else below holds."
)
ROLES = ("clinical lead", "operational lead", "nursing lead")
BLANKS = ("Trust", "Division", "Date")
STATEMENT = "Who will see your answers"
OR = "or"
EVIDENCE = (
    "Evidence (optional). What would a visitor see that shows this level? Do not name patients or "
    "staff."
)
LINES = 3  # to write evidence on
SHARE = "This evidence may be shared outside the three of us"
WITHOUT_LEVEL = ("I do not know", "Does not apply to this division")
SCENES = "Three scenes"
ABOUT_SCENES = (
    "Every lead scores the same three invented scenes; this takes about 90 seconds. For each, tick "
    "the text that fits the division in the scene, not your own. It shows how strictly people "
    "score, so that analysts can allow for it. Your answers about your own division stay as you "
    "give them. On paper you may leave the scenes out."
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One part of who will see what."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperPractice:
    heading: str  # "3. Standard pathways and protocols"
    statement: str
    builds_on: str  # empty, or a sentence that names the practice before
    levels: tuple[str, ...]
    others: tuple[str, ...]  # the answers without a level


@dataclass(frozen=True, slots=True)
class PaperSection:
    key: str
    name: str
    introduction: str
    practices: tuple[PaperPractice, ...]


@dataclass(frozen=True, slots=True)
class PaperScene:
    name: str
    text: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperForm:
    identity: str
    title: str
    version: str
    language: str
    introduction: str
    statement: tuple[Statement, ...]
    sections: tuple[PaperSection, ...]
    scenes: tuple[PaperScene, ...]
    digest: str


def paper_form(questionnaire: Questionnaire, statement: Sequence[Statement]) -> PaperForm:
    """The whole form; ``statement`` says who will see the answers."""
    return PaperForm(
        identity=questionnaire.identity,
        title=questionnaire.title,
        version=questionnaire.version,
        language=questionnaire.language,
        introduction=questionnaire.introduction,
        statement=tuple(statement),
        sections=_sections(questionnaire),
        scenes=_scenes(questionnaire),
        digest=f"{questionnaire.identity} · SHA-256 {questionnaire.content_hash}",
    )


def _sections(questionnaire: Questionnaire) -> tuple[PaperSection, ...]:
    return tuple(
        PaperSection(
            section.key,
            section.name,
            section.introduction,
            tuple(_practice(questionnaire, practice) for practice in section.practices),
        )
        for section in questionnaire.sections
    )


def _practice(questionnaire: Questionnaire, practice: Practice) -> PaperPractice:
    names = {each.key: each.name for each in questionnaire.practices}
    return PaperPractice(
        f"{questionnaire.keys.index(practice.key) + 1}. {practice.name}",
        practice.statement,
        f"Builds on “{names[practice.follows]}”." if practice.follows else "",
        practice.levels,
        tuple(filter(None, (practice.not_in_place, *WITHOUT_LEVEL))),
    )


def _scenes(questionnaire: Questionnaire) -> tuple[PaperScene, ...]:
    levels = {practice.key: practice.levels for practice in questionnaire.practices}
    return tuple(
        PaperScene(each.name, each.text, levels[each.practice]) for each in questionnaire.vignettes
    )
