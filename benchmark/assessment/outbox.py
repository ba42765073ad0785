"""Taking mails out of the outbox: each is claimed by one worker, sent, and settled.

A claim is committed before anything is sent, so that no lock is held while a mail server is asked.
A worker that dies leaves its claim behind; after ``STALE`` the mail is sent again, under the same
Message-ID, by which mail programs know that it is the same mail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.mail_links import last_day, make_link, with_links
from benchmark.assessment.mailing import LINK, MOVED, one_line
from benchmark.assessment.password_links import KIND as PASSWORD
from benchmark.assessment.password_links import link_in_words, make_password_link
from benchmark.assessment.reminding import has_later_reminder
from benchmark.assessment.rounds import is_open
from benchmark.database.mail import Mail
from benchmark.database.rounds import Respondent, Round
from benchmark.database.schema import now

STALE = timedelta(minutes=10)  # longer than any exchange with a mail server may take
MOST_ATTEMPTS = 10
FIRST_PAUSE = timedelta(minutes=1)  # doubled after each attempt
LONGEST_PAUSE = timedelta(hours=8)
LOST = "The worker stopped while it was sending this mail."
LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed mail, ready to be sent, with all that it needs and no database behind it."""

    mail_id: str
    attempt: int
    name: str
    address: str
    subject: str
    text: str
    message_id: str  # without its domain


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an attempt. With an error and ``final`` nobody tries again by themselves."""

    error: str = ""
    final: bool = False
    unreachable: bool = False  # the mail server itself: the next mail would fare no better


def claim(session: Session, moment: datetime, base_address: str) -> Letter | None:
    """Claim the next mail that is due; what has become pointless is cancelled on the way."""
    while mail := session.scalar(_due(moment)):
        if reason := pointless(session, mail, moment):
            mail.state, mail.error = "cancelled", reason
        elif mail.attempts >= MOST_ATTEMPTS:
            mail.state, mail.error = "failed", LOST
        else:
            return _claimed(session, mail, moment, base_address)
        session.flush()
    return None


def _due(moment: datetime) -> Select[Mail]:
    waiting = and_(Mail.state == "waiting", Mail.due_at <= moment)
    abandoned = and_(Mail.state == "sending", Mail.claimed_at <= moment - STALE)
    due = select(Mail).where(or_(waiting, abandoned)).order_by(Mail.due_at, Mail.id).limit(1)
    return due.with_for_update(skip_locked=True, of=Mail)


def _claimed(session: Session, mail: Mail, moment: datetime, base_address: str) -> Letter:
    mail.state, mail.claimed_at = "sending", moment
    mail.attempts += 1
    if not mail.occasion.startswith(MOVED):
        mail.address = mail.person.email  # it may have been put right since
    text = _with_addresses(session, mail, moment, base_address)
    session.flush()
    return Letter(
        mail_id=mail.id,
        attempt=mail.attempts,
        name=one_line(mail.person.name),
        address=mail.address,
        subject=mail.subject,
        text=text,
        message_id=mail.message_id,
    )


def _with_addresses(session: Session, mail: Mail, moment: datetime, base_address: str) -> str:
    """The body with a link of its own for each attempt: a stored one could be read by others."""
    if LINK not in mail.body.split("\n"):
        return with_links(mail.body, base_address, mail.page, None)
    if mail.kind == PASSWORD:
        words = link_in_words(base_address, make_password_link(session, mail, moment))
        body = "\n".join(words if line == LINK else line for line in mail.body.split("\n"))
        return with_links(body, base_address, mail.page, None)
    link = make_link(session, mail, moment), last_day(mail, moment)
    return with_links(mail.body, base_address, mail.page, link)


def settle(session: Session, letter: Letter, outcome: Outcome, moment: datetime) -> None:
    """Keep what became of an attempt, unless another worker has taken the mail over meanwhile."""
    mail = session.get_one(Mail, letter.mail_id, with_for_update=True)
    if not outcome.error:
        mail.state, mail.sent_at, mail.error = "sent", moment, ""
    elif mail.state == "sending" and mail.attempts == letter.attempt:
        over = outcome.final or mail.attempts >= MOST_ATTEMPTS
        mail.state = "failed" if over else "waiting"
        mail.error = one_line(outcome.error)[:LONGEST_ERROR]
        mail.due_at = moment + pause_after(mail.attempts)
    session.flush()


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4, 8 minutes and so on, up to 8 hours."""
    doubled: timedelta = FIRST_PAUSE * 2 ** (attempts - 1)
    return min(doubled, LONGEST_PAUSE)


def pointless(session: Session, mail: Mail, moment: datetime) -> str:
    """Why the mail should not be sent any more, or nothing."""
    if mail.person.disabled_at:
        return "The account was disabled."
    if mail.kind != "receipt" and mail.round and mail.round.state == "abandoned":
        return "The round was abandoned."
    if mail.kind in {"invitation", "reminder"}:
        return _no_longer_asked(session, mail, moment)
    return ""


def _no_longer_asked(session: Session, mail: Mail, moment: datetime) -> str:
    response = mail.response
    if response is None or session.get(Respondent, (response.id, mail.person_id)) is None:
        return "Somebody else answers now."
    if response.submission:
        return "The answers were submitted."
    if response.set_aside_at or response.withdrawn_at or response.outcome:
        return "The response is no longer asked for."
    if not is_open(response.round, moment):
        return "The round is not open."
    if mail.kind == "reminder" and has_later_reminder(session, mail):
        return "There is a later reminder."
    return ""


def send_again(session: Session, mail: Mail) -> bool:
    """Try a failed mail again from the start; any other mail is left alone."""
    if mail.state != "failed":
        return False
    mail.state, mail.attempts, mail.due_at, mail.error = "waiting", 0, now(), ""
    session.flush()
    return True


def mail_in(session: Session, mail_id: str, trust_id: int) -> Mail | None:
    """A mail about a round of this trust, and of no other."""
    query = select(Mail).join(Round, Mail.round_id == Round.id)
    return session.scalar(query.where(Mail.id == mail_id, Round.trust_id == trust_id))


def mails_of(session: Session, asked: Round) -> list[Mail]:
    """The mails of a round, those that failed first; for the coordinator."""
    query = select(Mail).where(Mail.round_id == asked.id).order_by(Mail.created_at, Mail.id)
    return sorted(session.scalars(query), key=lambda mail: (mail.state != "failed", mail.address))
