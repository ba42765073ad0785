"""Clocks that must agree, and work that must not lie."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from benchmark.commands.examinations.finding import Finding
from benchmark.database.schema import Moment
from benchmark.database.session import transaction
from benchmark.database.tables import all_tables
from benchmark.jobs.backlog import Backlog, backlog

MOST_APART = timedelta(seconds=5)
AHEAD = timedelta(minutes=1)
TOO_LONG = timedelta(minutes=10)  # a worker looks every ten seconds
DUE_LATER = frozenset({"due_at"})  # a moment in the future by intent
SET_IT = "set the clock of this machine by a time server (timedatectl set-ntp true)"


def clock_findings(engine: Engine, moment: datetime) -> Iterator[Finding]:
    """The clock of this machine against the database server's, and against what was stored last."""
    with transaction(engine, writes=False) as session:
        if engine.dialect.name == "postgresql":
            theirs: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            apart = abs(theirs - moment)
            told = f"{apart.total_seconds():.1f} seconds from the database server's"
            yield Finding("clock", told, SET_IT if apart > MOST_APART else "")
        latest, place = _latest(session)
    if latest is None or latest <= moment + AHEAD:
        yield Finding("clock", "later than everything that is stored")
        return
    yield Finding(
        "clock",
        f"{latest - moment} behind what stands in {place}",
        f"{SET_IT}; if it is right, another machine has written with a clock ahead of it",
    )


def _latest(session: Session) -> tuple[datetime | None, str]:
    """The latest moment that says when something was done, and where it stands."""
    latest: datetime | None = None
    place = ""
    for table in all_tables():
        for column in table.columns:
            stamped = column.default is not None or column.name == "at"
            if not isinstance(column.type, Moment) or not stamped or column.name in DUE_LATER:
                continue
            found = session.scalar(select(func.max(column)))
            if found is not None and (latest is None or found > latest):
                latest, place = found, f"{table.name}.{column.name}"
    return latest, place


def work_findings(engine: Engine, moment: datetime) -> Iterator[Finding]:
    """Whether a worker takes what is due, and what none of them can do."""
    with transaction(engine, writes=False) as session:
        found = backlog(session, moment)
    yield _waiting("packs", found.jobs["waiting"], found.oldest["job"])
    yield _waiting("mails", found.mails["waiting"], found.oldest["mail"])
    yield from _left_behind(found)


def _waiting(what: str, count: int, seconds: float) -> Finding:
    wait = timedelta(seconds=round(seconds))
    late = wait > TOO_LONG
    advice = "start benchmark worker, or look into its log; mail also needs its settings"
    told = f"{count} {what} due, the first for {wait}" if count else f"no {what} due"
    return Finding("work", told, advice if late else "")


def _left_behind(found: Backlog) -> Iterator[Finding]:
    left = found.jobs["abandoned"] + found.mails["abandoned"]
    yield Finding(
        "work",
        f"{left} begun and left by a worker that died",
        "start benchmark worker: it goes on with them" if left else "",
    )
    failed = found.mails["failed"]
    advice = "coordinators see them on the page of the round, and can send them again"
    yield Finding("work", f"{failed} mails failed for good", advice if failed else "")
    yield Finding("work", f"{found.jobs['failed']} packs failed; their readers see why")
