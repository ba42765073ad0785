"""Browsers in which somebody has signed in before: guesses of strangers do not make them wait."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.signing_in import as_kept
from benchmark.assessment.throttling import fingerprint
from benchmark.database.accounts import KnownDevice
from benchmark.database.people import Person


def is_known_device(session: Session, device: str, email: str) -> bool:
    """Whether the person of this e-mail has signed in with this browser; one question for all."""
    known = (
        select(KnownDevice.person_id)
        .join(Person, Person.id == KnownDevice.person_id)
        .where(KnownDevice.token_hash == fingerprint(device), Person.email == as_kept(email))
    )
    return session.scalar(known) is not None


def remember_device(session: Session, device: str, person: Person) -> str:
    """Keep that the person has signed in with this browser; returns the token for its cookie.

    A token that we have never given out is not taken over.
    """
    known = select(KnownDevice.token_hash).where(KnownDevice.token_hash == fingerprint(device))
    token = device if device and session.scalar(known) else secrets.token_urlsafe(32)
    if session.get(KnownDevice, (fingerprint(token), person.id)) is None:
        session.add(KnownDevice(token_hash=fingerprint(token), person_id=person.id))
        session.flush()
    return token
