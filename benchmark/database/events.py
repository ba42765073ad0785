"""What has happened in a round, as a list to which rows are only added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Division, Person
from benchmark.database.rounds import Round
from benchmark.database.schema import Moment, Table, now, random_id

# what a text becomes that has to go although its row is only ever added to
TAKEN_OUT = "Text removed"


class RoundEvent(Table):
    """One thing that happened; never an answer, a level or a text of a lead.

    The database itself refuses to change or delete a row; ``detail`` can only be taken out.
    """

    __tablename__ = "round_events"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"))
    role: Mapped[str | None] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who did it
    at: Mapped[datetime] = mapped_column(Moment, default=now)

    round: Mapped[Round] = relationship()
    division: Mapped[Division | None] = relationship()
    person: Mapped[Person | None] = relationship()


class Acknowledgement(Table):
    """Which words of the visibility statement a person has read, when. Rows are only added."""

    __tablename__ = "acknowledgements"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[str] = mapped_column(String(10))
    statement_hash: Mapped[str] = mapped_column(String(64))
    statement: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class Lineage(Table):
    """Which division of one round a division of a later round continues."""

    __tablename__ = "lineage"

    from_division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    to_division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # merged, split
    at: Mapped[datetime] = mapped_column(Moment, default=now)
