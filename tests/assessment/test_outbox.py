"""What has become pointless is cancelled, what failed can be sent again, and trusts stay apart."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.inviting import invite_lead
from benchmark.assessment.mailing import Draft, write_mail
from benchmark.assessment.outbox import (
    Letter,
    Outcome,
    claim,
    mail_in,
    mails_of,
    send_again,
    settle,
)
from benchmark.database.mail import Mail
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

BASE = "https://benchmark.example"


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


@pytest.fixture
def mail(session: Session, response: Response) -> Mail:
    invite_lead(session, response, response.people[0])
    return session.scalars(select(Mail)).one()


def claimed(session: Session) -> Letter:
    letter = claim(session, now(), BASE)
    assert letter
    return letter


CHANGES: dict[str, Callable[[Response], None]] = {
    "The account was disabled.": lambda r: setattr(r.people[0], "disabled_at", now()),
    "The round was abandoned.": lambda r: setattr(r.round, "state", "abandoned"),
    "The round is not open.": lambda r: setattr(r.round, "state", "closed"),
    "The response is no longer asked for.": lambda r: setattr(r, "set_aside_at", now()),
    "Somebody else answers now.": lambda r: r.people.clear(),
}


@pytest.mark.parametrize("reason", CHANGES)
def test_what_has_become_pointless_is_cancelled(
    session: Session, response: Response, mail: Mail, reason: str
) -> None:
    CHANGES[reason](response)
    session.flush()
    assert claim(session, now(), BASE) is None
    assert (mail.state, mail.error, mail.attempts) == ("cancelled", reason, 0)
    assert not send_again(session, mail)


def test_an_invitation_is_pointless_after_the_submission(
    session: Session, response: Response, mail: Mail, questionnaire: Questionnaire
) -> None:
    hand_in(session, response, questionnaire)
    assert claim(session, now(), BASE) is None
    assert mail.error == "The answers were submitted."


def test_a_receipt_is_true_whatever_becomes_of_the_round(
    session: Session, response: Response
) -> None:
    draft = Draft("receipt", "You have submitted", ("Yes.",))
    write_mail(session, "a receipt", response.people[0], draft, response)
    response.round.state = "abandoned"
    session.flush()
    assert claimed(session).subject == "You have submitted"


def test_a_corrected_address_is_used(session: Session, response: Response, mail: Mail) -> None:
    response.people[0].email = "corrected@north.example"
    assert claimed(session).address == "corrected@north.example"
    assert mail.address == "corrected@north.example"


def test_a_failed_mail_starts_again(session: Session, mail: Mail) -> None:
    settle(session, claimed(session), Outcome("550 no such person", final=True), now())
    assert (mail.state, mail.error) == ("failed", "550 no such person")
    assert send_again(session, mail)
    assert (mail.state, mail.error, mail.attempts) == ("waiting", "", 0)
    assert not send_again(session, mail)


def test_a_worker_that_comes_late_changes_nothing_but_what_was_sent(
    session: Session, mail: Mail
) -> None:
    slow = claimed(session)
    mail.attempts += 1  # another one has taken it over
    settle(session, slow, Outcome("too late"), now())
    assert (mail.state, mail.error) == ("sending", "")
    settle(session, slow, Outcome(), now())
    assert mail.state == "sent"
    settle(session, slow, Outcome("too late"), now())
    assert (mail.state, mail.error) == ("sent", "")


def test_an_error_is_one_short_line(session: Session, mail: Mail) -> None:
    settle(session, claimed(session), Outcome("550 a\r\nb" + "c" * 1000, final=True), now())
    assert mail.error.startswith("550 a bccc")
    assert len(mail.error) == 300


def test_a_mail_belongs_to_one_trust(session: Session, response: Response, mail: Mail) -> None:
    trust = response.round.trust
    assert mail_in(session, mail.id, trust.id) is mail
    assert mail_in(session, mail.id, trust.id + 1) is None
    assert mails_of(session, response.round) == [mail]


def test_what_failed_stands_first(session: Session, response: Response) -> None:
    for each in response.round.responses:
        invite_lead(session, each, each.people[0])
    last = mails_of(session, response.round)[-1]
    last.state = "failed"
    session.flush()
    assert mails_of(session, response.round)[0] is last
