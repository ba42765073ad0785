"""Making improvement packs: one report after another, each kept as soon as it is painted."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from benchmark.assessment.documents import Document, painted
from benchmark.assessment.pack_making import (
    OUTDATED,
    Lease,
    Order,
    already_issued,
    claim,
    due_jobs,
    finish,
    give_back,
    keep_document,
    order_for,
    stop_with,
)
from benchmark.database.schema import now
from benchmark.database.session import transaction

LOG = logging.getLogger(__name__)
Stopped = Callable[[], bool]


def make_pack(engine: Engine, job_id: str, stopped: Stopped = lambda: False) -> bool:
    """Make what the job still needs, unless another worker has it. Whether the pack is ready."""
    with transaction(engine, writes=True) as session:
        lease = claim(session, job_id, now())
    if lease is None:
        return False
    with transaction(engine, writes=False) as session:
        order = order_for(session, lease)
    if order is None:
        _fail(engine, lease, OUTDATED)
        return False
    return _work(engine, lease, order, stopped)


def _work(engine: Engine, lease: Lease, order: Order, stopped: Stopped) -> bool:
    failed = []
    for document in order.missing:
        if stopped():
            with transaction(engine, writes=True) as session:
                give_back(session, lease)
            return False
        pdf = _pdf(engine, lease, order, document)
        if pdf is None:
            failed.append(document)
        elif not _kept(engine, lease, order, document, pdf):
            return False
    if failed:
        _fail(engine, lease, in_words(failed))
        return False
    with transaction(engine, writes=True) as session:
        return finish(session, lease, order, now())


def _pdf(engine: Engine, lease: Lease, order: Order, document: Document) -> bytes | None:
    """The bytes of a report; empty when it was issued before, None when it cannot be made."""
    with transaction(engine, writes=False) as session:
        if already_issued(session, lease, order, document):
            return b""
    try:
        return painted(document, order.comparison, order.questionnaire)
    except Exception:
        LOG.exception("job %s: %s could not be made", lease.job_id, document.name)
        return None


def _kept(engine: Engine, lease: Lease, order: Order, document: Document, pdf: bytes) -> bool:
    with transaction(engine, writes=True) as session:
        return keep_document(session, lease, order, document, pdf, now())


def _fail(engine: Engine, lease: Lease, reason: str) -> None:
    with transaction(engine, writes=True) as session:
        stop_with(session, lease, reason)


def in_words(failed: list[Document]) -> str:
    names = ", ".join(document.title for document in failed)
    what = "One report" if len(failed) == 1 else f"{len(failed)} reports"
    return f"{what} could not be made: {names}. All other reports are finished and kept."


def make_due_packs(engine: Engine, moment: datetime, stopped: Stopped = lambda: False) -> int:
    """Make every pack that waits, without the queue; returns how many are ready."""
    with transaction(engine, writes=False) as session:
        waiting = due_jobs(session, moment)
    return sum(make_pack(engine, job_id, stopped) for job_id in waiting)
