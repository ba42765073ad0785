"""A lead answers, practice by practice, and submits. Nobody's text is ever overwritten unseen."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from benchmark.assessment.events import record_event
from benchmark.assessment.rounds import is_open
from benchmark.database.changes import change
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.schema import now
from benchmark.database.session import begin_writing
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import NOTHING
from benchmark.scoring.sheet import pack, sheet_hash

# what decides whether a response may still be changed, as plain columns: others wait for the lock
# while it is read, and objects of the mapper take several times as long
OWN_COLUMNS = ("withdrawn_at", "set_aside_at", "outcome")
ROUND_COLUMNS = ("state", "opens_on", "closes_on")
ANSWERS = cast("Table", Answer.__table__)
STORED = ("level", "evidence", "share", "version", "tab", "sequence", "seconds")
# with the answer to one practice, which is not there for most that ask: its version is None then
AS_IT_STANDS = (
    select(
        *(getattr(Response, name) for name in OWN_COLUMNS),
        *(getattr(Round, name) for name in ROUND_COLUMNS),
        exists().where(Submission.response_id == Response.id).label("submitted"),
        *(ANSWERS.c[name] for name in STORED),
    )
    .join(Round, Round.id == Response.round_id)
    .outerjoin(
        ANSWERS,
        and_(ANSWERS.c.response_id == Response.id, ANSWERS.c.practice == bindparam("practice")),
    )
    .where(Response.id == bindparam("id"))
)
ROW_ITSELF = select(Response.id).where(Response.id == bindparam("id")).with_for_update()
ADD = insert(ANSWERS)
CHANGE = update(ANSWERS).where(
    ANSWERS.c.response_id == bindparam("response"), ANSWERS.c.practice == bindparam("of")
)
CLOSED = "The coordinator has closed these answers. Nothing was changed."
LONGEST_VISIT = 3600  # s; whoever leaves a page open over lunch has not spent the time on it


@dataclass(frozen=True, slots=True)
class Content:
    """What one practice's form holds."""

    level: int = NOTHING
    evidence: str = ""
    share: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A save as it arrives: the content, and what the sender had seen before."""

    content: Content
    version: int
    tab: str = ""
    sequence: int = 0
    seconds: int = 0  # spent on the page since its last save; kept, and shown nowhere


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an edit: saved at this version, or both texts for the sender to choose."""

    saved: bool
    version: int
    yours: Content
    theirs: Content


class NotOpen(Exception):
    """The response was submitted already or its round is not open; nothing was changed."""


def answers_of(response: Response) -> dict[str, Answer]:
    return {answer.practice: answer for answer in response.answers}


def answer_to(session: Session, response: Response, practice: str) -> Answer | None:
    """What is stored for one practice; the others are not read."""
    return session.get(Answer, (response.id, practice))


def content_of(answer: Answer | Row[Any] | None) -> Content:
    if answer is None:
        return Content()
    return Content(answer.level, answer.evidence, answer.share)


def save(session: Session, response: Response, practice: str, edit: Edit) -> Saved:
    """Keep the edit unless the sender had not seen what is stored.

    Within one tab the newest sequence wins, whatever the order of arrival. Otherwise the version
    decides: an edit made on an older version is not saved, and both contents are returned.
    """
    saved = keep(session, lock(session, response, practice), (response.id, practice), edit)
    read = session.identity_map.get(identity_key(Answer, (response.id, practice)))
    if read is not None:  # somebody has it in hand as it was
        session.expire(read)
    return saved


def keep(session: Session, stands: Row[Any], place: tuple[str, str], edit: Edit) -> Saved:
    """The same for what was read under the lock; ``place`` is the response's id and the practice.

    Raises ``NotOpen``.
    """
    _refuse(stands, stands, submitted=stands.submitted)
    stored = None if stands.version is None else stands
    version = stored.version if stored else 0
    theirs = content_of(stored)
    if edit.content == theirs or _late_in_its_tab(edit, stored):
        return Saved(saved=True, version=version, yours=edit.content, theirs=theirs)
    if edit.version != version and not _next_in_its_tab(edit, stored):
        return Saved(saved=False, version=version, yours=edit.content, theirs=theirs)
    _store(session, stored, place, edit)
    return Saved(saved=True, version=version + 1, yours=edit.content, theirs=edit.content)


def lock(session: Session, response: Response, practice: str = "") -> Any:
    """Keep others from changing a response until this transaction ends; it is read afresh.

    Returns a row: how it stands, with the answer to the practice, whose version is None if there
    is none.
    """
    lock_row(session, response.id)
    session.flush()
    if session.get_bind().dialect.name != "sqlite":
        session.expire(response)
    stands = (
        session.connection().execute(AS_IT_STANDS, {"id": response.id, "practice": practice}).one()
    )
    _refresh(session, response, stands)
    # nobody else has written since the lock was taken: only what this transaction has added
    # itself may be missing from a list that was read before
    session.expire(response, ["answers", "vignette_answers"])
    return stands


def lock_row(session: Session, response: str) -> bool:
    """Keep others from changing the response with this id.

    What was read before may be old, unless this returns that nothing was written meanwhile.
    """
    unchanged = begin_writing(session)
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(ROW_ITSELF, {"id": response})  # two saves of one wait for each other
    return unchanged


def _refresh(session: Session, response: Response, stands: Any) -> None:
    for name in OWN_COLUMNS:
        set_committed_value(response, name, getattr(stands, name))
    for name in ROUND_COLUMNS:
        set_committed_value(response.round, name, getattr(stands, name))
    if stands.submitted:
        session.expire(response, ["submission"])


def refuse_unless_open(response: Response) -> None:
    """Raise ``NotOpen`` for a response that is final, or whose round is not open."""
    _refuse(response, response.round, submitted=response.submission is not None)


def _refuse(response: Any, asked: Any, *, submitted: bool) -> None:
    """``response`` and ``asked``, its round, are objects or a row with the columns of both."""
    if response.withdrawn_at is not None:
        raise NotOpen("You have withdrawn these answers. They can no longer be changed.")
    if submitted:
        raise NotOpen("You have submitted these answers. They can no longer be changed.")
    if not is_open(asked, now()):
        raise NotOpen("This round is not open. Nothing was changed.")
    if response.set_aside_at is not None or response.outcome is not None:
        raise NotOpen(CLOSED)


def may_change(response: Response) -> bool:
    """Whether answers can be saved now."""
    try:
        refuse_unless_open(response)
    except NotOpen:
        return False
    return True


def _late_in_its_tab(edit: Edit, stored: Row[Any] | None) -> bool:
    return _same_tab(edit, stored) and stored is not None and edit.sequence <= stored.sequence


def _next_in_its_tab(edit: Edit, stored: Row[Any] | None) -> bool:
    return _same_tab(edit, stored) and stored is not None and edit.sequence > stored.sequence


def _same_tab(edit: Edit, stored: Row[Any] | None) -> bool:
    return bool(edit.tab) and stored is not None and stored.tab == edit.tab


def _store(session: Session, stored: Row[Any] | None, place: tuple[str, str], edit: Edit) -> None:
    content = {"level": edit.content.level, "evidence": edit.content.evidence}
    how = {"tab": edit.tab, "sequence": edit.sequence, "saved_at": now()}
    spent = (stored.seconds if stored else 0) + min(edit.seconds, LONGEST_VISIT)
    version = (stored.version if stored else 0) + 1
    values = {**content, **how, "share": edit.content.share, "seconds": spent, "version": version}
    response, practice = place
    if stored is None:
        change(session, ADD, {"response_id": response, "practice": practice, **values})
    else:
        change(session, CHANGE, {"response": response, "of": practice, **values})


def unanswered(response: Response, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Practices without an answer; "I do not know" and "does not apply" are answers."""
    given = {answer.practice for answer in response.answers if answer.level != NOTHING}
    return tuple(key for key in questionnaire.keys if key not in given)


def unscored(response: Response, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Vignettes without the lead's level."""
    scored = {answer.vignette for answer in response.vignette_answers}
    return tuple(each.key for each in questionnaire.vignettes if each.key not in scored)


def needed_scenes(response: Response, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Vignettes that still stand in the way of submitting; on paper none does.

    On screen a lead is asked again. A sheet of paper cannot ask: to refuse it would hold back what
    three leads said of their division for scenes that no figure of it needs. Its leniency is then
    said to be unknown, with the reason, and never taken for 0.
    """
    return () if response.source == "paper" else unscored(response, questionnaire)


def submit(
    session: Session, response: Response, questionnaire: Questionnaire, person: int
) -> Submission | None:
    """Make the answers final, once: a second submit returns the first submission.

    None when practices or vignettes are still without an answer; nothing is changed then.
    """
    lock(session, response)
    if response.submission is not None:
        return response.submission
    refuse_unless_open(response)
    if unanswered(response, questionnaire) or needed_scenes(response, questionnaire):
        return None
    sheet = pack(questionnaire.keys, {a.practice: a.level for a in response.answers})
    response.submission = Submission(
        sheet=sheet,
        sheet_hash=sheet_hash(questionnaire.identity, sheet),
        submitted_by=person,
        submitted_at=now(),
    )
    session.flush()
    _record(session, response, person)
    return response.submission


def _record(session: Session, response: Response, person: int) -> None:
    record_event(
        session,
        response.round,
        "submitted",
        division=response.division,
        role=response.role,
        person=person,
    )
