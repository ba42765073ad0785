"""What a comparison says: the one object that page, PDF, export and API read.

Every number that leaves the product at L1 stands here once, already decided upon by
``benchmark.disclosure``. Nothing in this module can be used to work back to one lead's answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmark.comparison.changes import RoundsCompared
from benchmark.comparison.figure import Figure
from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.comparison.insight import Insight, PooledNoise

__all__ = (  # ``Figure`` is defined for ``changes`` too, and is found here by everybody else
    "NOTHING_YET",
    "Comparison",
    "DivisionResult",
    "Figure",
    "NormFigures",
    "PoolNorm",
    "PracticeHeading",
    "SectionHeading",
    "TrustResult",
)


@dataclass(frozen=True, slots=True)
class PracticeHeading:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SectionHeading:
    key: str
    name: str
    practices: tuple[PracticeHeading, ...]
    has_norm: bool


@dataclass(frozen=True, slots=True)
class DivisionResult:
    """One division in one round at L1: whole levels per practice, figures computed from them."""

    key: str
    name: str
    complete: int  # leads who have submitted, 0 to 3
    reason: str  # why nothing is shown; empty when released
    overall: Figure  # mean of all practices
    comparable: Figure  # mean of the practices that the outside norm covers
    sections: Mapping[str, Figure]
    practices: Mapping[str, Figure]  # whole levels, each with the pooled interval
    verdict: str  # overall against the rest of the trust, in the words of wording.py
    practice_verdicts: Mapping[str, str]
    shared_evidence: Mapping[str, tuple[str, ...]]  # only what its author ticked "may be shared"
    data_cut: datetime | None = None  # UTC; its own last submission, once released

    @property
    def released(self) -> bool:
        return not self.reason


@dataclass(frozen=True, slots=True)
class TrustResult:
    """Means over the released divisions of the trust, and the middle half of the divisions."""

    overall: Figure
    comparable: Figure
    sections: Mapping[str, Figure]
    practices: Mapping[str, Figure]
    middle_half: Mapping[str, tuple[float, float]]  # practice -> quartiles; empty if not shown


@dataclass(frozen=True, slots=True)
class NormFigures:
    """A published outside norm, dated; shown as context only, beside the comparable overall."""

    name: str
    source: str
    year: int
    overall: float
    sections: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PoolNorm:
    """A published norm set: means over trusts, each counted once, or why they are not shown."""

    number: int  # 1, 2, 3 of the questionnaire
    published: date
    trusts: int
    overall: Figure
    comparable: Figure  # mean of the practices that the published norm covers
    sections: Mapping[str, Figure]


NOTHING_YET = Insight(reason="not worked out", parts_reason="not worked out")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that one round of one trust shows at L1."""

    trust_code: str
    trust_name: str
    invented: bool  # the data are made up for demonstration, and every page says so
    round_id: str
    round_title: str
    data_cut: datetime | None  # UTC; the last submission that counts; None before the first
    questionnaire: str  # management-practice-1.0
    questionnaire_hash: str
    schedule: str  # scoring schedule version
    scoring: str  # how the schedule makes figures of levels, in words
    software: str
    scale: tuple[str, ...]  # short names of the five levels
    sections: tuple[SectionHeading, ...]
    divisions: tuple[DivisionResult, ...]  # in the trust's own order, never sorted by a result
    trust: TrustResult
    norm: NormFigures | None
    finding: str  # one computed sentence
    differences: tuple[str, ...]  # what differs clearly, in words
    caution: str  # how sure we are, in words
    content_hash: str  # SHA-256 (hex) over everything else
    insight: Insight = NOTHING_YET  # what can be decided, and how sure that is
    noise: PooledNoise | None = None  # behind every interval; None: ``noise_reason`` says why
    noise_reason: str = "not worked out"
    offers: tuple[Offer, ...] = ()  # to show how, or to be shown
    actions: tuple[PlannedAction, ...] = ()
    lead_changes: tuple[LeadChange, ...] = ()
    lead_changes_from: date | None = None  # the day from which it looks half a year ahead
    pool: PoolNorm | None = None  # the norm set of the round's last release
    since: RoundsCompared | None = None  # the last round beside this one
    removed_before: str = ""  # why a round before it cannot stand beside it: its answers are gone
    # for analysts: division -> practice -> Benjamini-Hochberg value of its contrast
    adjusted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def released(self) -> tuple[DivisionResult, ...]:
        return tuple(division for division in self.divisions if division.released)

    def division(self, key: str) -> DivisionResult:
        return next(division for division in self.divisions if division.key == key)
