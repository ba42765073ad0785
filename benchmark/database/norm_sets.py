"""Norm sets: figures of a national pool, published to stand beside those of trusts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from benchmark.database.schema import Moment, Table, now, random_id


class NormSet(Table):
    """One published version. Triggers refuse UPDATE and DELETE: a new version is a new row.

    ``members`` is the JSON of the trusts and rounds behind it, for the national team and the rule
    of what may be subtracted only; ``figures`` is the JSON of what may be shown.
    """

    __tablename__ = "norm_sets"
    __table_args__ = (
        UniqueConstraint("questionnaire", "invented", "number"),
        Index("ix_norm_sets_newest", "questionnaire", "invented", "published_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    questionnaire: Mapped[str] = mapped_column(ForeignKey("questionnaires.identity"))
    invented: Mapped[bool]
    number: Mapped[int]  # 1, 2, 3 of each questionnaire
    trusts: Mapped[int]
    members: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(Text)
    figures_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Moment, default=now)
