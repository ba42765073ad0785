"""A round of long ago whose time is over, announced or not, and words that are in it only."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.mailing import Draft, write_mail
from benchmark.assessment.outbox import Outcome, claim, settle
from benchmark.assessment.removal_notices import announce_removals
from benchmark.assessment.rounds import open_round
from benchmark.database.accounts import PasswordRequest, SignOnIdentity
from benchmark.database.mail import Mail
from benchmark.database.people import Membership, Person, SupportAccess
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.database.tokens import ApiToken
from benchmark.jobs.removals import remove_due
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.canary_person import EVERYWHERE, plant
from tests.assessment.posts import trust_named
from tests.databases import BOTH, closing, scratch_database
from tests.servers import (
    complete_division,
    copied,
    grown,
    grown_postgresql,
    issue_inside,
    response_of,
)

LONG_AGO = london_day(now()).replace(year=1999, month=1, day=1)
# at ten in the morning, so that notices are written whenever the tests run
TODAY = now().replace(hour=10, minute=0)
SINCE = timedelta(days=20)  # its time has been over for so long
THEN = TODAY - timedelta(days=100)  # when it was announced
STAYING = (
    "people.",
    "password_requests.",
    "sign_on_identities.",
    "api_tokens.",
    "support_",
    "rounds.",
)
IN_THE_ROUND = {place for place in EVERYWHERE if not place.startswith(STAYING)} - {"mails.error"}
TITLE = "A round of long ago"


@pytest.fixture(scope="session")
def old_model(
    two_released_model: Path, questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make a SQLite file to copy: a full round of the north whose time is over, not announced.

    The south has a round of the same kind, whose time is not over.
    """
    folder = tmp_path_factory.mktemp("old")
    return grown(two_released_model, folder, partial(_fill_both, questionnaire=questionnaire))


@pytest.fixture(scope="session")
def old_postgresql_model(
    postgresql_url: str, two_released_postgresql_model: str, questionnaire: Questionnaire
) -> Iterator[str]:
    """Name of a PostgreSQL database to copy, with the same content."""
    fill_both = partial(_fill_both, questionnaire=questionnaire)
    with grown_postgresql(postgresql_url, two_released_postgresql_model, fill_both) as name:
        yield name


@pytest.fixture
def old_sqlite(old_model: Path, tmp_path: Path) -> str:
    return copied(old_model, tmp_path)


@pytest.fixture
def old_postgresql(postgresql_url: str, old_postgresql_model: str) -> Iterator[str]:
    with scratch_database(postgresql_url, template=old_postgresql_model) as address:
        yield address


@pytest.fixture
def old(old_sqlite: str) -> Iterator[Engine]:
    with closing(old_sqlite) as engine:
        yield engine


@pytest.fixture(params=BOTH)
def old_on_both(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with closing(request.getfixturevalue(f"old_{request.param}")) as engine:
        yield engine


def _fill_both(engine: Engine, questionnaire: Questionnaire) -> None:
    complete_division(engine, questionnaire, "ZZS", "medicine")
    with transaction(engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical")
        issue_inside(session, lead.round, lead.division, questionnaire)
    fill(engine, questionnaire)
    grow_old(engine)


def fill(engine: Engine, questionnaire: Questionnaire) -> None:
    """The canary stands in everything of the round of the north, and nowhere else."""
    plant(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        for table in (Mail, PasswordRequest, SignOnIdentity, ApiToken, SupportAccess):
            session.execute(delete(table))
        lead = response_of(session, "ZZN", "medicine", "clinical")
        person = lead.people[0]
        names = {"name": "A Lead", "email": "clinical.medicine@north.example"}
        session.execute(update(Person).where(Person.id == person.id).values(names))
        session.refresh(person)
        kept = {"title": TITLE, "lawful_basis": "A task", "impact_assessment": "Kept"}
        session.execute(
            update(Round).where(Round.id == lead.round_id).values(kept | {"hold_reason": ""})
        )
        words = "Quillfeather wrote this."
        draft = Draft("receipt", f"Of {words}", (words,))
        assert write_mail(session, "receipt:canary", person, draft, lead)
        session.execute(update(Mail).values(state="sent", address="quillfeather@north.example"))


def grow_old(engine: Engine, code: str = "ZZN", *, since: timedelta = SINCE) -> str:
    """The round of a trust closed so long ago that its time has been over; returns its id."""
    with transaction(engine, writes=True) as session:
        trust = trust_named(session, code)
        asked = response_of(session, code, "medicine", "clinical").round
        over = london_day(TODAY) - since
        asked.closes_on = over.replace(
            year=over.year - trust.retention_years, day=min(over.day, 28)
        )
        asked.opens_on, asked.state = asked.closes_on - timedelta(days=30), "closed"
        posts = update(Membership).where(Membership.role == "coordinator")
        session.execute(posts.values(from_date=LONG_AGO))
        return asked.id


def send_all(session: Session, moment: datetime, outcome: Outcome | None = None) -> int:
    """Every mail that is due goes out, as a worker sends it; how many."""
    sent = 0
    while letter := claim(session, moment, "https://benchmark.example"):
        settle(session, letter, outcome or Outcome(), moment)
        sent += 1
    return sent


def announce(engine: Engine, moment: datetime = THEN, outcome: Outcome | None = None) -> int:
    """One pass of the worker on that day; how many rounds were announced."""
    with transaction(engine, writes=True) as session:
        told = announce_removals(session, moment)
        send_all(session, moment, outcome)
        return told


def removed_round(engine: Engine, questionnaire: Questionnaire) -> None:
    """A round of the north that nobody else's mails or answers have to do with, and is gone."""
    with transaction(engine, writes=True) as session:
        posts = update(Membership).where(Membership.role == "coordinator")
        session.execute(posts.values(from_date=LONG_AGO))
        day = LONG_AGO.replace(year=2001)
        opened = open_round(session, trust_named(session), questionnaire, TITLE, day, day)
        opened.state = "closed"
        session.flush()
        assert announce_removals(session, THEN) == 1
        notices = update(Mail).where(Mail.occasion.startswith("removal:"))
        session.execute(notices.values(state="sent", sent_at=THEN))
    assert len(remove_due(engine, TODAY)) == 1
