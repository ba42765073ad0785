"""Links in mails: each signs one person in, once, for one response. Only its hash is kept."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import LONDON, london_day
from benchmark.assessment.mailing import LINK, PAGE, Draft, end_of, post_of, write_mail
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import SignInAttempt
from benchmark.database.rounds import Respondent, Response
from benchmark.database.schema import now

LONGEST_DAYS = 14  # today included
DAYS_OF_A_NEW_ONE = 2
PAUSE = timedelta(minutes=10)  # between two links that somebody has sent to themselves
MOST_A_DAY = 5
MOST_UNKNOWN = 100  # from one place; a whole trust may share one
UNKNOWN_WITHIN = timedelta(minutes=15)
ONE_DAY = timedelta(days=1)


def last_day(mail: Mail, moment: datetime) -> date:
    """The last day on which a link works that is sent at this moment.

    A link to answers ends with its round. A new one that somebody has asked for also leads to a
    round that has closed, and ends the next day.
    """
    today = london_day(moment)
    if mail.kind == "link" or mail.round is None:
        return today + (DAYS_OF_A_NEW_ONE - 1) * ONE_DAY
    return min(mail.round.closes_on, today + (LONGEST_DAYS - 1) * ONE_DAY)


def make_link(session: Session, mail: Mail, moment: datetime) -> str:
    """A new link for the mail's reader and response; returns its token, of 256 bits."""
    token = secrets.token_urlsafe(32)
    until = datetime.combine(last_day(mail, moment) + ONE_DAY, time(), LONDON)
    link = MailLink(
        token_hash=_hash(token),
        person_id=mail.person_id,
        response_id=mail.response_id,
        created_at=moment,
        expires_at=until,
    )
    session.add(link)
    session.flush()
    return token


def end_links(session: Session, person_id: int, moment: datetime) -> None:
    """No link that was sent to this person works any more."""
    unused = MailLink.used_at.is_(None) & (MailLink.expires_at > moment)
    links = update(MailLink).where(MailLink.person_id == person_id, unused)
    session.execute(links.values(expires_at=moment))


def live_link(session: Session, token: str, moment: datetime) -> MailLink | None:
    """The link, if it would sign somebody in now; reading it changes nothing."""
    link = session.get(MailLink, _hash(token))
    return link if link and _works(session, link, moment) else None


def use_link(session: Session, token: str, client: str, moment: datetime) -> MailLink | None:
    """Spend the link; None when it is unknown, spent or expired, or its person may not come in."""
    # of two who press the button at once, the second waits here and then finds the link spent
    link = session.get(MailLink, _hash(token), with_for_update=True)
    if link is None:
        _remember_unknown(session, client)
    if link is None or not _works(session, link, moment):
        return None
    link.used_at = moment
    session.flush()
    return link


def owner_of(session: Session, token: str) -> MailLink | None:
    """The link even when it no longer works: whose it was."""
    return session.get(MailLink, _hash(token))


def ask_for_new_link(session: Session, token: str, client: str, moment: datetime) -> None:
    """Send a new link to the person of a known one, to the address that their account has.

    The asker learns nothing: for an unknown token, or too often, nothing happens.
    """
    old = session.get(MailLink, _hash(token))
    if old is None:
        _remember_unknown(session, client)
    if old is None or not _may_enter(session, old) or _asked_too_often(session, old, moment):
        return
    step = int(moment.timestamp() // PAUSE.total_seconds())
    occasion = f"link:{old.response_id}:{old.person_id}:{step}"
    write_mail(session, occasion, old.person, new_link(old.response), old.response, moment)


def _works(session: Session, link: MailLink, moment: datetime) -> bool:
    return link.used_at is None and moment < link.expires_at and _may_enter(session, link)


def _may_enter(session: Session, link: MailLink) -> bool:
    """Whether this is still their response: not when somebody else has taken it over."""
    response = link.response
    if link.person.disabled_at or response.set_aside_at or response.round.state == "abandoned":
        return False
    return session.get(Respondent, (link.response_id, link.person_id)) is not None


def _asked_too_often(session: Session, link: MailLink, moment: datetime) -> bool:
    sent = select(func.count(Mail.id)).where(
        Mail.kind == "link", Mail.person_id == link.person_id, Mail.created_at > moment - ONE_DAY
    )
    return (session.scalar(sent) or 0) >= MOST_A_DAY


def too_many_unknown(session: Session, client: str) -> bool:
    """Whether this client has tried links that were never made, again and again."""
    recent = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.email_hash == _hash(f"link from {client}"),
        SignInAttempt.at > now() - UNKNOWN_WITHIN,
    )
    return (session.scalar(recent) or 0) >= MOST_UNKNOWN


def _remember_unknown(session: Session, client: str) -> None:
    session.add(SignInAttempt(email_hash=_hash(f"link from {client}")))


def new_link(response: Response) -> Draft:
    title = response.round.title
    return Draft(
        "link",
        f"{title}: your new link",
        (
            f"You asked for a new link to your answers as {post_of(response)} in {title}.",
            LINK,
            "If you did not ask for it, you can ignore this mail. Nobody else has the link.",
        ),
    )


def with_links(body: str, base_address: str, page: str, link: tuple[str, date] | None) -> str:
    """A body with its addresses: ``link`` is a token and the last day on which it works."""
    lines = {PAGE: f"{base_address}{page}"}
    if link:
        token, day = link
        lines[LINK] = _link_text(f"{base_address}/links/{token}", day)
    return "\n".join(lines.get(line, line) for line in body.split("\n"))


def _link_text(address: str, day: date) -> str:
    return (
        "Open this link and press the button on the page:\n\n"
        f"{address}\n\n"
        f"The link is for you alone, so please do not forward it. It works once, until "
        f"{end_of(day)}."
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
