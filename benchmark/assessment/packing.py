"""Asking for an improvement pack: the same content asked for twice is one pack."""

from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.documents import pack_documents
from benchmark.assessment.events import record_event
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.inside import may_read_issued
from benchmark.assessment.issuing import LEVEL
from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.results import reader_of
from benchmark.comparison.content import Comparison
from benchmark.database.jobs import Job, JobFile
from benchmark.database.people import Division
from benchmark.database.rounds import Report, Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState, Statistic, Subject, Viewer

# an issued document was allowed to leave the three when it was issued: what is asked again at
# each download is whether this reader is one of those for whom it was written
WHEN_ISSUED: Final = RoundState(complete=LEADS_OF_A_DIVISION, released_here=True)
BEGINS_AGAIN = ("failed", "cancelled")


def content_of(session: Session, asked: Round) -> Comparison:
    """What a pack of this round would report now: what everybody in the trust may read (L1)."""
    return comparison_over_rounds(session, reader_of(asked.trust), asked, questionnaire_of(asked))


def ask_for_pack(session: Session, asked: Round, person: int) -> Job | None:
    """The pack of the round's present content, which somebody may have asked for before.

    One that had failed or was cancelled begins again and keeps the files that it has. None while
    nothing is released.
    """
    comparison = content_of(session, asked)
    documents = pack_documents(comparison, LEVEL)
    if not documents:
        return None
    # of two who ask at once, the second waits here and then finds the pack of the first
    session.execute(select(Round.id).where(Round.id == asked.id).with_for_update())
    job = pack_with(session, asked, comparison)
    if job is None:
        job = _new_pack(session, asked, comparison, len(documents), person)
    elif job.state in BEGINS_AGAIN:
        job.state, job.attempts, job.error = "waiting", 0, ""
    session.flush()
    return job


def _new_pack(
    session: Session, asked: Round, comparison: Comparison, total: int, person: int
) -> Job:
    job = Job(
        kind="pack",
        trust=asked.trust,
        round=asked,
        level=LEVEL,
        content_hash=comparison.content_hash,
        asked_by=person,
        total=total,
    )
    session.add(job)
    record_event(session, asked, "pack asked for", person=person)
    return job


def pack_with(session: Session, asked: Round, comparison: Comparison) -> Job | None:
    query = packs_query(asked).where(Job.content_hash == comparison.content_hash)
    return session.scalar(query.execution_options(populate_existing=True))


def packs_of(session: Session, asked: Round) -> list[Job]:
    """Every pack of the round, the newest first."""
    return list(session.scalars(packs_query(asked).order_by(Job.created_at.desc(), Job.id)))


def packs_query(asked: Round) -> Select[Job]:
    return select(Job).where(Job.round_id == asked.id, Job.kind == "pack", Job.level == LEVEL)


def cancel(session: Session, job: Job, person: int) -> bool:
    """Nobody goes on with the pack; what is finished is kept. A finished pack stays finished."""
    session.refresh(job, with_for_update=True)
    if job.state not in ("waiting", "running"):
        return False
    job.state, job.worker, job.leased_until = "cancelled", None, None
    record_event(session, job.round, "pack cancelled", person=person)
    return True


def may_download(session: Session, viewer: Viewer, job: Job) -> bool:
    """Whether the viewer is one of those for whom its documents were written, at this moment.

    As with reports, what was issued stays: also of a division that is withheld since.
    """
    about = (
        select(Division.key)
        .select_from(JobFile)
        .join(Report, JobFile.report_id == Report.id)
        .outerjoin(Division, Report.division_id == Division.id)
        .where(JobFile.job_id == job.id)
    )
    pooled = select(func.max(Report.pooled)).join(JobFile, JobFile.report_id == Report.id)
    over = session.scalar(pooled.where(JobFile.job_id == job.id)) or 0
    if not may_read_issued(session, viewer, job.round, over).show:
        return False
    return job.state == "done" and all(
        decide(viewer, Subject(job.trust.code, key), Statistic.DIVISION_LEVELS, WHEN_ISSUED).show
        for key in session.scalars(about)
    )
