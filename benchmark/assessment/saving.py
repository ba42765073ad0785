"""A lead saves one answer: hundreds do on the last day, and others wait for each of them.

So nothing here is an object of the mapper. One question, put together once, asks for all that
decides a save as plain columns: before the lock for whether this is the reader's own response at
all, and once more under it for what is true now, unless nobody has written meanwhile.
"""

from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, exists
from sqlalchemy.orm import Session

from benchmark.assessment.responding import (
    AS_IT_STANDS,
    CLOSED,
    Edit,
    NotOpen,
    Saved,
    keep,
    lock_row,
)
from benchmark.assessment.rounds import shorter_years
from benchmark.assessment.statement import statement_hash_at
from benchmark.database.events import Acknowledgement
from benchmark.database.people import Trust
from benchmark.database.rounds import Respondent, Response, Round

PERSON: BindParameter[int] = bindparam("person")
OWN_AS_IT_STANDS = (
    AS_IT_STANDS.add_columns(
        *(Response.id, Response.round_id, Response.division_id, Response.statement_hash),
        *(Round.trust_id, Round.questionnaire_hash, Round.level.label("opening")),
        *(Round.promised_years, Trust.retention_years),
        exists()
        .where(
            Acknowledgement.response_id == Response.id,
            Acknowledgement.person_id == PERSON,
            Acknowledgement.statement_hash == Response.statement_hash,
        )
        .label("acknowledged"),
    )
    .join(Trust, Trust.id == Round.trust_id)
    .where(exists().where(Respondent.response_id == Response.id, Respondent.person_id == PERSON))
)


class NotRead(Exception):
    """The person has yet to read the statement that is in force; nothing was changed."""


def own_answer(session: Session, person: int, response: str, practice: str) -> Row[Any] | None:
    """The person's own response with their answer to one practice, and nobody else's."""
    asked = {"person": person, "id": response, "practice": practice}
    return session.connection().execute(OWN_AS_IT_STANDS, asked).one_or_none()


def save_own(
    session: Session, known: Row[Any], person: int, place: tuple[str, str], edit: Edit
) -> Saved:
    """Keep the edit as ``responding.save`` does; ``place`` is the response's id and the practice.

    ``known`` is what ``own_answer`` gave in this transaction; it is read again where anything was
    written since. Raises ``NotRead`` and ``NotOpen``, both for what is true once others are locked
    out.
    """
    unchanged = lock_row(session, place[0])
    stands = known if unchanged else own_answer(session, person, *place)
    if stands is None:
        raise NotOpen(CLOSED)  # it was theirs a moment ago
    if not has_read(stands):
        raise NotRead
    return keep(session, stands, place, edit)


def has_read(stands: Row[Any]) -> bool:
    """Whether the person has read the statement in its present words."""
    years = shorter_years(stands.promised_years, stands.retention_years)
    wanted = statement_hash_at(stands.opening, years)
    return bool(stands.acknowledged) and stands.statement_hash == wanted
