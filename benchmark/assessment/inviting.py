"""Invitations: each lead of a round is asked to answer, once, with a link of their own."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from benchmark.assessment.calendar import LONDON, london_day
from benchmark.assessment.events import record_event
from benchmark.assessment.mailing import LINK, NOT_YOU, Draft, end_of, post_of, write_mail
from benchmark.database.people import Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now

MORNING = time(8)
ALONE = (
    "You answer on your own, in about 25 minutes. You can stop at any time and go on later, on "
    "any device. Before the first question you read who will see what, and when."
)


def invite(session: Session, asked: Round) -> int:
    """Invite everybody who has not finished; call it when a round opens. How many were written.

    Whoever was invited to the same response before is not invited again. A round that opens on a
    later day invites on the morning of that day.
    """
    written = sum(invite_to(session, response) for response in asked.responses)
    if written:
        record_event(session, asked, "invited")
    return written


def invite_to(session: Session, response: Response) -> int:
    """Invite everybody who answers this response; call it when somebody joins."""
    return sum(invite_lead(session, response, person) for person in response.people)


def invite_lead(session: Session, response: Response, person: Person) -> bool:
    """Invite one person to one response, unless they were invited before."""
    if response.submission or response.set_aside_at or response.outcome:
        return False
    occasion = f"invitation:{response.id}:{person.id}"
    due = max(now(), morning_of(response.round))
    return write_mail(session, occasion, person, invitation(response), response, due)


def morning_of(asked: Round) -> datetime:
    """When people may hear of a round: at 8 on its first day, or at once on that very day."""
    if asked.opens_on <= london_day(now()):
        return now()
    return datetime.combine(asked.opens_on, MORNING, LONDON)


def invitation(response: Response) -> Draft:
    asked, post = response.round, post_of(response)
    return Draft(
        "invitation",
        f"{asked.title}: your answers as {post}",
        (
            f"{asked.trust.name} asks you, as {post}, how management works in your division.",
            f"The round is called {asked.title}. Please submit by {end_of(asked.closes_on)}.",
            ALONE,
            LINK,
            NOT_YOU,
        ),
    )
