"""Who did what in a trust: a chain of entries, and beside it the names that may be removed."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Person
from benchmark.database.schema import Moment, Table


class AuditEntry(Table):
    """One thing that was done, read or refused; never an answer, a text, a name or an address.

    ``hash`` is over all other columns, and ``previous`` is the hash of the entry before. The
    database itself refuses to change or delete a row.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_of_kind", "trust_id", "kind", "at"),)

    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1, per trust
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(30))
    way: Mapped[str] = mapped_column(String(10))  # page, command, service
    round_id: Mapped[str | None] = mapped_column(String(16))  # named, not referred to: a draft of a
    division_id: Mapped[int | None]  # round is deleted with everything in it but this record
    subject: Mapped[str] = mapped_column(String(60))  # report:..., pack:..., response:...
    detail: Mapped[str] = mapped_column(String(60))  # one of our own words
    actor: Mapped[str] = mapped_column(String(64))  # seals who did it; empty: nobody signed in
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditPerson(Table):
    """Who it was, outside the hash. A row may be deleted (erasure), never changed.

    Person and nonce give the ``actor`` of the entry, so that nobody can be put in another's place;
    without the nonce the entry does not tell who it was.
    """

    __tablename__ = "audit_people"
    __table_args__ = (
        ForeignKeyConstraint(
            ["trust_id", "number"], ["audit_entries.trust_id", "audit_entries.number"]
        ),
    )

    trust_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32))

    person: Mapped[Person] = relationship()
