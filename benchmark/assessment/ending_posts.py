"""Giving a tenure its last day, and with it the same post of before a merger.

Who had a post in a trust on the day it was merged reads what was before by that old post. It lasts
as long as the same post in the merged trust: whoever leaves that one reads no more than others.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.lineage import moved_from
from benchmark.assessment.mergers import before
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.database.people import Division, Membership


def end_post(session: Session, tenure: Membership, last_day: date) -> None:
    """Give a tenure its last day, and the same post of before a merger; signs the person out."""
    was, tenure.to_date = tenure.to_date, max(last_day, tenure.from_date)
    end_before(session, tenure, was)
    end_sign_ins(session, tenure.person_id)
    session.flush()


def end_before(session: Session, tenure: Membership, was: date | None) -> None:
    """The same posts of before a merger end with a tenure that ended; ``was``: its last day then.

    One that ended earlier stays as it is, unless it ended with this one.
    """
    for each in _same_before(session, tenure):
        if each.to_date == was or (each.to_date or date.max) > (tenure.to_date or date.max):
            each.to_date = tenure.to_date and max(tenure.to_date, each.from_date)


def _same_before(session: Session, tenure: Membership) -> list[Membership]:
    """The person's tenures of this role in the trusts that became this one, of this division."""
    trusts = [trust.id for trust in before(tenure.trust)] if tenure.trust else []
    if not trusts:
        return []
    query = select(Membership).where(
        Membership.person_id == tenure.person_id,
        Membership.role == tenure.role,
        Membership.trust_id.in_(trusts),
    )
    if tenure.division:
        query = query.where(Membership.division_id.in_(_moved_here(session, tenure.division)))
    return list(session.scalars(query))


def _moved_here(session: Session, division: Division) -> list[int]:
    """The ids of what the division was in trusts that were merged, however far back."""
    older = moved_from(session, division)
    return [found for each in older for found in (each.id, *_moved_here(session, each))]
