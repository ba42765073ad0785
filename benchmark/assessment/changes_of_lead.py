"""Posts of leads that change hands around a round, or stand empty; read from the tenures.

Nothing here asks for today. A round that has closed looks ahead from its closing day, one that is
still open from its opening day: pages and issued reports of a round stay the same whenever they are
read, until somebody records a tenure.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from benchmark.assessment.rounds import is_closed
from benchmark.comparison.following_up import LeadChange
from benchmark.database.people import LEAD_ROLES, Division, Membership
from benchmark.database.rounds import Respondent, Response, Round
from benchmark.database.schema import now

AHEAD = timedelta(days=183)  # half a year
ONE_DAY = timedelta(days=1)

Post = tuple[str, str]  # division, role

# made once: putting a statement together takes longer than running it
TENURES = (
    select(Division.key, Membership)
    .join(Membership, Membership.division_id == Division.id)
    .where(Division.trust_id == bindparam("trust"))
    .where(Division.key.in_(bindparam("divisions", expanding=True)))
    .order_by(Membership.id)
)


def looks_ahead_from(asked: Round) -> date:
    """The day from which the round looks half a year ahead."""
    return asked.closes_on if is_closed(asked, now()) else asked.opens_on


def changes_ahead(
    session: Session, asked: Round, divisions: Sequence[str]
) -> tuple[LeadChange, ...]:
    """Every change of a lead of these divisions (keys), in their order, then by role and day."""
    start = looks_ahead_from(asked)
    held = _tenures(session, asked, divisions)
    found = {
        change
        for (division, role), tenures in held.items()
        for change in _changes(division, role, tenures, start)
    }
    places = {key: place for place, key in enumerate(divisions)}
    return tuple(
        sorted(found, key=lambda c: (places[c.division], LEAD_ROLES.index(c.role), c.on, c.kind))
    )


def new_leads(session: Session, earlier: Round, later: Round) -> dict[str, int]:
    """Division -> how many of its posts were answered for by other people than the round before.

    Only posts that have answered in both rounds are counted.
    """
    before, after = _respondents(session, earlier), _respondents(session, later)
    found = {division: 0 for division, _ in after}
    for post in before.keys() & after.keys():
        found[post[0]] += before[post] != after[post]
    return found


def _tenures(
    session: Session, asked: Round, divisions: Sequence[str]
) -> dict[Post, list[Membership]]:
    held: dict[Post, list[Membership]] = {
        (key, role): [] for key in divisions for role in LEAD_ROLES
    }
    asked_for = {"trust": asked.trust_id, "divisions": list(divisions)}
    for key, tenure in session.execute(TENURES, asked_for):
        held[key, tenure.role].append(tenure)
    return held


def _changes(
    division: str, role: str, tenures: Sequence[Membership], start: date
) -> Iterator[LeadChange]:
    if not any(tenure.holds_on(start) for tenure in tenures):
        yield LeadChange(division, role, "vacant", _empty_since(tenures, start))
    for tenure in tenures:
        last, first = tenure.to_date, tenure.from_date
        if last and start <= last <= start + AHEAD and not _goes_on(tenures, tenure, last):
            yield LeadChange(division, role, "ends", last)
        if start < first <= start + AHEAD and not _was_there(tenures, tenure, first):
            yield LeadChange(division, role, "begins", first)


def _empty_since(tenures: Sequence[Membership], start: date) -> date:
    """The day after the last holder's last day; of a post that nobody held, the day asked for."""
    over = [each.to_date for each in tenures if each.to_date and each.to_date < start]
    return max(over) + ONE_DAY if over else start


def _goes_on(tenures: Sequence[Membership], tenure: Membership, last: date) -> bool:
    return _holds(tenures, tenure.person_id, last + ONE_DAY)


def _was_there(tenures: Sequence[Membership], tenure: Membership, first: date) -> bool:
    return _holds(tenures, tenure.person_id, first - ONE_DAY)


def _holds(tenures: Sequence[Membership], person: int, day: date) -> bool:
    return any(each.person_id == person and each.holds_on(day) for each in tenures)


def _respondents(session: Session, asked: Round) -> dict[Post, frozenset[int]]:
    """Who has submitted for each post; a response set aside or taken back does not count."""
    query = (
        select(Division.key, Response.role, Respondent.person_id)
        .select_from(Response)
        .join(Division)
        .join(Respondent, Respondent.response_id == Response.id)
        .where(Response.round_id == asked.id, Response.submission.has())
        .where(Response.set_aside_at.is_(None), Response.withdrawn_at.is_(None))
    )
    found: dict[Post, frozenset[int]] = {}
    for division, role, person in session.execute(query):
        found[division, role] = found.get((division, role), frozenset()) | {person}
    return found
