"""The three leads' answers side by side, for the three themselves (L2)."""

from dataclasses import dataclass

from benchmark.database.people import LEAD_ROLES
from benchmark.questionnaire.definition import Practice, Questionnaire
from benchmark.scoring.answers import NOT_IN_PLACE
from benchmark.web.responses.progress import in_words


@dataclass(frozen=True, slots=True)
class Side:
    role: str
    answer: int  # as it is packed
    level: str  # "3", or the answer without a level in words
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Sides:
    practice: Practice
    section: str
    sides: tuple[Side, ...]
    apart: int | None  # levels between the highest and the lowest; None with fewer than two levels


def side_by_side(
    questionnaire: Questionnaire,
    levels: dict[str, dict[str, int]],
    evidence: dict[str, dict[str, str]],
) -> tuple[Sides, ...]:
    """Practices by how far the three differ, widest first; ties in the questionnaire's order."""
    lines = [
        _sides(practice, section.name, levels, evidence.get(practice.key, {}))
        for section in questionnaire.sections
        for practice in section.practices
    ]
    return tuple(sorted(lines, key=lambda line: 1 if line.apart is None else -line.apart))


def _sides(
    practice: Practice, section: str, levels: dict[str, dict[str, int]], evidence: dict[str, str]
) -> Sides:
    answers = {role: levels[role][practice.key] for role in LEAD_ROLES}
    scored = [1 if answer == NOT_IN_PLACE else answer for answer in answers.values()]
    scored = [level for level in scored if level > 0]
    return Sides(
        practice,
        section,
        tuple(
            Side(
                role,
                answer,
                str(answer) if answer > 0 else in_words(practice, answer),
                practice.levels[answer - 1] if answer > 0 else "",
                evidence.get(role, ""),
            )
            for role, answer in answers.items()
        ),
        max(scored) - min(scored) if len(scored) > 1 else None,
    )
