"""Sign-on through another organisation: who its claims are about, among those known already.

Nobody registers by it. The first time, a verified e-mail finds the person; from then on the
organisation's own name for them does, which unlike an e-mail is never given to somebody else.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import is_let_in
from benchmark.assessment.signing_in import as_kept
from benchmark.database.accounts import SignOnIdentity
from benchmark.database.people import Person
from benchmark.database.schema import now

LONGEST_NAME = 255  # of an issuer and of a subject, in the standard and in our columns


def person_of_claims(session: Session, claims: Mapping[str, Any]) -> Person | None:
    """The person whom verified claims are about, if they may come in, or None."""
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not _is_name(issuer) or not _is_name(subject):
        return None
    known = session.get(SignOnIdentity, (issuer, subject))
    person = known.person if known else _by_email(session, claims)
    if person is None or not is_let_in(person, now()):
        return None
    if known is None and _is_somebody_else_there(session, issuer, person):
        return None
    return person


def keep_identity(session: Session, claims: Mapping[str, Any], person: Person) -> None:
    """Remember the organisation's own name for the person."""
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    if session.get(SignOnIdentity, (issuer, subject)) is None:
        session.add(SignOnIdentity(issuer=issuer, subject=subject, person_id=person.id))
        session.flush()


def counts_as_second_factor(claims: Mapping[str, Any], accepted: Collection[str]) -> bool:
    """Whether the organisation says that it has asked for a second factor as we were told it does.

    ``accepted`` are values of ``amr`` or ``acr`` that the operator has named; none counts unnamed.
    """
    methods = claims.get("amr")
    said = {str(each) for each in methods} if isinstance(methods, list) else set()
    context = claims.get("acr")
    return bool((said | ({context} if isinstance(context, str) else set())) & set(accepted) - {""})


def _by_email(session: Session, claims: Mapping[str, Any]) -> Person | None:
    # exactly true: a text "false" would count as true
    if claims.get("email_verified") is not True:
        return None
    email = as_kept(str(claims.get("email") or ""))
    return session.scalar(select(Person).where(Person.email == email))


def _is_somebody_else_there(session: Session, issuer: str, person: Person) -> bool:
    """The e-mail of a person who is another subject already: it has been given to somebody new."""
    theirs = select(SignOnIdentity.subject).where(
        SignOnIdentity.issuer == issuer, SignOnIdentity.person_id == person.id
    )
    return session.scalar(theirs) is not None


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and "\x00" not in text
