"""The page that matters for one division: one practice to protect, two to improve, and why.

Chosen from L1 figures alone, by a fixed rule, so that page and PDF always choose the same:
the difference of the level from the trust's mean where that is shown, else the level itself;
ties go to the practice that the questionnaire asks first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.wording import (
    CLEAR,
    CLEARLY_HIGHER,
    CLEARLY_LOWER,
    PROBABLY_HIGHER,
    PROBABLY_LOWER,
    counted,
    in_words,
    not_shown,
    one_decimal,
)
from benchmark.questionnaire.definition import LEVELS, Practice, Questionnaire

TO_IMPROVE = 2
WORTH_PROTECTING = 3  # a defined practice; below it there is nothing yet to lose
TOP = LEVELS[-1]

Kind = Literal["protect", "improve"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen practice with what is seen now and what the next level looks like."""

    key: str
    name: str
    section: str
    kind: Kind
    level: int
    level_name: str
    level_text: str
    next_level: int | None  # None at the top of the scale
    next_name: str
    next_text: str
    verdict: str  # against the trust, in the words of wording.py; empty if none can be given
    reason: str  # one sentence
    prompts: tuple[str, str]
    why: str  # why the practice matters
    evidence: tuple[str, str, str]  # examples of what would show it


@dataclass(frozen=True, slots=True)
class DivisionBrief:
    """What the three leads and their executive talk about first."""

    division_key: str
    protect: Choice | None
    improve: tuple[Choice, ...]
    clearly_higher: tuple[str, ...]  # names of practices, in the questionnaire's order
    clearly_lower: tuple[str, ...]
    standing: str  # one sentence: how far the choice can be trusted, or why there is none

    @property
    def choices(self) -> tuple[Choice, ...]:
        """In the order in which they are read."""
        return (*((self.protect,) if self.protect else ()), *self.improve)


@dataclass(frozen=True, slots=True)
class _Candidate:
    practice: Practice
    section: str  # its name, as the scoring schedule places the practice
    order: int
    level: int
    difference: float | None  # from the trust's mean
    verdict: str


def division_brief(
    comparison: Comparison, questionnaire: Questionnaire, division_key: str
) -> DivisionBrief:
    """Return the choices for one division; without any if it is not released."""
    division = comparison.division(division_key)
    candidates = _candidates(comparison, questionnaire, division)
    protect = _to_protect(candidates)
    improve = _to_improve([c for c in candidates if c is not protect])
    return DivisionBrief(
        division_key=division_key,
        protect=_choice(questionnaire, protect, "protect", candidates) if protect else None,
        improve=tuple(_choice(questionnaire, c, "improve", candidates) for c in improve),
        clearly_higher=_named(candidates, CLEARLY_HIGHER),
        clearly_lower=_named(candidates, CLEARLY_LOWER),
        standing=_standing(comparison, division, candidates, [protect, *improve]),
    )


def _candidates(
    comparison: Comparison, questionnaire: Questionnaire, division: DivisionResult
) -> list[_Candidate]:
    """Every practice with a level, in the questionnaire's order."""
    sections = {p.key: section.name for section in comparison.sections for p in section.practices}
    found = []
    for order, practice in enumerate(questionnaire.practices):
        value = division.practices[practice.key].value
        if value is None:
            continue
        mean = comparison.trust.practices[practice.key].value
        # rounded, so that equal differences tie whatever the machine's last digit says
        difference = None if mean is None else round(value - mean, 9)
        verdict = division.practice_verdicts.get(practice.key, "")
        section = sections[practice.key]
        found.append(_Candidate(practice, section, order, int(value), difference, verdict))
    return found


def _strength(candidates: Sequence[_Candidate], candidate: _Candidate) -> float:
    """What practices are compared by: the difference, or the level where any mean is hidden."""
    if candidate.difference is None or any(c.difference is None for c in candidates):
        return candidate.level
    return candidate.difference


def _to_protect(candidates: Sequence[_Candidate]) -> _Candidate | None:
    worth = [c for c in candidates if c.level >= WORTH_PROTECTING] or candidates
    return min(worth, key=lambda c: (-_strength(candidates, c), c.order), default=None)


def _to_improve(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    below = [c for c in candidates if c.level < TOP]
    return sorted(below, key=lambda c: (_strength(candidates, c), c.order))[:TO_IMPROVE]


def _choice(
    questionnaire: Questionnaire,
    chosen: _Candidate,
    kind: Kind,
    candidates: Sequence[_Candidate],
) -> Choice:
    practice, level = chosen.practice, chosen.level
    following = None if level == TOP else level + 1
    return Choice(
        key=practice.key,
        name=practice.name,
        section=chosen.section,
        kind=kind,
        level=level,
        level_name=questionnaire.scale[level - 1],
        level_text=practice.levels[level - 1],
        next_level=following,
        next_name=questionnaire.scale[following - 1] if following else "",
        next_text=practice.levels[following - 1] if following else "",
        verdict=chosen.verdict,
        reason=_reason(chosen, kind, candidates),
        prompts=practice.prompts,
        why=practice.why,
        evidence=practice.evidence,
    )


def _reason(chosen: _Candidate, kind: Kind, candidates: Sequence[_Candidate]) -> str:
    if chosen.difference is None or any(c.difference is None for c in candidates):
        return _reason_by_level(chosen, kind, candidates)
    mean = one_decimal(chosen.level - chosen.difference)
    against = f"Level {chosen.level} against a trust mean of {mean}"
    if chosen.verdict in CLEAR:
        return f"{against}: {chosen.verdict}."
    if chosen.verdict in {PROBABLY_HIGHER, PROBABLY_LOWER}:
        return f"{against}: {chosen.verdict}, though not clearly."
    far = "furthest above" if kind == "protect" else "among the lowest against"
    return f"{against}, {far} its trust here, but with no clear difference: talk before you act."


def _reason_by_level(chosen: _Candidate, kind: Kind, candidates: Sequence[_Candidate]) -> str:
    same = sum(c.level == chosen.level for c in candidates)
    extreme = "highest" if kind == "protect" else "lowest"
    if same == 1:
        return f"Level {chosen.level}, the {extreme} of this division's levels."
    return (
        f"Level {chosen.level}, as in {counted(same - 1, 'other practice')}: "
        "the questionnaire's order decided between them."
    )


def _named(candidates: Sequence[_Candidate], words: str) -> tuple[str, ...]:
    return tuple(c.practice.name for c in candidates if c.verdict == words)


def _standing(
    comparison: Comparison,
    division: DivisionResult,
    candidates: Sequence[_Candidate],
    chosen: Sequence[_Candidate | None],
) -> str:
    if not division.released:
        return f"Nothing can be chosen; this division is {not_shown(division.reason)}."
    if not candidates:
        return "Nothing can be chosen: no practice has enough answers."
    hidden = next((f.reason for f in comparison.trust.practices.values() if f.reason), "")
    if any(c.difference is None for c in candidates):
        return f"Chosen by level alone; the trust's means are {not_shown(hidden)}."
    clear = sum(c.verdict in CLEAR for c in chosen if c)
    if not clear:
        return (
            "No practice chosen here stands out clearly, so treat them as places to start talking."
        )
    known = sum(c is not None for c in chosen)
    if clear == known:
        return "Every practice chosen here is clearly different from the trust's mean."
    verb = "stands" if clear == 1 else "stand"
    return f"Of the {in_words(known)} practices chosen here, {in_words(clear)} {verb} out clearly."
