"""What the three leads of one division see of themselves in one round (L2): one frozen object.

Page, picture, table, CSV and the L2 edition of the report read it; nobody else ever gets one. The
kinds of answer without a level stay apart, and none of them is ever a 0 among the levels. No name
of a person is in it, so that an issued report outlives the erasure of an identity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from benchmark.comparison.wording import counted
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, NOT_IN_PLACE, NOTHING

ROLES = ("clinical", "operational", "nursing")
LOWEST_LEVEL = 1  # what is not in place scores as the lowest level, never as missing
WITHOUT_LEVEL = {
    NOTHING: "no answer",
    DO_NOT_KNOW: "does not know",
    DOES_NOT_APPLY: "does not apply",
    NOT_IN_PLACE: "not in place, so 1",
}
CONTINUES: Mapping[str | None, str] = {
    "yes": "Yes", "partly": "Partly", "no": "No", None: "No answer",
}  # fmt: skip
TOO_FEW = "too few levels to compare"

Settled = Literal["agreed", "open", ""]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one lead said of one practice."""

    role: str
    answer: int  # as it is packed: 1 to 5, or a kind without a level
    evidence: str = ""

    @property
    def level(self) -> int | None:
        """The level to compare; None for every kind of answer that has none."""
        if self.answer == NOT_IN_PLACE:
            return LOWEST_LEVEL
        return self.answer if self.answer > 0 else None

    @property
    def words(self) -> str:
        """``4``, or the kind of answer."""
        return WITHOUT_LEVEL.get(self.answer, str(self.answer))


@dataclass(frozen=True, slots=True)
class Dissent:
    """What one lead sees otherwise than the level that was agreed, in their own words."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class PracticeInside:
    """One practice: the three side by side, and what they settled."""

    key: str
    name: str
    section: str
    voices: tuple[Voice, ...]  # in the order of ROLES
    settled: Settled
    agreed: int | None
    reason: str
    dissents: tuple[Dissent, ...]

    def __post_init__(self) -> None:
        if tuple(voice.role for voice in self.voices) != ROLES:
            raise ValueError("a practice has the answer of each of the three posts, in their order")
        if (self.settled == "agreed") != (self.agreed is not None):
            raise ValueError("a level is agreed, or there is none")

    @property
    def levels(self) -> tuple[int, ...]:
        return tuple(voice.level for voice in self.voices if voice.level is not None)

    @property
    def apart(self) -> int | None:
        """Levels between the lowest and the highest; None with fewer than two levels."""
        return max(self.levels) - min(self.levels) if len(self.levels) > 1 else None

    @property
    def gap(self) -> str:
        if self.apart is None:
            return TOO_FEW
        return "the same level" if self.apart == 0 else f"{counted(self.apart, 'level')} apart"

    @property
    def outcome(self) -> str:
        if self.agreed is not None:
            return f"agreed on {self.agreed}"
        return "left open" if self.settled else "not settled"

    @property
    def said(self) -> str:
        """``clinical 2, operational 4, nursing does not know``."""
        return ", ".join(f"{voice.role} {voice.words}" for voice in self.voices)


@dataclass(frozen=True, slots=True)
class SectionInside:
    """What each lead said of one section: whether it would continue if one of them left."""

    key: str
    name: str
    continues: tuple[str | None, ...]  # in the order of ROLES; yes, partly, no, or nothing

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(CONTINUES[each] for each in self.continues)


@dataclass(frozen=True, slots=True)
class Post:
    """One of the three posts: whether and how it was answered for. No name is said."""

    role: str
    submitted_at: datetime | None  # UTC
    people: int  # two when the job is shared
    paper: bool  # typed in from paper by the coordinator
    missing: str = ""  # what the coordinator recorded: vacant, or not submitted


@dataclass(frozen=True, slots=True)
class Inside:
    """Everything that the three leads of a division see of each other in one round."""

    trust_code: str
    trust_name: str
    division_key: str
    division_name: str
    round_id: str
    round_title: str
    invented: bool
    data_cut: datetime | None  # UTC; the last of their submissions
    questionnaire: str
    questionnaire_hash: str
    software: str
    scale: tuple[str, ...]
    posts: tuple[Post, ...]  # in the order of ROLES
    practices: tuple[PracticeInside, ...]  # in the questionnaire's order
    sections: tuple[SectionInside, ...]  # those that anybody spoke of; empty if not shown
    content_hash: str  # SHA-256 (hex) over everything else

    @property
    def answered(self) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.submitted_at)

    @property
    def they(self) -> str:
        """``three`` or ``two``: how many of you there are to compare."""
        return "three" if len(self.answered) == len(ROLES) else "two"

    @property
    def by_range(self) -> tuple[PracticeInside, ...]:
        """Widest first, ties in the questionnaire's order, what cannot be compared last."""
        return tuple(sorted(self.practices, key=lambda p: 1 if p.apart is None else -p.apart))
