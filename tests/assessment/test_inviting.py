"""Who is invited, when, and what they read."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import LONDON, london_day
from benchmark.assessment.events import events_of
from benchmark.assessment.inviting import invite, invite_lead, invite_to
from benchmark.assessment.mailing import LINK
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def asked(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def mails(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.address)))


def test_everybody_is_invited_once(session: Session, asked: Round) -> None:
    assert invite(session, asked) == 6
    assert invite(session, asked) == 0
    assert [event.kind for event in events_of(session, asked)] == ["invited"]
    written = mails(session)
    assert [mail.address for mail in written] == sorted(
        person.email for response in asked.responses for person in response.people
    )
    assert all(mail.due_at <= now() for mail in written)


def test_what_an_invitation_says(session: Session, asked: Round) -> None:
    invite(session, asked)
    (mail,) = (each for each in mails(session) if each.address.startswith("nursing.medicine"))
    assert mail.subject == f"{asked.title}: your answers as nursing lead of Medicine"
    lines = mail.body.split("\n")
    assert lines[0] == "Dear Nursing Lead, Medicine,"
    assert lines.count(LINK) == 1
    assert f"23:59 on {asked.closes_on:%A} {asked.closes_on.day} " in mail.body
    assert "http" not in mail.body
    named = {name for name in session.scalars(select(Person.name)) if name in mail.body}
    assert named == {"Nursing Lead, Medicine"}


def test_a_round_that_opens_later_invites_on_its_first_morning(
    session: Session, asked: Round
) -> None:
    asked.opens_on = london_day(now()) + timedelta(days=3)
    invite(session, asked)
    morning = datetime.combine(asked.opens_on, datetime.min.time(), LONDON).replace(hour=8)
    assert {mail.due_at for mail in mails(session)} == {morning}


def test_nobody_is_asked_for_what_is_finished(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    posts = [("medicine", role) for role in ("clinical", "operational", "nursing")]
    done, aside, vacant = (response_of(session, "ZZN", *post) for post in posts)
    hand_in(session, done, questionnaire)
    aside.set_aside_at = now()
    vacant.outcome = "vacant"
    assert invite(session, asked) == 3
    assert {mail.address.split(".")[1] for mail in mails(session)} == {"surgery@north"}


def test_a_second_person_is_invited_to_the_same_response(session: Session) -> None:
    response = response_of(session, "ZZN", "medicine", "clinical")
    assert invite_to(session, response) == 1
    response.people.append(Person(name="Job Share", email="share@north.example"))
    session.flush()
    assert invite_to(session, response) == 1
    assert not invite_lead(session, response, response.people[0])
    assert [mail.address for mail in mails(session)] == [
        "clinical.medicine@north.example",
        "share@north.example",
    ]
