"""Small steps that the tests of a coordinator's work share."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import events_of
from benchmark.assessment.preparing import Plan
from benchmark.database.people import Division, Person, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire

TODAY = london_day(now())


def trust_named(session: Session, code: str = "ZZN") -> Trust:
    found = find_trust(session, code)
    assert found is not None
    return found


def division_named(trust: Trust, key: str) -> Division:
    return next(each for each in trust.divisions if each.key == key)


def person_named(session: Session, email: str) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def coordinator_of(session: Session, domain: str = "north.example") -> int:
    return person_named(session, f"coordinator@{domain}").id


def happened(session: Session, asked: Round) -> list[tuple[str, str]]:
    """Kind and detail of all that happened in a round, oldest first."""
    return [(event.kind, event.detail) for event in events_of(session, asked)]


def winter(questionnaire: Questionnaire, **changed: object) -> Plan:
    """A round that could be opened today."""
    usual: dict[str, object] = {
        "title": "Winter",
        "questionnaire": questionnaire,
        "opens_on": TODAY,
        "closes_on": TODAY + timedelta(days=20),
        "lawful_basis": "A task in the public interest.",
        "impact_assessment": "Kept by information governance.",
    }
    return Plan(**(usual | changed))  # type: ignore[arg-type]  # a table of fields
