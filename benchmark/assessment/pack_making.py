"""A worker's side of a pack: claim it, keep each report as it is made, and finish it.

Every step here is one short transaction, and none paints anything: a lock that is held while a
report is painted would keep people from saving. Whoever holds the lease may write; a lease that ran
out is taken over, and then the first worker's next step is refused.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.documents import Document, pack_documents, said_in
from benchmark.assessment.events import record_event
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issued, keep_report
from benchmark.assessment.pack_files import add_texts
from benchmark.assessment.packing import content_of
from benchmark.assessment.rounds import Progress, progress_of
from benchmark.comparison.content import Comparison
from benchmark.database.jobs import Job, JobFile
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.database.schema import random_id
from benchmark.questionnaire.definition import Questionnaire

LEASE = timedelta(minutes=2)  # much longer than one report takes
MOST_ATTEMPTS = 5
LOST = "The program that makes packs stopped several times while it was making this one."
OUTDATED = "The figures of the round have changed since this pack was asked for."


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one worker to go on with one job."""

    job_id: str
    worker: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, with all that painting needs and no database behind it."""

    comparison: Comparison
    questionnaire: Questionnaire
    progress: Mapping[str, Progress]  # how far the divisions were when the figures were read
    missing: tuple[Document, ...]


def due(moment: datetime) -> ColumnElement[bool]:
    """Jobs that nobody works on: new ones, and those whose worker has died."""
    abandoned = and_(Job.state == "running", Job.leased_until <= moment)
    return or_(Job.state == "waiting", abandoned)


def due_jobs(session: Session, moment: datetime, most: int = 100) -> list[str]:
    """Ids of the jobs that are due, the oldest first."""
    query = select(Job.id).where(due(moment)).order_by(Job.created_at, Job.id)
    return list(session.scalars(query.limit(most)))


def claim(session: Session, job_id: str, moment: datetime) -> Lease | None:
    """Take the job, unless somebody else has it, or it is over."""
    query = select(Job).where(Job.id == job_id, due(moment))
    job = session.scalar(query.with_for_update(skip_locked=True, of=Job))
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _stop(job, LOST)
        return None
    job.state, job.worker, job.leased_until = "running", random_id(), moment + LEASE
    job.attempts += 1
    job.started_at = job.started_at or moment
    return Lease(job.id, job.worker)


def order_for(session: Session, lease: Lease) -> Order | None:
    """What this job still needs; None where the round no longer shows what was asked for."""
    job = session.get_one(Job, lease.job_id)
    comparison = content_of(session, job.round)
    if comparison.content_hash != job.content_hash:
        return None
    made = {file.name for file in job.files}
    return Order(
        comparison,
        questionnaire_of(job.round),
        progress_of(session, job.round),
        tuple(each for each in pack_documents(comparison, job.level) if each.name not in made),
    )


def already_issued(session: Session, lease: Lease, order: Order, document: Document) -> bool:
    """Whether somebody has issued this very report: then nobody needs to paint it again."""
    if not document.is_report:
        return False
    asked = session.get_one(Job, lease.job_id).round
    code = said_in(document, order.comparison, order.questionnaire).content_hash
    return issued(session, asked, division_of(asked, document), code, document.edition) is not None


def keep_document(
    session: Session,
    lease: Lease,
    order: Order,
    document: Document,
    pdf: bytes,
    moment: datetime,
) -> bool:
    """Issue the report, if it is one, and keep it in the pack.

    False: this job is no longer for this worker.
    """
    job = _held(session, lease)
    if job is None:
        return False
    if progress_of(session, job.round) != order.progress:
        # somebody has withdrawn or released meanwhile: what was painted may not be shown any more
        _stop(job, OUTDATED)
        return False
    if document.name not in {file.name for file in job.files}:
        session.add(_file(session, job, order, document, pdf))
    job.leased_until = moment + LEASE
    session.flush()
    return True


def _file(session: Session, job: Job, order: Order, document: Document, pdf: bytes) -> JobFile:
    file = JobFile(job_id=job.id, name=document.name, title=document.title)
    if document.is_report:
        division = division_of(job.round, document)
        said = said_in(document, order.comparison, order.questionnaire)
        report = keep_report(session, job.round, division, document.edition, said, pdf)
        file.report_id, file.size, file.sha256 = report.id, len(report.pdf), report.pdf_hash
    else:
        file.content, file.size = pdf, len(pdf)
        file.sha256 = hashlib.sha256(pdf).hexdigest()
    return file


def division_of(asked: Round, document: Document) -> Division | None:
    divisions = {division.key: division for division in asked.trust.divisions}
    return divisions[document.division] if document.division else None


def finish(session: Session, lease: Lease, order: Order, moment: datetime) -> bool:
    """Everything is there: add the texts about it, and tell the round."""
    job = _held(session, lease)
    if job is None:
        return False
    add_texts(session, job, order.comparison)
    job.state, job.worker, job.leased_until = "done", None, None
    job.finished_at, job.error = moment, ""
    record_event(session, job.round, "pack made")
    return True


def stop_with(session: Session, lease: Lease, reason: str) -> None:
    """The job has failed, for a reason that its reader is told. What was made is kept."""
    job = _held(session, lease)
    if job is not None:
        _stop(job, reason)


def give_back(session: Session, lease: Lease) -> None:
    """The worker is being stopped: another one may go on at once."""
    job = _held(session, lease)
    if job is not None:
        job.state, job.worker, job.leased_until = "waiting", None, None
        job.attempts -= 1


def _stop(job: Job, reason: str) -> None:
    job.state, job.worker, job.leased_until, job.error = "failed", None, None, reason


def _held(session: Session, lease: Lease) -> Job | None:
    """The job, locked, if it is still this worker's."""
    query = select(Job).where(Job.id == lease.job_id, Job.worker == lease.worker)
    return session.scalar(query.with_for_update(of=Job))
