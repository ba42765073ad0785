"""Helping somebody who has lost their phone and their codes, with a reason that they read."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.mailing import one_line
from benchmark.assessment.password_links import welcome
from benchmark.assessment.refusals import Refused
from benchmark.assessment.second_factor import forget, second_factor_of
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.database.accounts import SignOnIdentity
from benchmark.database.people import Person

LONGEST_REASON = 300


def reset_second_factor(session: Session, person: Person, by: Person, reason: str) -> None:
    """Take away the app, its codes and what other organisations call the person.

    They are signed out everywhere, set up another app at their next sign-in, and get a mail that
    says who did this and why. Nobody does it for themselves.
    """
    if person.id == by.id:
        raise Refused("You cannot reset your own second factor. Ask another coordinator", "reason")
    if not one_line(reason):
        raise Refused("Say why you reset it; the person reads this", "reason")
    if second_factor_of(session, person.id) is None:
        return  # a second click
    forget(session, person.id)
    session.execute(delete(SignOnIdentity).where(SignOnIdentity.person_id == person.id))
    end_sign_ins(session, person.id)
    tell_of_account(
        session,
        person,
        "Your second factor has been reset",
        f"{by.name} has taken away the authenticator app of your account.",
        f"The reason given: {one_line(reason)[:LONGEST_REASON]}",
        "You set up an app again when you next sign in.",
    )


def send_welcome(session: Session, person: Person) -> None:
    """Send somebody a link to choose their first password."""
    if person.disabled_at is not None:
        raise Refused("This account is disabled")
    if person.password_hash:
        raise Refused("This person has a password. “Forgotten your password?” sends them a link")
    welcome(session, person)
