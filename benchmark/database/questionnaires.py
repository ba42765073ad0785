"""Questionnaire versions as rounds use them: stored whole once, and never changed."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from benchmark.database.schema import Moment, Table, now


class FrozenQuestionnaire(Table):
    """One version, as it was when a round first used it. Triggers refuse UPDATE and DELETE.

    ``content`` is the JSON of the whole questionnaire. It is empty only where a database comes
    from before versions were stored; an empty one may be filled in, once.
    """

    __tablename__ = "questionnaires"

    identity: Mapped[str] = mapped_column(String(60), primary_key=True)  # management-practice-1.0
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    frozen_at: Mapped[datetime] = mapped_column(Moment, default=now)
