"""Whether a session has changed anything: a form that was refused is nothing that was done."""

from typing import Any

from sqlalchemy import Executable, event
from sqlalchemy.orm import ORMExecuteState, Session

CHANGED = "has changed something"


def has_changed(session: Session) -> bool:
    """Whether the session has sent a change to the database, or has one waiting."""
    session.flush()
    return CHANGED in session.info


def change(session: Session, statement: Executable, values: dict[str, Any]) -> None:
    """Send one change as it is, past the unit of work: what objects hold is not looked at."""
    session.info[CHANGED] = True
    session.connection().execute(statement, values)


@event.listens_for(Session, "before_flush")
def _flushing(session: Session, *_: Any) -> None:
    if session.new or session.deleted or any(map(session.is_modified, session.dirty)):
        session.info[CHANGED] = True


@event.listens_for(Session, "do_orm_execute")
def _executing(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[CHANGED] = True
