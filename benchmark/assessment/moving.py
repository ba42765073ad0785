"""An account gets another email address: its owner hears of it at the old one.

Whoever keeps people's addresses could otherwise give a lead's account one of their own, ask for a
new password and come in as that lead. What was sent to the old address works no more: it may have
been a stranger's.
"""

import secrets

from sqlalchemy.orm import Session

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.mail_links import end_links
from benchmark.assessment.mailing import MOVED, PAGE, Draft, write_mail
from benchmark.assessment.password_links import spend_links
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.database.people import Person
from benchmark.database.schema import now

SUBJECT = "Your account has another email address"
# not the coordinator, who may have done it
WRONG = (
    "If you did not agree to this, somebody else may be able to sign in as you. Tell your trust's "
    "information governance team at once; this page says what they need to know:"
)


def move_account(session: Session, person: Person, email: str, by: str) -> None:
    """Change the address, tell both, end all sign-ins and links. ``by`` says who has changed it."""
    changed = f"{by} has changed the email address of your account"
    here = (f"{changed}. Mails go to the new address.", WRONG, PAGE)
    notice = Draft("account", SUBJECT, here, page="/help")
    write_mail(session, f"{MOVED}{person.id}:{secrets.token_hex(8)}", person, notice)
    person.email = email
    session.flush()
    moment = now()
    end_sign_ins(session, person.id)
    end_links(session, person.id, moment)
    spend_links(session, person.id, moment)
    there = f"{changed} to this one. Sign in with it from now on."
    tell_of_account(session, person, SUBJECT, there)
