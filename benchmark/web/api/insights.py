"""What the API answers about how divisions differ, as types."""

from typing import Literal

from pydantic import Field

from benchmark.web.api.documents import About, Document, Figure, NotShown, Value, Words


class ListedPractice(Document):
    key: str
    name: str
    where: str
    step: str


class DecisionList(Document):
    """At most three practices, or in ``none`` why there are none."""

    key: Literal["copy", "fix", "leave"]
    title: str
    meaning: str
    practices: list[ListedPractice]
    none: str


class DecisionLists(Document):
    shown: Literal[True] = True
    rows: list[DecisionList]


class Standing(Document):
    """A division's overall figure drawn towards the trust; limits hold for all at once (95%)."""

    division: str
    name: str
    observed: float
    drawn: float
    low: float
    high: float
    words: str


class Standings(Document):
    shown: Literal[True] = True
    rows: list[Standing]


class Place(Document):
    """A practice's mean and the spread of its divisions; limits hold for all practices at once."""

    practice: str
    name: str
    mean: float
    mean_low: float
    mean_high: float
    spread: float
    spread_low: float
    spread_high: float
    belongs: Literal["copy", "fix", "leave", "not clear"]


class Places(Document):
    shown: Literal[True] = True
    rows: list[Place]


class Part(Document):
    """One source of the differences between answers: its share of them, with 95% limits."""

    key: str
    name: str
    share: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class Parts(Document):
    shown: Literal[True] = True
    rows: list[Part]


class Check(Document):
    """One coefficient of how well the round measures; ``between`` is empty without limits."""

    key: str
    name: str
    figure: Value | NotShown
    between: str
    words: str


class Checks(Document):
    shown: Literal[True] = True
    rows: list[Check]


class Change(Document):
    """Points of the scale since the last round; up to ``band`` a change is too small to read."""

    shown: Literal[True] = True
    points: float
    text: str
    band: Value | NotShown
    words: str


class Moved(Document):
    """Means over what both rounds have; ``division`` is null for the trust."""

    division: str | None
    name: str
    before: Figure | NotShown
    after: Figure | NotShown
    change: Change | NotShown


class Since(Document):
    shown: Literal[True] = True
    before: str = Field(description="Title of the earlier round")
    basis: list[str] = Field(description="How the rounds are compared where they differ")
    how_sure: str
    rows: list[Moved]


class Variation(Document):
    """How divisions differ, what is noise, and what has moved since the last round."""

    about: About
    finding: str
    how_sure: str
    differences: list[str]
    lists: DecisionLists | NotShown
    standings: Standings | NotShown
    places: Places | NotShown
    line_up: Words | NotShown
    parts: Parts | NotShown
    checks: Checks | NotShown
    since_last_round: Since | NotShown
