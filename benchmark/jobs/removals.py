"""Removing the answers of rounds whose time is over: each round in a transaction of its own."""

import logging
from datetime import datetime

from sqlalchemy import Engine

from benchmark.assessment.access import find_trust
from benchmark.assessment.removing import (
    Removed,
    due_rounds,
    remove_round,
    sweep,
    was_removed_lately,
)
from benchmark.database.rounds import Round
from benchmark.database.scrubbing import PATIENCE, NotScrubbed, scrub
from benchmark.database.session import transaction

LOG = logging.getLogger(__name__)
NOT_SCRUBBED = (
    "answers were removed and nobody reads them any more, but bytes of them are still in the file "
    "(%s): stop the server for a moment and run benchmark scrub"
)


def remove_due(
    engine: Engine, moment: datetime, code: str | None = None, way: str = "service"
) -> tuple[Removed, ...]:
    """Remove every round that is due, of one trust or of all; nothing the second time.

    Stopped in the middle, whole rounds are gone and the others are untouched. The file is not
    scrubbed yet.
    """
    with transaction(engine, writes=False) as session:
        trust = find_trust(session, code) if code else None
        if code and trust is None:
            return ()
        due = [asked.id for asked in due_rounds(session, moment, trust)]
    found = (_remove(engine, each, moment, way) for each in due)
    return tuple(removed for removed in found if removed)


def _remove(engine: Engine, round_id: str, moment: datetime, way: str) -> Removed | None:
    with transaction(engine, writes=True) as session:
        return remove_round(session, session.get_one(Round, round_id), moment, way)


def remove_and_scrub(engine: Engine, moment: datetime, patience: float = PATIENCE) -> int:
    """One pass of a worker: what is due goes, and no byte of it stays in a SQLite file."""
    gone = len(remove_due(engine, moment))
    if _swept(engine, moment) or gone:
        _scrub(engine, patience)
    return gone


def _swept(engine: Engine, moment: datetime) -> int:
    with transaction(engine, writes=False) as session:
        if not was_removed_lately(session, moment):
            return 0
    with transaction(engine, writes=True) as session:
        return sweep(session, moment)


def _scrub(engine: Engine, patience: float) -> None:
    try:
        scrub(engine, patience)
    except NotScrubbed as reason:
        LOG.warning(NOT_SCRUBBED, reason)
