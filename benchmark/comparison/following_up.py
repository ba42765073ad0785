"""What people do about a round, as plain values: offers to show how, actions, changes of lead.

None of it is computed from an answer: people wrote it, knowing that their trust reads it.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """A division offers to show others how it does a practice, or asks to be shown."""

    division: str  # key
    practice: str  # key
    kind: str  # "shows" or "asks"
    words: str  # what there is to see, or what is wanted, in the division's own words
    contact: str  # whom to ask: the title of the post, as the division wrote it


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One step of a division's plan: who does what until when, and how one will know."""

    id: str
    division: str  # key
    practice: str  # key
    what: str
    owner: str  # the role that sees to it
    due: date
    measure: str
    state: str  # "planned", "in progress", "done" or "changed"
    progress: str  # the last word on it; empty before any
    # title of the earlier round in which it was written, with the division that wrote it if that
    # has ended; empty in its own
    since: str = ""


@dataclass(frozen=True, slots=True)
class LeadChange:
    """A post of a lead that changes hands, or stands empty; no name is said."""

    division: str  # key
    role: str  # clinical, operational or nursing
    kind: str  # "ends", "begins" or "vacant"
    on: date  # the last day, the first day, or since when
