"""Rescoring: a round under another schedule, and the notice of every figure that this changes.

Issued reports stay as they are. From the notice on, the round's pages and new reports use the
schedule of the notice, as it is stored with it.
"""

import hashlib
from dataclasses import replace

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.results import facts_of, reader_of
from benchmark.comparison.compare import compare
from benchmark.comparison.correction import Notice, notice_hash, notice_json, notice_of
from benchmark.comparison.wording import local_day
from benchmark.database.corrections import Correction
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.correction import correction_pdf
from benchmark.scoring.schedule import Schedule

# made once: putting a statement together takes longer than running it
NOTICES = (
    select(Correction)
    .where(Correction.round_id == bindparam("asked"))
    .order_by(Correction.number.desc())
)


class ScheduleFault(Exception):
    """The round cannot be rescored under this schedule; the text says why and what to do."""


def notice_for(
    session: Session, asked: Round, questionnaire: Questionnaire, schedule: Schedule
) -> Notice:
    """What rescoring would change for the readers of L1; nothing is stored.

    Raises ``ScheduleFault`` when this version was used before with another content.
    """
    _refuse_changed(session, schedule)
    facts = facts_of(session, asked, questionnaire)
    reader = reader_of(asked.trust)
    after = compare(replace(facts, schedule=schedule), reader)
    return notice_of(compare(facts, reader), after, schedule)


def rescore(
    session: Session, asked: Round, questionnaire: Questionnaire, schedule: Schedule
) -> tuple[Notice, Correction | None]:
    """Issue the notice; None for a schedule that changes nothing, of which nothing is stored."""
    # one rescoring of a round at a time: the other then finds what the first has left
    session.scalars(select(Round).where(Round.id == asked.id).with_for_update()).one()
    notice = notice_for(session, asked, questionnaire, schedule)
    if notice.changes_nothing:
        return notice, None
    moment = now()
    correction = Correction(
        round=asked,
        number=_last_number(session, asked) + 1,
        from_schedule=notice.from_schedule,
        to_schedule=notice.to_schedule,
        schedule=schedule.as_json(),
        schedule_hash=schedule.content_hash,
        content=notice_json(notice),
        content_hash=notice_hash(notice),
        issued_at=moment,
        pdf=correction_pdf(notice, moment),
    )
    session.add(correction)
    session.flush()
    return notice, correction


def corrections_of(session: Session, asked: Round) -> list[Correction]:
    """The notices of a round, newest first."""
    return list(session.scalars(NOTICES, {"asked": asked.id}))


def is_unaltered(correction: Correction) -> bool:
    """Whether what is stored of a notice, and its schedule, still give the hashes beside them."""
    stored = (
        (correction.content, correction.content_hash),
        (correction.schedule, correction.schedule_hash),
    )
    return all(hashlib.sha256(text.encode()).hexdigest() == told for text, told in stored)


def _last_number(session: Session, asked: Round) -> int:
    query = select(func.max(Correction.number)).where(Correction.round_id == asked.id)
    return session.scalar(query) or 0


def _refuse_changed(session: Session, schedule: Schedule) -> None:
    query = select(Correction).where(
        Correction.to_schedule == schedule.version,
        Correction.schedule_hash != schedule.content_hash,
    )
    used = session.scalars(query.order_by(Correction.issued_at)).first()
    if used is not None:
        raise ScheduleFault(
            f"schedule {schedule.version} has changed since a round was rescored under it on "
            f"{local_day(used.issued_at)}; put its file back, or give it a new version"
        )
