"""What the tables of people let in, and when a tenure holds."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from benchmark.database.people import Division, Membership, Person, Trust
from benchmark.database.session import transaction

START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "last_day", "holds"),
    [
        (date(2025, 12, 31), None, False),
        (date(2026, 1, 1), None, True),
        (date(2099, 1, 1), None, True),
        (date(2026, 3, 31), date(2026, 3, 31), True),  # the last day belongs to the tenure
        (date(2026, 4, 1), date(2026, 3, 31), False),
    ],
)
def test_a_tenure_holds_from_its_first_to_its_last_day(
    day: date, last_day: date | None, *, holds: bool
) -> None:
    assert Membership(from_date=START, to_date=last_day).holds_on(day) is holds


def keep(engine: Engine, complete: Callable[[Person, Trust, Division], Membership]) -> None:
    trust = Trust(code="ZZN", name="Invented North", invented=True)
    division = Division(trust=trust, key="medicine", name="Medicine")
    person = Person(name="Invented Lead", email="lead@north.example")
    with transaction(engine, writes=True) as session:
        session.add_all([trust, division, person, complete(person, trust, division)])


def test_a_lead_of_a_division_is_kept(database: Engine) -> None:
    keep(
        database,
        lambda person, trust, division: Membership(
            person=person, trust=trust, division=division, role="nursing", from_date=START
        ),
    )
    with transaction(database, writes=False) as session:
        division = session.get_one(Division, 1)
        assert division.trust.divisions == [division]
        tenure = session.get_one(Person, 1).memberships[0]
        assert (tenure.division, tenure.trust) == (division, division.trust)


@pytest.mark.parametrize(
    ("role", "in_division", "last_day", "rule"),
    [
        ("chaplain", False, None, "ck_memberships_role"),
        ("nursing", False, None, "ck_memberships_division"),  # a lead leads a division
        ("executive", True, None, "ck_memberships_division"),
        ("national", False, None, "ck_memberships_trust"),  # the national team is in no trust
        ("executive", False, date(2025, 12, 31), "ck_memberships_dates"),
    ],
)
def test_a_tenure_that_makes_no_sense_is_refused_by_the_database(
    database: Engine, role: str, last_day: date | None, rule: str, *, in_division: bool
) -> None:
    with pytest.raises(IntegrityError, match=rule):
        keep(
            database,
            lambda person, trust, division: Membership(
                person=person,
                trust=trust,
                division=division if in_division else None,
                role=role,
                from_date=START,
                to_date=last_day,
            ),
        )
