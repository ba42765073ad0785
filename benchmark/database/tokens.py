"""Tokens with which a person's own programs read the figures of one trust."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Person, Trust
from benchmark.database.schema import Moment, Table, now, random_id


class ApiToken(Table):
    """What lets a program read as its owner does. Only a hash of the token is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))  # what it is for, in its owner's words
    parts: Mapped[str] = mapped_column(String(60))  # what it may read, separated by spaces
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)  # the minute of its last use
    uses: Mapped[int] = mapped_column(default=0)  # in that minute

    person: Mapped[Person] = relationship()
    trust: Mapped[Trust] = relationship()
