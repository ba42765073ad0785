"""What a division takes up after a round: offers to show how, and actions with their progress."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Round
from benchmark.database.schema import Moment, Table, now, random_id

OFFER_KINDS = ("shows", "asks")
OWNERS = (*LEAD_ROLES, "together")  # "together": all three see to it
PLANNED, IN_PROGRESS, DONE, CHANGED = "planned", "in progress", "done", "changed"
ACTION_STATES = (PLANNED, IN_PROGRESS, DONE, CHANGED)
FINISHED = frozenset({DONE, CHANGED})


class Offer(Table):
    """A division offers to show how it does a practice, or asks to be shown; its own words.

    One a practice and kind; one that was withdrawn may be made again.
    """

    __tablename__ = "offers"
    __table_args__ = (CheckConstraint(f"kind IN {OFFER_KINDS}", name="kind"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    practice: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(5), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)

    round: Mapped[Round] = relationship()
    division: Mapped[Division] = relationship()


class Action(Table):
    """One step of a division's plan; ``round`` is the one in which it was written.

    Its texts change in that round only. Afterwards what becomes of it is told in notes.
    """

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint(f"owner IN {OWNERS}", name="owner"),
        Index("ix_actions_of_division", "division_id", "round_id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"))
    practice: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(20))
    due: Mapped[date]
    measure: Mapped[str] = mapped_column(Text)
    version: Mapped[int]  # goes up with every change of the texts and with every note
    saved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(Moment, default=now)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)  # done or openly changed

    round: Mapped[Round] = relationship()
    division: Mapped[Division] = relationship()
    notes: Mapped[list["ActionNote"]] = relationship(
        back_populates="action", order_by="ActionNote.at, ActionNote.id"
    )


class ActionNote(Table):
    """How far an action is, as told in a round.

    The database itself refuses to change or delete a row; ``words`` can only be taken out.
    """

    __tablename__ = "action_notes"
    __table_args__ = (CheckConstraint(f"state IN {ACTION_STATES}", name="state"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    action_id: Mapped[str] = mapped_column(ForeignKey("actions.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))  # in which it is told
    state: Mapped[str] = mapped_column(String(11))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    # in whose plan it was written; None in older rows: the one that wrote the action
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))

    action: Mapped[Action] = relationship(back_populates="notes")
    round: Mapped[Round] = relationship()
    division: Mapped[Division | None] = relationship()
