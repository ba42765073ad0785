"""A lead is replaced, or joined by a second person, while a round is open.

The new lead never sees what the first one answered: either the first submission stays and counts,
or it is set aside, kept, and a new response begins. Whoever answered can still read their own.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import day_in_words, london_day
from benchmark.assessment.ending_posts import end_post
from benchmark.assessment.events import record_event
from benchmark.assessment.refusals import Refused
from benchmark.assessment.responding import lock
from benchmark.assessment.rounds import is_open
from benchmark.assessment.tenures import Post, add_tenure, person_for
from benchmark.database.people import Division, Membership, Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now

KEEP, AGAIN = "keep", "again"
MOST_IN_A_POST = 2  # a job is shared by two


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes into a post, and from which day on."""

    name: str
    email: str
    start: date


def response_in_force(
    session: Session, asked: Round, division: Division, role: str
) -> Response | None:
    query = select(Response).where(
        Response.round_id == asked.id,
        Response.division_id == division.id,
        Response.role == role,
        Response.set_aside_at.is_(None),
    )
    return session.scalar(query)


def may_keep(response: Response, leaving: Person) -> bool:
    """Answers can stay where they are final, or where a second person goes on with them."""
    return response.submission is not None or any(
        person.id != leaving.id for person in response.people
    )


def replace_lead(
    session: Session,
    response: Response,
    leaving: Person,
    newcomer: Newcomer,
    choice: str,
    coordinator: int,
    moment: datetime,
) -> Response:
    """End one tenure, begin another, and keep the answers or begin again, as ``choice`` says.

    Returns the response that is in force afterwards. Raises ``Refused``; nothing is changed then.
    """
    _refuse_unless_open(session, response, moment)
    if leaving not in response.people:
        raise Refused("Choose who leaves", "leaving")
    if choice not in (KEEP, AGAIN) or (choice == KEEP and not may_keep(response, leaving)):
        raise Refused("Choose what happens to the answers", "choice")
    person = _newcomer(session, response, newcomer, coordinator, moment)
    if person is leaving:  # a second click: they have come in already
        return response
    if person in response.people:
        raise Refused(f"{person.name} holds this post already", "email")
    ended = _end_tenures(session, response, leaving, newcomer.start)
    begun = _let_in(session, response, person, newcomer.start)
    if choice == KEEP:
        if ended or begun:
            _tell(session, response, "lead changed", coordinator, "the answers are kept")
        return response
    staying = [each for each in response.people if each is not leaving]
    return _begin_again(session, response, [*staying, person], coordinator)


def add_second_person(
    session: Session, response: Response, newcomer: Newcomer, coordinator: int, moment: datetime
) -> None:
    """Let somebody join a response in progress: from now on the two answer together.

    A vacant post is filled in the same way.
    """
    _refuse_unless_open(session, response, moment)
    if response.submission is not None:
        raise Refused("These answers are submitted: nobody can join them any more")
    person = _newcomer(session, response, newcomer, coordinator, moment)
    if person in response.people:  # a second click
        return
    if len(response.people) >= MOST_IN_A_POST:
        raise Refused("Two people share this post already")
    _let_in(session, response, person, newcomer.start)
    filled = "one more person answers" if response.people else "the vacant post is filled"
    response.people.append(person)
    # whoever joins has not read who will see the answers
    response.statement_hash = response.acknowledged_at = None
    _tell(session, response, "lead changed", coordinator, filled)


def _refuse_unless_open(session: Session, response: Response, moment: datetime) -> None:
    lock(session, response)
    if response.set_aside_at is not None or not is_open(response.round, moment):
        raise Refused("Leads can be changed only while the round is open. Nothing was changed.")


def _newcomer(
    session: Session, response: Response, newcomer: Newcomer, coordinator: int, moment: datetime
) -> Person:
    if newcomer.start > london_day(moment):
        raise Refused("The first day must be today or earlier", "start")
    person = person_for(session, response.round.trust, newcomer.name, newcomer.email)
    if person.id == coordinator:
        raise Refused("You cannot put yourself into a post while a round is open", "email")
    return person


def _let_in(session: Session, response: Response, person: Person, start: date) -> bool:
    """Begin the tenure, unless it was entered before; says which."""
    if any(tenure.holds_on(start) for tenure in _tenures(session, response, person)):
        return False
    add_tenure(session, Post(response.round.trust, response.role, response.division), person, start)
    return True


def _tenures(session: Session, response: Response, person: Person) -> list[Membership]:
    query = select(Membership).where(
        Membership.person_id == person.id,
        Membership.division_id == response.division_id,
        Membership.role == response.role,
    )
    return list(session.scalars(query))


def _end_tenures(session: Session, response: Response, leaving: Person, start: date) -> bool:
    """The one who leaves holds the post until the day before; whether that is new."""
    ended = False
    for tenure in _tenures(session, response, leaving):
        if tenure.to_date is not None and tenure.to_date < start:
            continue
        if start <= tenure.from_date:
            raise Refused(f"{leaving.name} began on {day_in_words(tenure.from_date)}", "start")
        end_post(session, tenure, start - timedelta(days=1))
        ended = True
    return ended


def _begin_again(
    session: Session, response: Response, people: list[Person], coordinator: int
) -> Response:
    response.set_aside_at = now()
    session.flush()  # before its successor comes: only one response of a post is in force
    again = Response(
        round=response.round, division=response.division, role=response.role, people=people
    )
    session.add(again)
    _tell(session, again, "lead changed", coordinator, "begun again")
    _tell(session, response, "set aside", coordinator, "")
    return again


def _tell(session: Session, response: Response, kind: str, coordinator: int, detail: str) -> None:
    record_event(
        session,
        response.round,
        kind,
        division=response.division,
        role=response.role,
        person=coordinator,
        detail=detail,
    )
