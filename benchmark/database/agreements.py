"""What the three leads of a division settle between them, and what they release."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Round
from benchmark.database.schema import Moment, Table, now

SETTLED = ("agreed", "open")
CONTINUES = ("yes", "partly", "no")


class Agreement(Table):
    """What the three say of one practice: an agreed level, or that it stays open.

    No row is the same as nothing settled at version 0.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint(f"state IN {SETTLED}", name="state"),
        CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name="agreed"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    practice: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(6))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)

    round: Mapped[Round] = relationship()
    division: Mapped[Division] = relationship()


class Dissent(Table):
    """What one of the three sees otherwise, in their own words; each writes only their own."""

    __tablename__ = "dissents"
    __table_args__ = (CheckConstraint(f"role IN {LEAD_ROLES}", name="role"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    practice: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Confirmation(Table):
    """One of the three has seen exactly this preview and wants it released."""

    __tablename__ = "confirmations"
    __table_args__ = (CheckConstraint(f"role IN {LEAD_ROLES}", name="role"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    preview_hash: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Release(Table):
    """A division's figures of a round, open to the trust since this moment. It is never undone."""

    __tablename__ = "releases"

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    preview_hash: Mapped[str] = mapped_column(String(64))
    levels: Mapped[bytes] = mapped_column(LargeBinary)  # int8 a practice: what was confirmed
    released_at: Mapped[datetime] = mapped_column(Moment, default=now)

    round: Mapped[Round] = relationship()
    division: Mapped[Division] = relationship()


class SectionAnswer(Table):
    """A lead's private word at the end of a section.

    ``completed``: "Have you completed this section?"; ``continues``: "If one of us left, would
    this continue?", seen by the three leads only, after all three have submitted.
    """

    __tablename__ = "section_answers"
    __table_args__ = (CheckConstraint(f"continues IN {CONTINUES}", name="continues"),)

    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(40), primary_key=True)
    completed: Mapped[bool] = mapped_column(default=False)
    continues: Mapped[str | None] = mapped_column(String(6))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
