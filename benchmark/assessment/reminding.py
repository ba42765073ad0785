"""Reminders: some working days before a round closes, to those who have not finished.

What colleagues have done changes neither whether a reminder is written nor a word of it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import LONDON, london_day
from benchmark.assessment.inviting import MORNING
from benchmark.assessment.mailing import LINK, NOT_YOU, Draft, end_of, post_of, write_mail
from benchmark.assessment.rounds import is_open
from benchmark.assessment.working_days import working_days_before
from benchmark.database.mail import Mail
from benchmark.database.rounds import Response, Round

DAYS_BEFORE = (10, 5, 1)


def reminder_days(closes_on: date) -> dict[date, int]:
    """The days on which people are reminded, with the working days before closing."""
    return {working_days_before(closes_on, count): count for count in DAYS_BEFORE}


def write_reminders(session: Session, moment: datetime) -> int:
    """Write the reminders of this day, once each, from 8 in the morning. How many were written."""
    today = london_day(moment)
    if moment.astimezone(LONDON).time() < MORNING:
        return 0
    return sum(
        write_mail(session, occasion(response, person.id, today), person, reminder(response),
                   response, moment)
        for asked in _rounds_to_remind(session, moment, today)
        for response in _unfinished(session, asked)
        for person in response.people
        if not _heard_today(session, response, person.id, today)
    )  # fmt: skip


def occasion(response: Response, person: int, day: date) -> str:
    """At most one reminder a day."""
    return f"reminder:{response.id}:{person}:{day}"


def _rounds_to_remind(session: Session, moment: datetime, today: date) -> Iterator[Round]:
    for asked in session.scalars(select(Round).where(Round.state == "open")):
        if is_open(asked, moment) and today in reminder_days(asked.closes_on):
            yield asked


def _unfinished(session: Session, asked: Round) -> list[Response]:
    """Responses that somebody still has to submit."""
    query = select(Response).where(
        Response.round_id == asked.id,
        Response.set_aside_at.is_(None),
        Response.withdrawn_at.is_(None),
        Response.outcome.is_(None),
        ~Response.submission.has(),
    )
    return list(session.scalars(query.order_by(Response.id)))


def _heard_today(session: Session, response: Response, person: int, today: date) -> bool:
    """Whether this person is invited to this response only today: that is reminder enough."""
    invited = select(Mail.due_at).where(
        Mail.occasion == f"invitation:{response.id}:{person}", Mail.state != "cancelled"
    )
    due = session.scalar(invited)
    return due is not None and london_day(due) == today


def has_later_reminder(session: Session, mail: Mail) -> bool:
    later = exists().where(
        Mail.kind == "reminder",
        Mail.response_id == mail.response_id,
        Mail.person_id == mail.person_id,
        Mail.created_at > mail.created_at,
    )
    return bool(session.scalar(select(later)))


def reminder(response: Response) -> Draft:
    asked, post = response.round, post_of(response)
    return Draft(
        "reminder",
        f"{asked.title}: please submit your answers by {end_of(asked.closes_on)}",
        (
            f"Your answers as {post} in {asked.title} have not been submitted yet.",
            f"The round closes at {end_of(asked.closes_on)}.",
            "All that you have saved is kept. You can go on where you stopped.",
            LINK,
            NOT_YOU,
        ),
    )
