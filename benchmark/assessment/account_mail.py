"""Mails about an account itself, so that its owner notices what they did not do."""

import secrets

from sqlalchemy.orm import Session

from benchmark.assessment.mailing import PAGE, Draft, write_mail
from benchmark.database.people import Person

NOT_YOU = (
    "If you did not do this, tell your trust's coordinator at once, and choose a new password:"
)


def tell_of_account(session: Session, person: Person, subject: str, *sentences: str) -> bool:
    """Write to somebody that their account has changed; the mail holds no secret and no link."""
    draft = Draft("account", subject, (*sentences, NOT_YOU, PAGE), page="/forgotten-password")
    occasion = f"account:{person.id}:{secrets.token_hex(8)}"
    return write_mail(session, occasion, person, draft)
