"""Mail that waits to be sent, and the single-purpose links that it carries."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import Moment, Table, now, random_id

KINDS = ("invitation", "reminder", "link", "receipt", "release", "password", "account")
MAIL_STATES = ("waiting", "sending", "sent", "failed", "cancelled")


class Mail(Table):
    """One mail to one person, written once. ``occasion`` keeps a second one from being written."""

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"state IN {MAIL_STATES}", name="state"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    occasion: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    response_id: Mapped[str | None] = mapped_column(ForeignKey("responses.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)  # without links: they are made when it is sent
    page: Mapped[str] = mapped_column(String(200), default="")  # of this site, for "[page]"
    message_id: Mapped[str] = mapped_column(String(120), unique=True)  # up to its "@"
    state: Mapped[str] = mapped_column(String(9), default="waiting")
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)  # next attempt, not before
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    round: Mapped[Round | None] = relationship()
    response: Mapped[Response | None] = relationship()
    person: Mapped[Person] = relationship()


class MailLink(Table):
    """A link that signs one person in once, for one response. Only a hash of it is kept."""

    __tablename__ = "mail_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    response_id: Mapped[str] = mapped_column(ForeignKey("responses.id"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()
    response: Mapped[Response] = relationship()
