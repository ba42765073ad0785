"""A coordinator takes in the people of their own trust from a file, all of it or nothing."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.importing_people import PeopleCounts, Tenure, record_people
from benchmark.assessment.tenures import NOT_TOGETHER, SHARED, is_only_here
from benchmark.database.people import Person, Trust


def take_in_people(session: Session, trust: Trust, content: bytes) -> PeopleCounts:
    """Record a CSV file as ``record_people`` does, within this trust.

    Lines of another trust, of the national team, and new names for people who also have a tenure
    elsewhere are faults. Raises ``FaultyFile`` with every fault; nothing of the file is kept then.
    """
    with tempfile.TemporaryDirectory() as folder, session.begin_nested():
        file = Path(folder) / "people.csv"
        file.write_bytes(content)
        return record_people(session, file, within(session, trust))


def preview_people(session: Session, trust: Trust, content: bytes) -> PeopleCounts:
    """What taking in the file would come to; nothing is kept."""
    trial = session.begin_nested()
    try:
        return take_in_people(session, trust, content)
    finally:
        trial.rollback()


def within(session: Session, trust: Trust) -> Callable[[list[Tenure]], Iterator[Tenure]]:
    """Pass on the lines that a coordinator of this trust may write; the others become faults."""

    def allowed(tenures: list[Tenure]) -> Iterator[Tenure]:
        people = _known(session, tenures)
        for tenure in tenures:
            if tenure.role == "national" or tenure.trust != trust.code:
                message = f"this page takes in people of {trust.code} only; remove the line"
                tenure.row.refuse("trust", message)
            elif why := _why_not(session, trust, people.get(tenure.email), tenure.name):
                tenure.row.refuse("email", why)
            else:
                yield tenure

    return allowed


def _known(session: Session, tenures: list[Tenure]) -> dict[str, Person]:
    """Everybody is fetched at once: a question a line would take long on a large file."""
    wanted = {tenure.email for tenure in tenures}
    everybody = session.scalars(select(Person))
    return {person.email: person for person in everybody if person.email in wanted}


def _why_not(session: Session, trust: Trust, person: Person | None, name: str) -> str:
    if person is None or person.name == name or is_only_here(session, trust, person):
        return ""
    here = any(tenure.trust_id == trust.id for tenure in person.memberships)
    return SHARED if here else NOT_TOGETHER
