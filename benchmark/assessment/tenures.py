"""Who holds which post of a trust, and from when to when; kept by the trust's coordinator.

A coordinator reaches people through the tenures of their own trust only. Somebody who also has a
tenure elsewhere, now or earlier, is shared: their name and address are the national team's to
change, and the address is not shown. Whoever adds such a person must know both already, because
the page answers in the same words whether an address is unknown or belongs to another name.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.ending_posts import end_post
from benchmark.assessment.importing_people import ADDRESS
from benchmark.assessment.mergers import before, refuse_merged
from benchmark.assessment.moving import move_account
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.database.people import LEAD_ROLES, TRUST_ROLES, Division, Membership, Person, Trust

NOT_TOGETHER = (
    "This email address and name cannot be used together. Check both; if they are right, ask the "
    "national team"
)
NOT_FREE = "This email address cannot be used. Check it; if it is right, ask the national team"
SHARED = "The national team keeps the name and email address of this person. Ask them to change it"
ERASED = "All that said who this person was has been removed. It cannot be entered again"
LAST_COORDINATOR = "The trust would have no coordinator. Add another one first"


@dataclass(frozen=True, slots=True)
class Post:
    """A role in a trust, and for a lead in which division."""

    trust: Trust
    role: str
    division: Division | None = None

    def __post_init__(self) -> None:
        """Refuse a post that there cannot be; the national team's posts are not a trust's."""
        if self.role not in (*LEAD_ROLES, *TRUST_ROLES):
            raise Refused("Choose a post", "post")
        if (self.role in LEAD_ROLES) != (self.division is not None):
            raise Refused("Choose a post", "post")


def tenures_of(session: Session, trust: Trust) -> list[Membership]:
    """All tenures in the trust, the people with them, in the order in which they began."""
    query = (
        select(Membership)
        .where(Membership.trust_id == trust.id)
        .options(joinedload(Membership.person))
        .order_by(Membership.from_date, Membership.id)
    )
    return list(session.scalars(query))


def coordinators_of(session: Session, trust: Trust, day: date) -> list[Person]:
    """Who coordinates the trust on that day and can sign in: whom to tell what it must know."""
    posts = select(Membership).where(
        Membership.trust_id == trust.id, Membership.role == "coordinator"
    )
    held = (post.person for post in session.scalars(posts) if post.holds_on(day))
    return list(dict.fromkeys(person for person in held if person.disabled_at is None))


def shared_people(session: Session, trust: Trust) -> frozenset[int]:
    """Ids of those with a tenure in this trust who also have one elsewhere, or ever had."""
    here = select(Membership.person_id).where(Membership.trust_id == trust.id)
    elsewhere = select(Membership.person_id).where(
        Membership.person_id.in_(here), _is_elsewhere(trust)
    )
    return frozenset(session.scalars(elsewhere))


def _is_elsewhere(trust: Trust) -> ColumnElement[bool]:
    here = [each.id for each in (trust, *before(trust))]  # what it was before is no other place
    return or_(Membership.trust_id.is_(None), Membership.trust_id.not_in(here))


def person_for(session: Session, trust: Trust, name: str, email: str) -> Person:
    """The person of this address, or a new one; known by the address alone within the trust.

    Somebody from elsewhere is found only by whoever knows address and name. Raises ``Refused``.
    """
    email = email.lower()
    if not ADDRESS.fullmatch(email):
        raise Refused("Enter an email address, like name@example.nhs.uk", "email")
    person = session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(name=name, email=email)
        session.add(person)
        session.flush()
        return person
    if _plain(person.name) != _plain(name):
        raise Refused(_why_not(session, trust, person), "email")
    return person


def _why_not(session: Session, trust: Trust, person: Person) -> str:
    if is_only_here(session, trust, person):
        return f"{person.name} has this email address. Use that name, or another address"
    return NOT_TOGETHER


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def is_only_here(session: Session, trust: Trust, person: Person) -> bool:
    """Whether all tenures of a person, past ones too, are in this trust, and there is one."""
    own = exists().where(Membership.person_id == person.id)
    here = session.scalar(select(own.where(Membership.trust_id == trust.id)))
    elsewhere = exists().where(Membership.person_id == person.id, _is_elsewhere(trust))
    return bool(here) and not session.scalar(select(elsewhere))


def add_tenure(
    session: Session, post: Post, person: Person, start: date, end: date | None = None
) -> Membership:
    """Give a person a post from a day on; the same tenure again returns the first."""
    refuse_merged(session, post.trust)
    if end is not None and end < start:
        raise Refused("The last day must be on or after the first day", "end")
    if post.division and post.division.ended_on and post.division.ended_on < (end or date.max):
        raise Refused(
            f"{post.division.name} ends on {day_in_words(post.division.ended_on)}", "post"
        )
    division_id = post.division.id if post.division else None
    for held in _held(session, post, person):
        if (held.from_date, held.to_date) == (start, end):
            return held
        if start <= (held.to_date or date.max) and held.from_date <= (end or date.max):
            raise Refused(f"{person.name} holds this post already, {_lasting(held)}", "start")
    tenure = Membership(
        person=person,
        trust_id=post.trust.id,
        division_id=division_id,
        role=post.role,
        from_date=start,
        to_date=end,
    )
    session.add(tenure)
    session.flush()
    end_sign_ins(session, person.id)  # whoever may do something else signs in anew
    return tenure


def _held(session: Session, post: Post, person: Person) -> list[Membership]:
    division_id = post.division.id if post.division else None
    query = select(Membership).where(
        Membership.person_id == person.id,
        Membership.trust_id == post.trust.id,
        Membership.role == post.role,
        Membership.division_id.is_(None)
        if division_id is None
        else Membership.division_id == division_id,
    )
    return list(session.scalars(query))


def end_tenure(session: Session, tenure: Membership, last_day: date) -> None:
    """Give a tenure its last day. What the person answered stays theirs."""
    if last_day < tenure.from_date:
        raise Refused(
            f"The tenure began on {day_in_words(tenure.from_date)}; it cannot end before", "end"
        )
    goes_on = tenure.trust is None or tenure.trust.merged is None
    if goes_on and tenure.role == "coordinator" and not _others_go_on(session, tenure, last_day):
        raise Refused(LAST_COORDINATOR, "end")
    if tenure.to_date != last_day:
        end_post(session, tenure, last_day)


def _others_go_on(session: Session, tenure: Membership, last_day: date) -> bool:
    query = select(Membership).where(
        Membership.trust_id == tenure.trust_id,
        Membership.role == tenure.role,
        Membership.person_id != tenure.person_id,
    )
    return any((each.to_date or date.max) > last_day for each in session.scalars(query))


def change_details(session: Session, trust: Trust, person: Person, name: str, email: str) -> None:
    """Change a person's name or address; tenures, responses and reports stay theirs."""
    email = email.lower()
    if (person.name, person.email) == (name, email):
        return
    if person.erased_at is not None:
        raise Refused(ERASED, "name")
    if not is_only_here(session, trust, person):
        raise Refused(SHARED, "name")
    if not ADDRESS.fullmatch(email):
        raise Refused("Enter an email address, like name@example.nhs.uk", "email")
    taken = select(Person.id).where(Person.email == email, Person.id != person.id)
    if session.scalar(taken) is not None:
        raise Refused(NOT_FREE, "email")
    person.name = name
    if person.email != email:
        move_account(session, person, email, f"The coordinator of {trust.name}")
    session.flush()


def _lasting(held: Membership) -> str:
    until = f" to {day_in_words(held.to_date)}" if held.to_date else ""
    return f"from {day_in_words(held.from_date)}{until}"
