"""How far a pack is, in words and numbers; never a figure of a division."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from benchmark.database.jobs import Job

NAMES = {
    "waiting": "waiting",
    "running": "being made",
    "done": "ready",
    "failed": "not finished",
    "cancelled": "cancelled",
}
KILOBYTE = 1000  # as Windows and browsers say it of a download


@dataclass(frozen=True, slots=True)
class PackState:
    id: str
    state: str
    name: str  # of the state, as a tag says it
    done: int  # reports that are finished
    total: int
    words: str  # "4 of 9 reports finished"
    error: str
    asked_at: datetime
    finished_at: datetime | None
    size: str


def state_of(job: Job) -> PackState:
    # the two texts about the reports come with the last step, when the pack is ready
    done = job.total if job.state == "done" else len(job.files)
    return PackState(
        id=job.id,
        state=job.state,
        name=NAMES[job.state],
        done=done,
        total=job.total,
        words=f"{done} of {job.total} reports finished",
        error=job.error,
        asked_at=job.created_at,
        finished_at=job.finished_at,
        size=size_in_words(job.size),
    )


def pack_lines(jobs: Sequence[Job]) -> tuple[PackState, ...]:
    return tuple(map(state_of, jobs))


def size_in_words(size: int) -> str:
    """``820 kB``, ``2.1 MB``."""
    kilobytes = -(-size // KILOBYTE)
    return f"{kilobytes} kB" if kilobytes < KILOBYTE else f"{kilobytes / KILOBYTE:.1f} MB"
