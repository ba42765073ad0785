"""Work that is done in the background, and the files that it makes."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchmark.database.people import Trust
from benchmark.database.rounds import Report, Round
from benchmark.database.schema import Moment, Table, now, random_id

JOB_STATES = ("waiting", "running", "done", "failed", "cancelled")


class Job(Table):
    """One piece of work. The same work on the same content is one row, however often asked for.

    Whoever does it holds a lease: ``worker`` until ``leased_until``. A worker that dies leaves its
    lease to run out, and another one goes on where it was.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("kind = 'pack'", name="kind"),
        CheckConstraint(f"state IN {JOB_STATES}", name="state"),
        CheckConstraint("(worker IS NOT NULL) = (state = 'running')", name="worker"),
        CheckConstraint("(leased_until IS NOT NULL) = (state = 'running')", name="leased_until"),
        CheckConstraint("(finished_at IS NOT NULL) = (state = 'done')", name="finished_at"),
        UniqueConstraint("round_id", "kind", "level", "content_hash"),
        Index("ix_jobs_state_created_at", "state", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    kind: Mapped[str] = mapped_column(String(20))
    trust_id: Mapped[int] = mapped_column(ForeignKey("trusts.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"))
    level: Mapped[str] = mapped_column(String(2))
    content_hash: Mapped[str] = mapped_column(String(64))  # of the comparison that it reports
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(String(9), default="waiting")
    total: Mapped[int]  # documents to make; how many are made is how many files there are
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")  # in plain words, for the reader
    worker: Mapped[str | None] = mapped_column(String(16))
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    size: Mapped[int] = mapped_column(default=0)  # bytes of the whole download
    digest: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of it

    trust: Mapped[Trust] = relationship()
    round: Mapped[Round] = relationship()
    files: Mapped[list["JobFile"]] = relationship(
        back_populates="job", order_by="JobFile.made_at, JobFile.name"
    )


class JobFile(Table):
    """A finished file of a job: an issued report, which is kept as such, or a text of its own."""

    __tablename__ = "job_files"
    __table_args__ = (
        UniqueConstraint("job_id", "name"),
        CheckConstraint("(content IS NULL) = (report_id IS NOT NULL)", name="content"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=random_id)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"))
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(400))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    report_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id"))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)

    job: Mapped[Job] = relationship(back_populates="files")
    report: Mapped[Report | None] = relationship()
