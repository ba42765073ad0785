"""How people get in beside a password: links to choose one, second factors, sign-on by others."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Person
from benchmark.database.schema import Moment, Table, now, random_id


class SecondFactor(Table):
    """An authenticator app that a person has set up. Without the secret key its row is no use."""

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int]  # of the code that was accepted last: each is accepted once
    recovery_salt: Mapped[str] = mapped_column(String(32))
    codes_for: Mapped[str | None] = mapped_column(String(64))  # the sign-in that may still see them
    confirmed_at: Mapped[datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship()


class RecoveryCode(Table):
    """A code for the day on which the app is not at hand. Only a slow hash of it is kept."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasswordLink(Table):
    """A link in a mail that lets one person choose a password, once. Only its hash is kept."""

    __tablename__ = "password_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class PasswordRequest(Table):
    """Somebody has asked for a link; whether they are known, a worker finds out later.

    The page writes the same row in both cases. The worker empties the e-mail.
    """

    __tablename__ = "password_requests"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    email: Mapped[str] = mapped_column(String(254))
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    done_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class KnownDevice(Table):
    """A browser in which somebody has signed in before; only a hash of its cookie is kept."""

    __tablename__ = "known_devices"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class SignOnIdentity(Table):
    """Who somebody is to another organisation: its own name for them, given once."""

    __tablename__ = "sign_on_identities"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)

    person: Mapped[Person] = relationship()
