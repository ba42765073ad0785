"""What has happened in a round: rows are added, never changed, and hold no answer or text."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.database.events import RoundEvent
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.database.schema import now

KINDS = frozenset(
    {
        *("created", "opened", "extended", "closed", "abandoned", "stricter", "less strict"),
        *("submitted", "recorded", "lead changed", "set aside", "withdrawn", "invited"),
        *("confirmed", "released", "division renamed", "divisions merged", "division split"),
        *("pack asked for", "pack made", "pack cancelled"),
        *("planned", "plan changed", "progress", "offered", "offer withdrawn"),
    }
)


def record_event(
    session: Session,
    asked: Round,
    kind: str,
    *,
    division: Division | None = None,
    role: str | None = None,
    person: int | None = None,
    detail: str = "",
) -> None:
    """Add what has just happened, in the same transaction as the thing itself.

    ``detail`` is a date, an outcome or a name of a division; never an answer, a level or a text
    that a lead wrote. Raises ``ValueError`` for a kind that nobody has words for.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of event: {', '.join(sorted(KINDS))}")
    session.add(
        RoundEvent(
            round=asked,
            division=division,
            role=role,
            kind=kind,
            person_id=person,
            detail=detail,
            at=now(),
        )
    )
    session.flush()


def events_of(session: Session, asked: Round) -> list[RoundEvent]:
    """All that happened in the round, oldest first."""
    query = select(RoundEvent).where(RoundEvent.round_id == asked.id)
    return list(session.scalars(query.order_by(RoundEvent.at, RoundEvent.id)))
