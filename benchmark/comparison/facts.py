"""What a comparison is made from: plain values, as read from the submissions of one round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.questionnaire.definition import Norm, Questionnaire
from benchmark.scoring.schedule import Schedule


@dataclass(frozen=True, slots=True)
class DivisionFacts:
    key: str
    name: str
    complete: int  # leads who have submitted, 0 to 3
    released: bool = False  # all three leads have confirmed what others will see
    withheld: bool = False  # an answer was withdrawn or begun again
    respondents: frozenset[int] = frozenset()  # who has submitted, and so reads the three
    data_cut: datetime | None = None  # UTC; its own last submission

    @property
    def shown(self) -> bool:
        return self.released and not self.withheld


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """A published norm set: ``figures`` are (key, mean over trusts, trusts); 0 trusts: hidden.

    Keys are those of sections, "overall", and "comparable" for the practices of the outside norm.
    """

    number: int
    published: date
    trusts: int
    of_this_trust: int
    figures: tuple[tuple[str, float | None, int], ...]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round of one trust, before anything has been decided about who may see it."""

    trust_code: str
    trust_name: str
    invented: bool
    round_id: str
    round_title: str
    closed: bool  # nothing can be submitted any more
    data_cut: datetime | None  # UTC; the last submission of a complete division
    questionnaire: Questionnaire
    schedule: Schedule  # how answers become figures
    norm: Norm | None
    divisions: tuple[DivisionFacts, ...]
    levels: NDArray[np.int8]  # (divisions, roles, practices), packed answers; 0 nothing
    agreed: NDArray[np.int8]  # (divisions, practices), what the three agreed; 0 nothing
    shared_evidence: Mapping[str, Mapping[str, tuple[str, ...]]]  # division -> practice -> texts
    software: str
    visibility: str = "L1"  # of the round; at L0 nothing leaves the three leads
    offers: tuple[Offer, ...] = ()  # of released divisions, in the trust's own order
    actions: tuple[PlannedAction, ...] = ()  # of released divisions
    lead_changes: tuple[LeadChange, ...] = ()  # ahead, and posts that stand empty
    lead_changes_from: date | None = None  # the day from which the round looks half a year ahead
    pool: PoolFacts | None = None  # the newest norm set when a division was last released
