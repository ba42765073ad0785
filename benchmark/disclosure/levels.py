"""The plain frozen values that a disclosure decision is made of."""

from dataclasses import dataclass
from enum import StrEnum

LEAD_ROLES = frozenset({"clinical", "operational", "nursing"})
LEADS_OF_A_DIVISION = 3
# figures computed from leads' own answers, and trust figures, need this many divisions
FEWEST_DIVISIONS = 4
FEWEST_TRUSTS = 5  # behind every figure that leaves its trust


class Statistic(StrEnum):
    """What may be seen; the names are those of `Who sees what` in the design."""

    OWN_ANSWERS = "own answers"  # L0
    COMPLETENESS = "how many of the three are complete"
    LEAD_STATES = "not started, in progress or submitted, lead by lead"
    POST_STATES = "the same, post by post and without a name"  # all that support ever sees
    DIVISION_LEVELS = "one whole level per practice"  # L1
    SHARED_EVIDENCE = "evidence whose author allowed sharing"  # L1
    TRUST_FIGURES = "means over the divisions of a trust"
    POOLED_SPREAD = "figures computed from the leads' own answers"
    ISSUED_FIGURES = "figures of an issued document that are pooled over divisions"
    ISSUED_DOCUMENTS = "a document issued for everybody in the trust"  # L1
    PREVIEW = "a division's figures as they would be released"  # L1, for those who confirm them
    ROLE_LEVELS = "each role's level and evidence"  # L2
    OFFERS = "what a division offers to show, or asks to be shown"  # L1, written for the trust
    PLANS = "a division's plan of actions"  # L1, written for the trust
    LEAD_CHANGES = "which posts of leads change hands"
    CONTINUITY = "whether a section would go on if one of the three left"  # L2
    ANSWERING = "who read, saved and submitted what, and when"  # in the record of who did what
    NATIONAL_POOL = "a trust's part in figures of at least 5 trusts"
    NORM_SET = "means of a published pool of trusts"
    AGREEING = "who worked on an agreement and confirmed it, and when"  # in the same record


@dataclass(frozen=True, slots=True)
class Seat:
    """A tenure in force: a role in a division, in a trust, or nationally."""

    role: str
    trust: str | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as the rules see them.

    ``supports`` are codes of trusts whose states they may read for support, until its end. It is no
    seat: whatever asks for a role in a trust is closed to them without saying so.
    """

    person: int
    name: str
    seats: tuple[Seat, ...]
    supports: frozenset[str] = frozenset()

    def roles_in(self, trust: str) -> frozenset[str]:
        return frozenset(seat.role for seat in self.seats if seat.trust == trust)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a figure is about: a division's three, or one response, in a trust."""

    trust: str
    division: str | None = None
    respondents: frozenset[int] = frozenset()  # the people who gave the answers
    successors: frozenset[int] = frozenset()  # who now hold posts of respondents who have left


@dataclass(frozen=True, slots=True)
class RoundState:
    """How far a round has come, for one subject."""

    complete: int = 0  # of the three leads of the division
    released: int = 0  # divisions of the trust that have released their figures
    over: bool = False  # no division is left that could still be released
    taken_back: bool = False  # answers behind a release were withdrawn or begun again since
    released_here: bool = False  # this division has released its figures
    withheld: bool = False  # an answer of this division was withdrawn or begun again
    heard: bool = False  # closed, and the coordinator has recorded why the third is missing
    level: str = "L1"  # of the round; at L0 nothing leaves the three leads
    other_trusts: int = 0  # behind a figure of the pool, without the viewer's own
    known: int = 0  # of the released divisions, in how many the viewer reads the leads' answers


@dataclass(frozen=True, slots=True)
class Decision:
    """Show, or say why not; the reason is written for the reader."""

    reason: str = ""

    @property
    def show(self) -> bool:
        return not self.reason
