"""How long the answers of a round are kept: the trust's period, a hold, and the day they go.

Nothing goes before its notice: ``Round.removal_on`` is the day that the coordinators were told,
and what would make that day untrue takes the notice back, so that another one has to be given.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.preparing import lock_round
from benchmark.assessment.reasons import readable_reason
from benchmark.assessment.refusals import Refused
from benchmark.assessment.rounds import is_closed, kept_years
from benchmark.comparison.wording import local_day
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now

NOTICE_DAYS = 90
GONE = "The answers of this round were removed already. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Keeping:
    """One round and what becomes of its answers, in words."""

    asked: Round
    until: date  # the last day on which they are kept, without a hold
    state: str


def kept_until(asked: Round) -> date:
    """The last day on which the answers are kept: whole years after the round's last day."""
    last, years = asked.closes_on, kept_years(asked)
    try:
        return last.replace(year=last.year + years)
    except ValueError:  # a 29 February; a day longer rather than shorter
        return date(last.year + years, 3, 1)


def set_years(session: Session, trust: Trust, years: int) -> None:
    """Set for how many whole years after its last day the answers of a round are kept.

    A shorter period holds for every round; a longer one for those that open from now on, since the
    leads of others read that theirs are removed earlier. Those can be held.
    """
    # what points to the trust may be written meanwhile, by one who holds a round that we wait for
    session.refresh(trust, with_for_update={"key_share": True})
    if not SHORTEST_RETENTION <= years <= LONGEST_RETENTION:
        raise Refused(
            f"Enter a whole number of years from {SHORTEST_RETENTION} to {LONGEST_RETENTION}",
            "years",
        )
    if years == trust.retention_years:
        return
    trust.retention_years = years
    for asked in kept_rounds(session, Round.trust_id == trust.id):
        if asked.removal_on and asked.removal_on <= kept_until(asked):
            asked.removal_on = None
    session.flush()


def hold(session: Session, asked: Round, reason: str) -> None:
    """Keep a round until somebody lifts this; ``Refused`` without a reason that can be read."""
    _lock_kept(session, asked)
    why = readable_reason(reason, "'Tribunal claim 1042 is not decided yet'")
    asked.held_at, asked.hold_reason, asked.removal_on = asked.held_at or now(), why, None
    session.flush()


def lift(session: Session, asked: Round) -> None:
    """End a hold. Before anything goes, a notice is given anew."""
    _lock_kept(session, asked)
    asked.held_at, asked.hold_reason, asked.removal_on = None, "", None
    session.flush()


def _lock_kept(session: Session, asked: Round) -> None:
    lock_round(session, asked)
    if asked.removed_at is not None:
        raise Refused(GONE)


def kept_rounds(session: Session, *which: ColumnElement[bool]) -> list[Round]:
    """The rounds whose answers are there; the oldest first."""
    query = select(Round).where(Round.state != "draft", Round.removed_at.is_(None), *which)
    query = query.options(joinedload(Round.trust))
    return list(session.scalars(query.order_by(Round.trust_id, Round.closes_on, Round.id)))


def may_fall_due(asked: Round, moment: datetime) -> bool:
    """Whether a round is over and nobody holds it."""
    return is_closed(asked, moment) and asked.held_at is None


def keepings(session: Session, trust: Trust, moment: datetime) -> tuple[Keeping, ...]:
    """Every round that was opened, the removed ones too; the oldest first."""
    query = select(Round).where(Round.trust_id == trust.id, Round.state != "draft")
    found = session.scalars(query.order_by(Round.closes_on, Round.id))
    return tuple(Keeping(each, kept_until(each), keeping_in_words(each, moment)) for each in found)


def keeping_in_words(asked: Round, moment: datetime) -> str:
    """Until when the answers are kept, or what stands against it; one sentence without its stop."""
    if asked.removed_at is not None:
        return removed_in_words(asked)
    if asked.held_at is not None:
        return f"Held since {local_day(asked.held_at)}: {asked.hold_reason}"
    if asked.removal_on is not None:
        return f"Will be removed on {day_in_words(asked.removal_on)} or soon after"
    until = day_in_words(kept_until(asked))
    if kept_years(asked) < asked.trust.retention_years:
        until += ", as its leads were told"
    if not is_closed(asked, moment):
        return f"Not over yet. Kept until {until}"
    return f"Kept until {until}"


def removed_in_words(asked: Round) -> str:
    """``Removed on 3 March 2033, 6 years after the round``; of a round whose answers are gone."""
    return f"Removed on {local_day(asked.removed_at)}, {asked.removed_after} years after the round"


def why_nothing_beside(asked: Round) -> str:
    """Why a later round cannot stand beside one whose answers are gone."""
    return (
        f"This round cannot be compared with {asked.title}: its answers were removed on "
        f"{local_day(asked.removed_at)}, {asked.removed_after} years after it."
    )
