"""What the API answers, as types: the answers are made of them and the schema is made of them.

No field is left out and none may be added, so that an answer can only be what its schema says.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

USE = "Personal data about identifiable people; not for appraisal, pay or discipline"


class Document(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class NotShown(Document):
    """No value, and why: never 0, never null. ``text`` is what pages write in its place."""

    shown: Literal[False] = False
    because: Literal["rule", "answers"] = Field(
        description="A rule on who may see what or on what can be told, or what the leads answered"
    )
    rule: str
    text: str


class Interval(Document):
    """95% interval, pooled over divisions, with the one decimal of the page."""

    shown: Literal[True] = True
    low: float
    high: float
    text: str


class Figure(Document):
    """A number on the scale 1 to 5. ``text`` is how pages and reports write it."""

    shown: Literal[True] = True
    value: float = Field(ge=1, le=5)
    text: str
    interval: Interval | NotShown


class Words(Document):
    """What pages say in words."""

    shown: Literal[True] = True
    text: str


class Value(Document):
    """A number that is not on the scale; ``text`` is how pages write it."""

    shown: Literal[True] = True
    value: float
    text: str


class About(Document):
    """Which round of which trust, under which questionnaire and scoring schedule."""

    trust: str
    trust_name: str
    invented: bool = Field(description="The data are made up for demonstration")
    round: str
    round_title: str
    questionnaire: str
    schedule: str
    use: str = USE


class TrustEntry(Document):
    code: str
    name: str
    invented: bool
    rounds: str = Field(description="Where its rounds are")


class Removed(Document):
    """The answers of the round are gone: on which day, and how long the trust had kept them."""

    on: date
    after_years: int


class RoundEntry(Document):
    id: str
    title: str
    questionnaire: str
    opens_on: date
    closes_on: date
    state: Literal["open", "closed", "abandoned"]
    removed: Removed | None
    divisions: str
    scores: str
    variation: str
    plans: str
    reports: str


class Released(Document):
    """The three leads have released their levels; ``data_cut`` is their last submission, UTC."""

    shown: Literal[True] = True
    data_cut: datetime | None


class DivisionEntry(Document):
    """One division in one round, in the trust's own order."""

    key: str
    name: str
    levels: Released | NotShown
    overall: Figure | NotShown


class Score(Document):
    """One figure of one division, or of the trust: the mean over its divisions."""

    of: Literal["division", "trust"]
    division: str | None = Field(description="Key of the division; null for the trust")
    name: str = Field(description="Name of the division, or Trust")
    kind: Literal["overall", "comparable", "section", "practice"]
    key: str | None = Field(description="Key of the section or practice; null for the other kinds")
    label: str = Field(description="Name of the section or practice, or what the mean is over")
    section: str | None = Field(description="Key of the section of a practice, else null")
    figure: Figure | NotShown
    against_trust: Words | NotShown | None = Field(
        description="The division against its trust; null for what is not compared in words"
    )


class Action(Document):
    """One action of a division's plan; owners are posts, never names."""

    id: str
    division: str
    practice: str
    what: str
    owner: str
    due: date
    measure: str
    state: Literal["planned", "in progress", "done", "changed"]
    progress: str = Field(description="The last word on it; empty before any")
    since: str = Field(
        description="Title of the earlier round in which it was written, with the division that "
        "wrote it if that has ended; empty for one of this round"
    )


class HiddenDivision(Document):
    """A division whose plan is not shown, and why."""

    division: str
    name: str
    plan: NotShown


class ReportEntry(Document):
    """An issued report, which never changes."""

    id: str
    kind: str
    level: Literal["L1", "L2"]
    division: str | None = Field(description="Key of the division; null for the trust's report")
    issued_at: datetime
    data_cut: datetime
    content_hash: str
    pdf: str = Field(description="Where its bytes are")
    verify: str = Field(description="Where anybody can check that it is unchanged")


class Page(Document):
    """``next_cursor`` names the next page; null on the last one."""

    next_cursor: str | None


class Trusts(Page):
    items: list[TrustEntry]


class Rounds(Page):
    items: list[RoundEntry]


class Divisions(Page):
    about: About
    items: list[DivisionEntry]


class Scores(Page):
    about: About
    items: list[Score]


class Plans(Page):
    about: About
    items: list[Action]
    not_shown: list[HiddenDivision]


class Reports(Page):
    items: list[ReportEntry]


class Fault(Document):
    """Which part of the request is at fault."""

    place: Literal["query", "header"] = Field(serialization_alias="in")
    name: str
    detail: str


class Problem(Document):
    """What went wrong, as RFC 9457 describes it; ``code`` is one of our own words."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]
