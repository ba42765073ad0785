"""Rounds, the leads' responses and answers, submissions, and issued reports."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import LEAD_ROLES, Division, Person, Trust
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.schema import Moment, Table, now, random_id

STATES = ("draft", "open", "closed", "abandoned")
LEVELS = ("L0", "L1", "L2", "L3")
SOURCES = ("screen", "paper")
OUTCOMES = ("vacant", "not submitted")  # recorded by the coordinator when a round has closed


class Round(Table):
    """A questionnaire open to a trust between two dates (London days, both included)."""

    __tablename__ = "rounds"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"level IN {LEVELS}", name="level"),
        CheckConstraint("closes_on >= opens_on", name="dates"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    questionnaire: Mapped[str] = mapped_column(ForeignKey("questionnaires.identity"))
    questionnaire_hash: Mapped[str] = mapped_column(String(64))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="open")
    level: Mapped[str] = mapped_column(String(2), default="L1")
    lawful_basis: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    impact_assessment: Mapped[str] = mapped_column(Text, default="", server_default="")
    removal_on: Mapped[date | None]  # the day that the coordinators were told, not before it
    held_at: Mapped[datetime | None] = mapped_column(Moment)  # kept longer, for a reason
    hold_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    # the answers and all that was made of them are gone; what stays is in docs/data.md
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_after: Mapped[int | None]  # whole years that they were kept
    # for how many years the leads read that their answers are kept; a draft promises nothing yet
    promised_years: Mapped[int | None]
    scrubbed_at: Mapped[datetime | None] = mapped_column(Moment)  # no byte was left after a removal

    trust: Mapped[Trust] = relationship()
    frozen: Mapped[FrozenQuestionnaire] = relationship()
    responses: Mapped[list["Response"]] = relationship(back_populates="round")


class Response(Table):
    """One lead's answers in a round; a joint one when two people share the job."""

    __tablename__ = "responses"
    __table_args__ = (
        # one that was set aside for a new lead is kept, and stands in nobody's way
        Index(
            "uq_responses_in_force",
            *("round_id", "division_id", "role"),
            unique=True,
            sqlite_where=text("set_aside_at IS NULL"),
            postgresql_where=text("set_aside_at IS NULL"),
        ),
        CheckConstraint(f"role IN {LEAD_ROLES}", name="role"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        CheckConstraint("(source = 'paper') = (entered_by IS NOT NULL)", name="entered_by"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    statement_hash: Mapped[str | None] = mapped_column(String(64))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    source: Mapped[str] = mapped_column(String(6), default="screen")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # from paper
    outcome: Mapped[str | None] = mapped_column(String(13))  # why there is no submission
    set_aside_at: Mapped[datetime | None] = mapped_column(Moment)  # a new lead began again
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)  # the lead took it back

    round: Mapped[Round] = relationship(back_populates="responses")
    division: Mapped[Division] = relationship()
    people: Mapped[list[Person]] = relationship(secondary="respondents")
    enterer: Mapped[Person | None] = relationship()
    answers: Mapped[list["Answer"]] = relationship(back_populates="response")
    vignette_answers: Mapped[list["VignetteAnswer"]] = relationship(back_populates="response")
    submission: Mapped["Submission | None"] = relationship(back_populates="response")


class Respondent(Table):
    """Who gives a response; history keeps it when the person later moves on."""

    __tablename__ = "respondents"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Answer(Table):
    """The answer to one practice: 1 to 5, or one of four kinds without a level.

    0 nothing, -1 do not know, -2 does not apply, -3 not in place. No row is the same as nothing at
    version 0.
    """

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("level BETWEEN -3 AND 5", name="level"),)

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    practice: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[str] = mapped_column(Text, default="")
    share: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]
    tab: Mapped[str] = mapped_column(String(64), default="")
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # spent on the page

    response: Mapped[Response] = relationship(back_populates="answers")


class VignetteAnswer(Table):
    """The level that a lead gives to one of the questionnaire's fixed scenes."""

    __tablename__ = "vignette_answers"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    vignette: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)

    response: Mapped[Response] = relationship(back_populates="vignette_answers")


class Submission(Table):
    """A response made final: one byte a practice in the questionnaire's order, with its hash."""

    __tablename__ = "submissions"

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    sheet: Mapped[bytes] = mapped_column(LargeBinary)
    sheet_hash: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime] = mapped_column(Moment, default=now)

    response: Mapped[Response] = relationship(back_populates="submission")


class Report(Table):
    """An issued, unchanging document. The same content is issued once."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("round_id", "division_id", "content_hash"),
        # a unique rule takes two missing values for different ones: the trust's own reports
        # have no division
        Index(
            "uq_reports_of_trust",
            "round_id",
            "content_hash",
            unique=True,
            sqlite_where=text("division_id IS NULL"),
            postgresql_where=text("division_id IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    level: Mapped[str] = mapped_column(String(2))
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    data_cut: Mapped[datetime] = mapped_column(Moment)
    issued_at: Mapped[datetime] = mapped_column(Moment, default=now)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str] = mapped_column(String(20), server_default="division")
    pdf_hash: Mapped[str] = mapped_column(String(64), server_default="")  # SHA-256 of the bytes
    # divisions whose leads' own answers are pooled in its figures; 0: it has no such figure
    pooled: Mapped[int] = mapped_column(server_default=text("0"))
    # the bytes were taken out for good; the hashes stay, so that a copy can be recognised
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    round: Mapped[Round] = relationship()
    division: Mapped[Division | None] = relationship()
