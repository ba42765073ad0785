"""Correction notices: a round rescored under another schedule, and every figure that it changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.rounds import Round
from benchmark.database.schema import Moment, Table, now, random_id


class Correction(Table):
    """One issued notice. Triggers refuse UPDATE and DELETE; the last one of a round counts.

    ``schedule`` is the JSON of the whole schedule that counts from here on, so that no file can
    change a round in silence; ``content`` is the JSON of the notice and ``content_hash`` its hash.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    number: Mapped[int]  # 1, 2, 3 in each round
    from_schedule: Mapped[str] = mapped_column(String(10))
    to_schedule: Mapped[str] = mapped_column(String(10))
    schedule: Mapped[str] = mapped_column(Text)
    schedule_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    issued_at: Mapped[datetime] = mapped_column(Moment, default=now)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)

    round: Mapped[Round] = relationship()
