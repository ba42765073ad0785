"""Invented trusts, divisions, people and rounds, as every scenario needs them."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from benchmark.assessment.signing_in import HASHER
from benchmark.database.people import Division, Membership, Person, Trust

LONG_AGO = timedelta(days=400)


def add_trust(session: Session, code: str, name: str, divisions: Mapping[str, str]) -> Trust:
    """An invented trust with its divisions, key to name, in this order."""
    trust = Trust(code=code, name=name, invented=True)
    trust.divisions = [
        Division(key=key, name=title, position=position)
        for position, (key, title) in enumerate(divisions.items())
    ]
    session.add(trust)
    session.flush()
    return trust


def add_person(session: Session, name: str, email: str, password: str | None) -> Person:
    person = Person(
        name=name, email=email, password_hash=HASHER.hash(password) if password else None
    )
    session.add(person)
    session.flush()
    return person


def add_tenure(
    session: Session,
    person: Person,
    role: str,
    trust: Trust | None,
    division: Division | None,
    from_date: date,
    to_date: date | None = None,
) -> None:
    session.add(
        Membership(
            person=person,
            role=role,
            trust=trust,
            division=division,
            from_date=from_date,
            to_date=to_date,
        )
    )
    session.flush()
