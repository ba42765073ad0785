"""The end of a round's retention: all that people answered goes, and what was made of it.

What stays is the frame of the round, the hashes of what was issued, and the record of who did what
(docs/data.md). All of it happens in the caller's transaction: a whole round or nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import london_day
from benchmark.assessment.mergers import wait_for_merger
from benchmark.assessment.naming import count
from benchmark.assessment.preparing import lock_round
from benchmark.assessment.removal_notices import may_be_removed
from benchmark.assessment.retention import kept_rounds
from benchmark.database.agreements import (
    Agreement,
    Confirmation,
    Dissent,
    Release,
    SectionAnswer,
)
from benchmark.database.corrections import Correction
from benchmark.database.events import Acknowledgement, RoundEvent
from benchmark.database.jobs import Job, JobFile
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import Division, Trust
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import (
    Answer,
    Report,
    Respondent,
    Response,
    Round,
    Submission,
    VignetteAnswer,
)

# what goes, each after all that points to it: a column that leads to the round, and words
GOES: tuple[tuple[Any, str], ...] = (
    (Answer.response_id, "answers with their evidence"),
    (VignetteAnswer.response_id, "scores of the scenes"),
    (SectionAnswer.response_id, "words at the end of a section"),
    (Submission.response_id, "submissions"),
    (Acknowledgement.response_id, "statements that people said they have read"),
    (MailLink.response_id, "links in mails"),
    (Respondent.response_id, "names beside responses"),
    (Agreement.round_id, "agreements with their reasons"),
    (Dissent.round_id, "dissents"),
    (Confirmation.round_id, "confirmations of a release"),
    (Release.round_id, "releases with their levels"),
    (Offer.round_id, "offers and requests"),
    (ActionNote.action_id, "words on how far an action is"),
    (Action.round_id, "actions of plans"),
    (JobFile.job_id, "files of improvement packs"),
    (Job.round_id, "improvement packs"),
    (Mail.round_id, "mails"),
    (RoundEvent.round_id, "lines of the timeline"),
    (Response.round_id, "responses"),
)
# how the other columns lead to the round
THROUGH: dict[str, Any] = {"response_id": Response, "action_id": Action, "job_id": Job}
# what points to a round and stays: words on the plan of another round, told in this one
STAYS = (ActionNote.round_id,)
LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a round, as counts with words."""

    title: str
    goes: tuple[tuple[int, str], ...]


def due_rounds(session: Session, moment: datetime, trust: Trust | None = None) -> list[Round]:
    """The rounds whose answers go today, the oldest first; each was announced."""
    which = [Round.removal_on <= london_day(moment)]
    which += [Round.trust_id == trust.id] if trust else []
    found = kept_rounds(session, *which)
    return [each for each in found if may_be_removed(session, each, moment)]


def remove_round(
    session: Session, asked: Round, moment: datetime, way: str = "service"
) -> Removed | None:
    """Remove a round that is due, or nothing: another worker, or a hold, may have been first."""
    _wait_for_others(session, asked)
    if asked.removed_at is not None or not may_be_removed(session, asked, moment):
        return None
    asked.removed_at = moment
    asked.removed_after = _whole_years(asked.closes_on, london_day(moment))
    asked.removal_on = None
    session.flush()  # the database lets history go from here on
    goes = tuple(_empty(session, asked, moment))
    record(session, asked.trust_id, Deed("answers removed", way=way, round_id=asked.id))
    session.expire_all()
    return Removed(asked.title, goes)


def _whole_years(first: date, last: date) -> int:
    """How long they were kept in fact: longer than the period after a late notice or a hold."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def sweep(session: Session, moment: datetime) -> int:
    """Remove what was being written while its round went, for a day after; how many rows.

    Whoever had begun by then waited for the removal, and is through since.
    """
    swept = 0
    for asked in session.scalars(_removed_lately(moment)).all():
        found = sum(rows for rows, _ in _empty(session, asked, moment))
        if found:
            asked.scrubbed_at = None
        swept += found
    return swept


def was_removed_lately(session: Session, moment: datetime) -> bool:
    """Whether there is anything to sweep."""
    return session.scalars(_removed_lately(moment)).first() is not None


def unscrubbed(session: Session) -> list[str]:
    """The removed rounds (ids) of which bytes may still be in the file."""
    query = select(Round.id).where(Round.removed_at.is_not(None), Round.scrubbed_at.is_(None))
    return list(session.scalars(query))


def mark_scrubbed(session: Session, rounds: Collection[str], moment: datetime) -> None:
    """The file was written anew after these (ids) were removed."""
    session.execute(update(Round).where(Round.id.in_(rounds)).values(scrubbed_at=moment))


def _removed_lately(moment: datetime) -> Select[Round]:
    return select(Round).where(Round.removed_at > moment - LATE).order_by(Round.id)


def _wait_for_others(session: Session, asked: Round) -> None:
    """Who settles, plans, issues or saves holds one of these; after them it is ours."""
    wait_for_merger(session, asked.trust_id)  # which holds the trust, and then asks for divisions
    divisions = select(Division.id).where(Division.trust_id == asked.trust_id)
    session.execute(divisions.order_by(Division.id).with_for_update(key_share=True)).all()
    lock_round(session, asked)
    responses = select(Response.id).where(Response.round_id == asked.id)
    session.execute(responses.with_for_update()).all()


def _empty(session: Session, asked: Round, moment: datetime) -> Iterator[tuple[int, str]]:
    """Delete what goes and take the bytes out of what was issued; what there was of it."""
    for column, words in GOES:
        found = count(session, column.class_, _leads_to(column, asked))
        if found:
            session.execute(_deletion(column, asked))
            yield found, words
    for table, words, emptied in (
        (Report, "issued reports: their codes stay", {"pdf": b"", "removed_at": moment}),
        (Correction, "correction notices: their codes stay", {"pdf": b"", "content": ""}),
    ):
        here = (table.round_id == asked.id, func.length(table.pdf) > 0)
        found = count(session, table, *here)
        if found:
            session.execute(update(table).where(*here).values(emptied))
            yield found, words


def _deletion(column: Any, asked: Round) -> Delete:
    return delete(column.class_).where(_leads_to(column, asked))


def _leads_to(column: Any, asked: Round) -> ColumnElement[bool]:
    """Whether a row belongs to the round, by itself or by what it is of."""
    through = THROUGH.get(column.key)
    if through is None:
        return _of_round(column, asked)
    found: ColumnElement[bool] = column.in_(select(through.id).where(through.round_id == asked.id))
    return found


def _of_round(column: Any, asked: Round) -> ColumnElement[bool]:
    here: ColumnElement[bool] = column == asked.id
    responses = select(Response.id).where(Response.round_id == asked.id)
    return or_(here, Mail.response_id.in_(responses)) if column.class_ is Mail else here
