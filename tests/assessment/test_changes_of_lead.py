"""Which posts change hands: read from the tenures, and never from the day on which one reads."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.changes_of_lead import AHEAD, changes_ahead, looks_ahead_from
from benchmark.database.people import Division, Membership, Person, Trust
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from tests.databases import closing

DAY = timedelta(days=1)


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


def round_of(session: Session) -> Round:
    return session.scalars(select(Round).join(Trust).where(Trust.code == "ZZN")).one()


def post(session: Session, role: str = "nursing", division: str = "medicine") -> Membership:
    query = select(Membership).join(Division).join(Trust, Membership.trust_id == Trust.id)
    query = query.where(Trust.code == "ZZN", Division.key == division, Membership.role == role)
    return session.scalars(query).one()


def told(session: Session) -> list[tuple[str, str, str, date]]:
    session.flush()
    found = changes_ahead(session, round_of(session), ("medicine", "surgery"))
    return [(each.division, each.role, each.kind, each.on) for each in found]


def follow(session: Session, tenure: Membership, person: Person, start: date) -> None:
    session.add(
        Membership(
            person=person,
            trust_id=tenure.trust_id,
            division_id=tenure.division_id,
            role=tenure.role,
            from_date=start,
        )
    )


def test_nothing_is_told_where_nothing_is_recorded(session: Session) -> None:
    assert told(session) == []


def test_a_tenure_that_ends_within_half_a_year_is_told_and_a_later_one_is_not(
    session: Session,
) -> None:
    tenure, start = post(session), looks_ahead_from(round_of(session))
    for last, seen in ((start + AHEAD, True), (start + AHEAD + DAY, False), (start, True)):
        tenure.to_date = last
        assert told(session) == ([("medicine", "nursing", "ends", last)] if seen else [])


def test_a_post_that_nobody_holds_stands_empty_since_the_day_after(session: Session) -> None:
    tenure, start = post(session), looks_ahead_from(round_of(session))
    tenure.from_date, tenure.to_date = start - 20 * DAY, start - 9 * DAY
    assert told(session) == [("medicine", "nursing", "vacant", start - 8 * DAY)]
    session.delete(tenure)
    assert told(session) == [("medicine", "nursing", "vacant", start)]


def test_who_follows_is_told_and_a_renewed_tenure_is_no_change(session: Session) -> None:
    tenure, start = post(session), looks_ahead_from(round_of(session))
    tenure.to_date = start + 30 * DAY
    follow(session, tenure, tenure.person, start + 31 * DAY)
    assert told(session) == []
    follow(session, tenure, post(session, "nursing", "surgery").person, start + 40 * DAY)
    assert told(session) == [("medicine", "nursing", "begins", start + 40 * DAY)]


def test_a_round_that_has_closed_looks_from_its_closing_day_whenever_it_is_read(
    session: Session,
) -> None:
    asked = round_of(session)
    assert looks_ahead_from(asked) == asked.opens_on
    for years in (1, 2):
        asked.opens_on -= years * 365 * DAY
        asked.closes_on = asked.opens_on + 14 * DAY
        assert looks_ahead_from(asked) == asked.closes_on
