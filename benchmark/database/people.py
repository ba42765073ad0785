"""Trusts, their divisions, the people and their dated tenures, support, and who is signed in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.schema import Moment, Table, now, random_id

LEAD_ROLES = ("clinical", "operational", "nursing")
TRUST_ROLES = ("executive", "improvement", "coordinator")
ROLES = (*LEAD_ROLES, *TRUST_ROLES, "national")
# whole years. Six: as long as a claim on a contract can be brought (Limitation Act 1980, s. 5), and
# five yearly rounds to compare. Under two the last round would be gone before the next; after
# twenty, public records are to be reviewed in any case (Public Records Act 1958, s. 3)
USUAL_RETENTION, SHORTEST_RETENTION, LONGEST_RETENTION = 6, 2, 20


def in_force(first: date, last: date | None, day: date) -> bool:
    """Whether a day lies in a tenure; one without a last day goes on."""
    return first <= day and (last is None or day <= last)


class Trust(Table):
    __tablename__ = "trusts"
    __table_args__ = (
        CheckConstraint(
            f"retention_years BETWEEN {SHORTEST_RETENTION} AND {LONGEST_RETENTION}",
            name="retention_years",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)  # as the Organisation Data Service
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str | None] = mapped_column(String(10))
    opened: Mapped[date | None]
    closed: Mapped[date | None]
    invented: Mapped[bool] = mapped_column(default=False)
    # for how many years after its last day the answers of a round are kept
    retention_years: Mapped[int] = mapped_column(
        default=USUAL_RETENTION, server_default=text(str(USUAL_RETENTION))
    )

    divisions: Mapped[list["Division"]] = relationship(
        back_populates="trust", order_by="Division.position, Division.id"
    )
    # what became of it, when it was merged into another; and those that were merged into it
    merged: Mapped["TrustMerger | None"] = relationship(
        back_populates="before", foreign_keys="TrustMerger.from_trust_id"
    )
    formed: Mapped[list["TrustMerger"]] = relationship(
        back_populates="into",
        foreign_keys="TrustMerger.into_trust_id",
        order_by="TrustMerger.from_trust_id",
    )


class TrustMerger(Table):
    """A trust that became part of another. Its rounds stay its own; nothing new begins in it."""

    __tablename__ = "trust_mergers"
    __table_args__ = (CheckConstraint("from_trust_id <> into_trust_id", name="two"),)

    from_trust_id: Mapped[int] = mapped_column(
        ForeignKey("trusts.id"), primary_key=True, autoincrement=False
    )
    into_trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), index=True)
    first_day: Mapped[date]  # of the trust that goes on
    at: Mapped[datetime] = mapped_column(Moment, default=now)

    before: Mapped[Trust] = relationship(back_populates="merged", foreign_keys=[from_trust_id])
    into: Mapped[Trust] = relationship(back_populates="formed", foreign_keys=[into_trust_id])


class Division(Table):
    __tablename__ = "divisions"
    __table_args__ = (UniqueConstraint("trust_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]  # its last day, when it was merged or closed

    trust: Mapped[Trust] = relationship(back_populates="divisions")


class Person(Table):
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str | None] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)  # then nothing here names anybody

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", order_by="Membership.id"
    )
    support: Mapped[list["SupportAccess"]] = relationship(
        back_populates="person", order_by="SupportAccess.opened_at"
    )


class Membership(Table):
    """A tenure: a person holds a role in a division, in a trust, or nationally, between dates."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        CheckConstraint("to_date IS NULL OR to_date >= from_date", name="dates"),
        CheckConstraint(f"(division_id IS NOT NULL) = (role IN {LEAD_ROLES})", name="division"),
        CheckConstraint("(trust_id IS NULL) = (role = 'national')", name="trust"),
        UniqueConstraint("person_id", "trust_id", "division_id", "role", "from_date"),
        # a unique rule takes two missing values for different ones: the same rule for tenures
        # without a division, and for those without a trust
        Index(
            "uq_memberships_of_trust",
            *("person_id", "trust_id", "role", "from_date"),
            unique=True,
            sqlite_where=text("division_id IS NULL"),
            postgresql_where=text("division_id IS NULL"),
        ),
        Index(
            "uq_memberships_national",
            *("person_id", "role", "from_date"),
            unique=True,
            sqlite_where=text("trust_id IS NULL"),
            postgresql_where=text("trust_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    trust_id: Mapped[int | None] = mapped_column(ForeignKey("trusts.id"), index=True)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("divisions.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    from_date: Mapped[date]
    to_date: Mapped[date | None]  # the last day of the tenure

    person: Mapped[Person] = relationship(back_populates="memberships")
    trust: Mapped[Trust | None] = relationship()
    division: Mapped[Division | None] = relationship()

    def holds_on(self, day: date) -> bool:
        return in_force(self.from_date, self.to_date, day)


class SupportAccess(Table):
    """Somebody of the supplier may read the states of one trust, for a reason, until a moment."""

    __tablename__ = "support_accesses"
    __table_args__ = (
        CheckConstraint("ends_at > opened_at", name="end"),
        CheckConstraint("(ended_at IS NULL) = (ended_how = '')", name="ended"),
        # of two who open the same access at once, the database itself lets one through
        Index(
            "uq_support_accesses_standing",
            *("trust_id", "person_id"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)  # may be noted later than it was
    ended_how: Mapped[str] = mapped_column(String(20), default="", server_default="")

    trust: Mapped[Trust] = relationship()
    person: Mapped[Person] = relationship(back_populates="support")

    def is_open(self, moment: datetime) -> bool:
        """The clock ends it, whether or not anybody has noted that yet."""
        return self.ended_at is None and moment < self.ends_at


class SignIn(Table):
    """A signed-in browser: a row that can be taken away. Only a hash of its token is kept."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment, default=now)  # to the minute
    agent: Mapped[str] = mapped_column(String(60), default="", server_default="")  # in words
    way: Mapped[str] = mapped_column(String(10), default="password", server_default="password")
    asks_code: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_factor_at: Mapped[datetime | None] = mapped_column(Moment)

    person: Mapped[Person] = relationship()


class SignInAttempt(Table):
    """A failed attempt to sign in, kept for the throttle; who and from where only as hashes."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    address_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    device_hash: Mapped[str | None] = mapped_column(String(64))  # of one that is known
