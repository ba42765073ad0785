"""Receipts and release notices: what they say, to whom, and what they never say."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.mailing import PAGE
from benchmark.assessment.telling import announce_release, send_receipt
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.database.mail import Mail
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

LEADS = [f"{role}.medicine@north.example" for role in sorted(LEAD_ROLES)]


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


def mails(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.address)))


def submitted(session: Session, questionnaire: Questionnaire, role: str, levels: Any) -> Submission:
    response = response_of(session, "ZZN", "medicine", role)
    hand_in(session, response, questionnaire, levels)
    assert response.submission
    return response.submission


def test_a_receipt_counts_and_shows_no_level(
    session: Session, questionnaire: Questionnaire
) -> None:
    kinds = [-1, -1, -1, -2]
    submission = submitted(
        session, questionnaire, "clinical", lambda n: kinds[n] if n < len(kinds) else 4
    )
    assert send_receipt(session, submission.response, submission)
    assert not send_receipt(session, submission.response, submission)
    (mail,) = mails(session)
    assert mail.address == "clinical.medicine@north.example"
    assert (
        "They cover 30 practices: 26 with a level, 3 “I do not know”, "
        "1 “Does not apply to this division”." in mail.body
    )
    assert f"{submission.submitted_at.year} at " in mail.body
    assert mail.page == f"/responses/{submission.response_id}"
    assert PAGE in mail.body.split("\n")


def test_a_receipt_is_the_same_whatever_anybody_answered(
    session: Session, questionnaire: Questionnaire
) -> None:
    bodies = []
    for reader, level, colleague in (("clinical", 1, None), ("nursing", 5, "operational")):
        if colleague:
            submitted(session, questionnaire, colleague, lambda _: 2)
        submission = submitted(session, questionnaire, reader, lambda _, n=level: n)
        send_receipt(session, submission.response, submission)
        (mail,) = (each for each in mails(session) if each.address.startswith(reader))
        name, when = submission.response.people[0].name, mail.body.split("\n")[4]
        bodies.append(mail.body.replace(name, "N").replace(when, "").replace(reader, "r"))
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("level", ["L1", "L0"])
def test_a_release_is_told_to_those_who_may_read_it(
    session: Session, questionnaire: Questionnaire, level: str
) -> None:
    for role in LEAD_ROLES:
        submitted(session, questionnaire, role, lambda _: 3)
    response = response_of(session, "ZZN", "medicine", "clinical")
    asked, division = response.round, response.division
    release_as_it_stands(session, asked, division, questionnaire)
    asked.level = level
    others = ["executive@north.example", "improvement@north.example"] if level == "L1" else []
    assert announce_release(session, asked, division) == 3 + len(others)
    assert announce_release(session, asked, division) == 0
    assert [mail.address for mail in mails(session)] == sorted([*LEADS, *others])
    for mail in mails(session):
        assert mail.page == f"/divisions/zzn-medicine/report?round={asked.id}"
        assert not any(sign.isdigit() for sign in mail.body.replace(asked.title, ""))


def test_before_the_release_only_the_three_would_be_told(
    session: Session, questionnaire: Questionnaire
) -> None:
    for role in LEAD_ROLES:
        submitted(session, questionnaire, role, lambda _: 3)
    response = response_of(session, "ZZN", "medicine", "clinical")
    assert announce_release(session, response.round, response.division) == 3
    assert [mail.address for mail in mails(session)] == LEADS
