"""A person's identity goes; what they did as a lead stays, without saying who it was.

The row of the person stays under a number, so that responses, agreements and the record keep
pointing at one and the same nobody. The chain of the record never held a name, and stays whole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, erase_names, record
from benchmark.assessment.calendar import london_day
from benchmark.assessment.naming import (
    count,
    documents_without_text,
    drop_packs,
    is_told_apart,
    names_of,
    remove_from_texts,
    take_out_documents,
)
from benchmark.assessment.refusals import Refused
from benchmark.assessment.throttling import fingerprint
from benchmark.database.accounts import (
    KnownDevice,
    PasswordLink,
    PasswordRequest,
    RecoveryCode,
    SecondFactor,
    SignOnIdentity,
)
from benchmark.database.agreements import Agreement, Confirmation
from benchmark.database.events import Acknowledgement, RoundEvent
from benchmark.database.jobs import Job
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import (
    LEAD_ROLES,
    Membership,
    Person,
    SignIn,
    SignInAttempt,
    SupportAccess,
    Trust,
)
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import Respondent, Response, Round, Submission
from benchmark.database.schema import now
from benchmark.database.tokens import ApiToken

FORMER_LEAD, FORMER_COLLEAGUE = "A former lead", "A former colleague"
NOWHERE = "erased-{}@erased.invalid"  # no mail can ever go there (RFC 2606)

# what goes, row by row: everything that says who somebody is, or lets them in
GOES = {
    SignIn.person_id: "places where they were signed in",
    KnownDevice.person_id: "browsers that were known",
    PasswordLink.person_id: "links to choose a password",
    MailLink.person_id: "links that signed them in",
    SecondFactor.person_id: "authenticator apps",
    RecoveryCode.person_id: "recovery codes",
    SignOnIdentity.person_id: "identities at another organisation",
    ApiToken.person_id: "tokens for programs that read for them",
    Mail.person_id: "mails to them",
}
# what stays, under the number of somebody who has no name any more
STAYS = {
    Membership.person_id: "posts that they held, with their dates",
    Respondent.person_id: "responses that they gave, alone or with another",
    Response.entered_by: "responses that they typed in from paper",
    Submission.submitted_by: "submissions",
    Acknowledgement.person_id: "statements that they said they have read",
    Agreement.saved_by: "agreements that they saved last",
    Confirmation.person_id: "releases that they confirmed",
    Offer.saved_by: "offers that they saved last",
    Action.saved_by: "actions that they saved last",
    ActionNote.person_id: "words on how far an action is",
    RoundEvent.person_id: "lines of the timelines of rounds",
    Job.asked_by: "packs that they asked for",
    SupportAccess.person_id: "accesses for support that they had",
}


@dataclass(frozen=True, slots=True)
class Erased:
    """What went and what stayed, as counts with words; and what nobody but a person can look at."""

    goes: tuple[tuple[int, str], ...]
    stays: tuple[tuple[int, str], ...]
    look: tuple[str, ...]


def erase_person(session: Session, person: Person, trusts: Collection[Trust]) -> Erased:
    """Erase somebody for the trusts that decided it; all in the caller's transaction.

    Raises ``Refused`` while they hold a post or owe answers, and where a trust that knows them has
    not been named: each trust decides for itself.
    """
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    _refuse(session, person, trusts)
    ids = sorted(trust.id for trust in trusts)
    named = names_of(session, person)
    goes = [*_rows_gone(session, person), *_attempts_gone(session, person)]
    goes += [
        (remove_from_texts(session, ids, named), "texts of others that named them"),
        (take_out_documents(session, ids, named), "issued reports that named them: hashes stay"),
        (drop_packs(session, ids, named), "improvement packs, which can be asked for again"),
        (erase_names(session, person), "entries of the record that named them"),
    ]
    look = _to_look_at(
        told_apart=is_told_apart(session, person),
        unsearched=documents_without_text(session, ids),
    )
    stays = [(count(session, column.class_, column == person.id), w) for column, w in STAYS.items()]
    _become_nobody(session, person)
    for trust in ids:
        record(session, trust, Deed("person erased", way="command"))
    session.expire_all()
    return Erased(_some(goes), _some(stays), look)


def _refuse(session: Session, person: Person, trusts: Collection[Trust]) -> None:
    if person.erased_at is not None:
        raise Refused("This person was erased already")
    tenures = list(session.scalars(select(Membership).where(Membership.person_id == person.id)))
    today = london_day(now())
    held = [each for each in tenures if each.trust is None or each.trust.merged is None]
    if any(each.to_date is None or each.to_date >= today for each in held):
        raise Refused(
            "This person still holds a post. End their posts on the page for leads and other "
            "people, and come back on the day after the last one"
        )
    unnamed = {each.trust.code for each in tenures if each.trust and each.trust not in trusts}
    if unnamed:
        codes = ", ".join(sorted(unnamed))
        raise Refused(f"{codes} has known this person too, and has to decide for itself: name it")
    if titles := _still_asked(session, person):
        raise Refused(
            f"This person is still asked for answers in {', '.join(titles)}. Replace the lead, or "
            "close the round first"
        )


def _still_asked(session: Session, person: Person) -> list[str]:
    query = (
        select(Round.title)
        .join(Response)
        .join(Respondent)
        .where(Respondent.person_id == person.id, Round.state == "open")
        .where(Response.set_aside_at.is_(None), Response.withdrawn_at.is_(None))
        .where(~Response.submission.has())
    )
    return sorted(set(session.scalars(query)))


def _rows_gone(session: Session, person: Person) -> list[tuple[int, str]]:
    return [
        (_deleted(session, column.class_, column == person.id), words)
        for column, words in GOES.items()
    ]


def _attempts_gone(session: Session, person: Person) -> list[tuple[int, str]]:
    return [
        (
            _deleted(session, PasswordRequest, PasswordRequest.email == person.email),
            "requests for a link that wait",
        ),
        (
            _deleted(
                session,
                SignInAttempt,
                SignInAttempt.email_hash.in_(map(fingerprint, accounts_of(person))),
            ),
            "failed attempts to sign in",
        ),
    ]


def accounts_of(person: Person) -> tuple[str, ...]:
    """Under which names the throttle counts somebody's failures."""
    return person.email, f"code of {person.id}", f"password of {person.id}"


def _deleted(session: Session, table: Any, which: ColumnElement[bool]) -> int:
    found = count(session, table, which)
    session.execute(delete(table).where(which))
    return found


def _become_nobody(session: Session, person: Person) -> None:
    led = Membership.person_id == person.id, Membership.role.in_(LEAD_ROLES)
    person.name = FORMER_LEAD if count(session, Membership, *led) else FORMER_COLLEAGUE
    person.email, person.password_hash = NOWHERE.format(person.id), None
    person.erased_at = now()
    person.disabled_at = person.disabled_at or person.erased_at
    session.flush()


def _to_look_at(*, told_apart: bool, unsearched: int) -> tuple[str, ...]:
    lines = {
        "Only the address was looked for in texts and documents: the name is one word, or somebody "
        "else here has it too. Read them yourself.": not told_apart,
        f"{unsearched} issued reports come from software that put no text into them. Read them "
        "yourself.": unsearched > 0,
        "Backups, the logs of PostgreSQL and copies that people have downloaded still hold what "
        "they held.": True,
        "No search finds a nickname, an initial or a text that describes somebody.": True,
    }
    return tuple(line for line, holds in lines.items() if holds)


def _some(lines: Collection[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(line for line in lines if line[0])
