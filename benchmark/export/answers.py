"""The sheets of submitted answers, and the empty one for answers that are given on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchmark.export.sheets import Cell, Sheet
from benchmark.questionnaire.definition import LEVELS, Practice, Questionnaire
from benchmark.scoring.answers import (
    DO_NOT_KNOW,
    DOES_NOT_APPLY,
    FORM_WORDS,
    NOT_IN_PLACE,
    NOTHING,
    form_word,
)

TITLE = "Answers"
LEAD = ("trust", "division", "role")  # whose answers a row holds
RECORD = ("submitted", "source")  # how they came; an import reads past them
EVIDENCE, SHARE = "evidence", "may-be-shared"
SCENE = "scene"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Lead:
    """One post of a round: trust code, division key, role."""

    trust: str
    division: str
    role: str

    def __str__(self) -> str:
        return f"{self.division}, {self.role} lead"


@dataclass(frozen=True, slots=True)
class Submitted:
    """What one lead has submitted: answers and evidence by practice key."""

    lead: Lead
    day: date  # in London
    source: str  # screen or paper
    levels: Mapping[str, int]
    evidence: Mapping[str, tuple[str, bool]] = field(default_factory=dict)  # text, may be shared
    scenes: Mapping[str, int] = field(default_factory=dict)  # levels by vignette key


def evidence_column(practice: str) -> str:
    """Name the column of a practice's evidence; no key has a colon, so the names never meet."""
    return f"{practice}:{EVIDENCE}"


def share_column(practice: str) -> str:
    return f"{practice}:{SHARE}"


def scene_column(vignette: str) -> str:
    return f"{vignette}:{SCENE}"


def scene_columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Name the columns of the fixed scenes; none where the questionnaire has none."""
    return tuple(scene_column(vignette.key) for vignette in questionnaire.vignettes)


def level_cell(level: int) -> Cell:
    """Return a level as a number, another answer as its word, and no answer as an empty cell."""
    return level if level > NOTHING else form_word(level)


def words_for(practice: Practice) -> tuple[str, ...]:
    """Return what a cell of this practice may say: what its page offers."""
    words = [form_word(level) for level in FORM_WORDS if level > NOTHING]
    words += [form_word(DO_NOT_KNOW), form_word(DOES_NOT_APPLY)]
    return (*words, form_word(NOT_IN_PLACE)) if practice.not_in_place else tuple(words)


def answers_sheet(
    questionnaire: Questionnaire, submitted: Sequence[Submitted], *, evidence: bool = False
) -> Sheet:
    """Return one row a lead, one column a practice or scene; evidence where it is asked for."""
    header = (
        *LEAD,
        *RECORD,
        *questionnaire.keys,
        *scene_columns(questionnaire),
        *_evidence_columns(questionnaire, wanted=evidence),
    )
    rows = tuple(_row(questionnaire, each, evidence=evidence) for each in submitted)
    return Sheet(TITLE, _distinct(header), rows)


def _row(questionnaire: Questionnaire, each: Submitted, *, evidence: bool) -> tuple[Cell, ...]:
    levels = [level_cell(each.levels.get(key, NOTHING)) for key in questionnaire.keys]
    scenes: list[Cell] = [each.scenes.get(scene.key, "") for scene in questionnaire.vignettes]
    texts: list[Cell] = []
    for key in questionnaire.keys if evidence else ():
        text, share = each.evidence.get(key, ("", False))
        texts += [text, (YES if share else NO) if text else ""]
    lead = each.lead
    return (
        lead.trust,
        lead.division,
        lead.role,
        each.day.isoformat(),
        each.source,
        *levels,
        *scenes,
        *texts,
    )


def template_sheet(
    questionnaire: Questionnaire,
    leads: Sequence[Lead],
    notes: tuple[str, ...],
    *,
    evidence: bool = False,
) -> Sheet:
    """Return an empty row for every lead whom the round expects."""
    scenes = scene_columns(questionnaire)
    evidence_names = _evidence_columns(questionnaire, wanted=evidence)
    header = (*LEAD, *questionnaire.keys, *scenes, *evidence_names)
    empty = ("",) * (len(header) - len(LEAD))
    rows = tuple((lead.trust, lead.division, lead.role, *empty) for lead in leads)
    choices = [(practice.key, words_for(practice)) for practice in questionnaire.practices]
    choices += [(name, tuple(map(str, LEVELS))) for name in scenes]
    if evidence:
        choices += [(share_column(key), (YES, NO)) for key in questionnaire.keys]
    return Sheet(TITLE, _distinct(header), rows, notes, tuple(choices))


def _evidence_columns(questionnaire: Questionnaire, *, wanted: bool) -> tuple[str, ...]:
    pairs = ((evidence_column(key), share_column(key)) for key in questionnaire.keys)
    return tuple(name for pair in pairs for name in pair) if wanted else ()


def _distinct(header: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(header)) < len(header):
        names = ", ".join(name for name in (*LEAD, *RECORD) if header.count(name) > 1)
        raise ValueError(f"a practice has the key of another column of this file: {names}")
    return header
