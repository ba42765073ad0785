"""Removing the answers of rounds whose time is over: each round in a transaction of its own."""

import logging
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from benchmark.assessment.access import find_trust
from benchmark.assessment.removing import (
    Removed,
    due_rounds,
    mark_scrubbed,
    remove_round,
    sweep,
    unscrubbed,
    was_removed_lately,
)
from benchmark.database.rounds import Round
from benchmark.database.scrubbing import PATIENCE, NotScrubbed, scrub
from benchmark.database.session import transaction

LOG = logging.getLogger(__name__)
NOT_SCRUBBED = (
    "answers were removed and nobody reads them any more, but bytes of them are still in the file "
    "(%s). It is tried again; if it never can be, stop the server and run benchmark scrub"
)


def remove_due(
    engine: Engine, moment: datetime, code: str | None = None, way: str = "service"
) -> tuple[Removed, ...]:
    """Remove every round that is due, of one trust or of all; nothing the second time.

    Stopped in the middle, whole rounds are gone and the others are untouched. One that fails holds
    up no other: its error is raised when all the others are gone. The file is not scrubbed yet.
    """
    with transaction(engine, writes=False) as session:
        trust = find_trust(session, code) if code else None
        if code and trust is None:
            return ()
        due = [asked.id for asked in due_rounds(session, moment, trust)]
    found, failed = [], []
    for each in due:
        try:
            found.append(_remove(engine, each, moment, way))
        except SQLAlchemyError as error:
            LOG.exception("the answers of round %s are due and could not be removed", each)
            failed.append(error)
    if failed:
        raise failed[0]
    return tuple(removed for removed in found if removed)


def _remove(engine: Engine, round_id: str, moment: datetime, way: str) -> Removed | None:
    with transaction(engine, writes=True) as session:
        return remove_round(session, session.get_one(Round, round_id), moment, way)


def remove_and_scrub(engine: Engine, moment: datetime, patience: float = PATIENCE) -> int:
    """One pass of a worker: what is due goes, and no byte of it stays in a SQLite file.

    What a pass before this one removed, and was stopped before it could scrub, is scrubbed too.
    """
    try:
        return len(remove_due(engine, moment))
    finally:
        _sweep(engine, moment)
        scrub_removed(engine, moment, patience)


def _sweep(engine: Engine, moment: datetime) -> None:
    with transaction(engine, writes=False) as session:
        if not was_removed_lately(session, moment):
            return
    with transaction(engine, writes=True) as session:
        sweep(session, moment)


def scrub_removed(engine: Engine, moment: datetime, patience: float = PATIENCE) -> None:
    """Scrub the file if a round was removed since it was last done; told in the log if in vain."""
    with transaction(engine, writes=False) as session:
        waiting = unscrubbed(session)
    if not waiting:
        return
    try:
        scrub(engine, patience)
    except NotScrubbed as reason:
        LOG.warning(NOT_SCRUBBED, reason)
        return
    with transaction(engine, writes=True) as session:
        mark_scrubbed(session, waiting, moment)
