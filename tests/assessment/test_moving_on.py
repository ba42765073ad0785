"""Divisions and posts go on in the merged trust: none lost, none twice, none made longer."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.organising import end_division, rename_division
from benchmark.assessment.refusals import Refused
from benchmark.database.people import Membership
from benchmark.database.session import transaction
from tests.assessment.posts import (
    TODAY,
    coordinator_of,
    division_named,
    person_named,
    trust_named,
)
from tests.assessment.two_trusts import as_one, close_all, merged
from tests.databases import closing


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        close_all(opened)
        yield opened


Dated = tuple[str, int | None, int | None]


def posts_of(session: Session, email: str, code: str = "ZZM") -> list[Dated]:
    """Role and dates, as days from today, of somebody's posts in a trust."""
    held = session.scalars(
        select(Membership)
        .where(Membership.person_id == person_named(session, email).id)
        .where(Membership.trust_id == trust_named(session, code).id)
        .order_by(Membership.from_date, Membership.role)
    )
    return [(each.role, _days(each.from_date), _days(each.to_date)) for each in held]


def _days(day: date | None) -> int | None:
    return None if day is None else (day - TODAY).days


def post(session: Session, email: str, code: str, first: int, last: int | None) -> None:
    """Make somebody executive of a trust from a day to another, counted from today."""
    session.add(
        Membership(
            person=person_named(session, email),
            trust=trust_named(session, code),
            role="executive",
            from_date=TODAY + timedelta(first),
            to_date=None if last is None else TODAY + timedelta(last),
        )
    )
    session.flush()


def test_only_names_that_two_have_are_told_apart(session: Session) -> None:
    south = trust_named(session, "ZZS")
    by = coordinator_of(session, "south.example")
    rename_division(session, division_named(south, "surgery"), "Women & Children", by)
    assert [(each.key, each.name) for each in as_one(session).divisions] == [
        ("medicine-zzn", "Medicine (ZZN)"),
        ("surgery", "Surgery"),
        ("medicine-zzs", "Medicine (ZZS)"),
        ("women-and-children", "Women & Children"),
    ]


@pytest.mark.parametrize("name", ["Medicine (ZZS)", "x" * 198])
def test_a_name_that_would_be_taken_or_too_long_is_changed_first(
    session: Session, name: str
) -> None:
    """The other surgery is called as a medicine would be, or as long as names may be."""
    south, north = trust_named(session, "ZZS"), trust_named(session)
    division_named(south, "surgery").name = name
    if name.startswith("x"):
        division_named(north, "surgery").name = name
    with pytest.raises(Refused, match="Give it another name first"):
        merged(session)


def test_a_division_that_has_ended_stays_and_its_leads_with_it(session: Session) -> None:
    north = trust_named(session)
    end_division(session, division_named(north, "surgery"), TODAY - timedelta(days=1))
    into = as_one(session)
    assert [each.name for each in into.divisions] == ["Medicine (ZZN)", "Medicine (ZZS)", "Surgery"]
    assert posts_of(session, "nursing.surgery@north.example") == []
    assert posts_of(session, "nursing.medicine@north.example") == [("nursing", 0, None)]


def test_posts_begin_with_the_trust_and_end_when_they_would_have_ended(session: Session) -> None:
    lead = person_named(session, "clinical.medicine@north.example")
    lead.memberships[0].to_date = TODAY + timedelta(20)
    left = person_named(session, "improvement@north.example")
    left.memberships[0].to_date = TODAY - timedelta(1)
    post(session, "coordinator@north.example", "ZZN", 30, 60)  # to come
    as_one(session)
    assert posts_of(session, lead.email) == [("clinical", 0, 20)]
    assert posts_of(session, left.email) == []
    assert posts_of(session, "coordinator@north.example") == [
        ("coordinator", 0, None),
        ("executive", 30, 60),
    ]
    assert posts_of(session, lead.email, "ZZN") == [("clinical", -400, 20)]


def test_who_had_a_post_in_both_has_it_once_and_no_day_longer(session: Session) -> None:
    both, apart = "executive@north.example", "improvement@north.example"
    post(session, both, "ZZS", -10, 50)
    post(session, apart, "ZZN", -10, 5)
    post(session, apart, "ZZS", 8, 9)
    as_one(session)
    assert posts_of(session, both) == [("executive", 0, None)]
    assert posts_of(session, apart) == [
        ("executive", 0, 5),
        ("improvement", 0, None),
        ("executive", 8, 9),
    ]
