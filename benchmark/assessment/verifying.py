"""Whether issued reports are still what was issued: their bytes, and the content inside them."""

import hashlib
from collections.abc import Collection
from enum import Enum

from benchmark.database.rounds import Report
from benchmark.report.archive import attached


class State(Enum):
    """What can be said of an issued report."""

    UNCHANGED = "its bytes and the content inside them give the hashes that were kept"
    ALTERED = "they do not"
    REMOVED = "its bytes were taken out, because they named somebody whose data were erased"
    ENDED = "its bytes were taken out with the answers of its round, which are kept so long only"
    UNKNOWN = "issued by older software, without the content inside"


# the first of these that holds of one is said of all
IN_DOUBT = (State.ALTERED, State.REMOVED, State.ENDED, State.UNKNOWN, State.UNCHANGED)


def state_of(reports: Collection[Report]) -> State:
    """What holds of all of them: one that was altered is enough to trust none."""
    states = {_state_of(report) for report in reports}
    return next(state for state in IN_DOUBT if state in states)


def _state_of(report: Report) -> State:
    if report.removed_at is not None:
        ended = report.round.removed_at
        return State.ENDED if ended and ended <= report.removed_at else State.REMOVED
    if report.pdf_hash and _hash(report.pdf) != report.pdf_hash:
        return State.ALTERED
    content = attached(report.pdf)
    if content is None:
        return State.UNKNOWN
    same = bool(report.pdf_hash) and _hash(content) == report.content_hash
    return State.UNCHANGED if same else State.ALTERED


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
