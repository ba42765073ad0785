"""A division offers to show how it does a practice, or asks to be shown.

An offer is made by the division in its own words and never follows from a level. Versions guard
it as they guard an agreement: nobody's words are overwritten unseen.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import lock
from benchmark.assessment.events import record_event
from benchmark.assessment.planning import refuse_unless_current, role_of
from benchmark.database.people import Division
from benchmark.database.plans import Offer
from benchmark.database.rounds import Round
from benchmark.database.schema import now


@dataclass(frozen=True, slots=True)
class OfferText:
    practice: str
    kind: str  # one of ``plans.OFFER_KINDS``
    words: str  # what there is to see, or what is wanted
    contact: str  # the title of the post to ask


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of a save; unless it was saved, both for the writer to choose from."""

    saved: bool
    version: int
    yours: OfferText
    theirs: OfferText | None  # what is stored; None: nothing, or it was withdrawn
    by: str = ""  # the role of whoever stored it
    at: datetime | None = None


def offers_of(session: Session, asked: Round, division: Division) -> tuple[Offer, ...]:
    """The division's offers in force, as they are stored."""
    query = select(Offer).where(Offer.round_id == asked.id, Offer.division_id == division.id)
    return tuple(session.scalars(query.where(Offer.withdrawn_at.is_(None))))


def offer_stored(
    session: Session, asked: Round, division: Division, practice: str, kind: str
) -> Offer | None:
    """Also one that was withdrawn; after waiting for a colleague, what they have saved counts."""
    key = (asked.id, division.id, practice, kind)
    return session.get(Offer, key, populate_existing=True)


def text_of(stored: Offer | None) -> OfferText | None:
    if stored is None or stored.withdrawn_at is not None:
        return None
    return OfferText(stored.practice, stored.kind, stored.words, stored.contact)


def save_offer(
    session: Session,
    asked: Round,
    division: Division,
    yours: OfferText,
    version: int,
    person: int,
) -> Offered:
    """Keep an offer, unless its writer had not seen what is stored.

    Saving the stored words again changes nothing. Raises ``NotNow``.
    """
    lock(session, division)
    refuse_unless_current(session, asked, division)
    practice, kind = yours.practice, yours.kind
    stored = offer_stored(session, asked, division, practice, kind)
    before, theirs = stored.version if stored else 0, text_of(stored)
    if yours == theirs:
        return Offered(saved=True, version=before, yours=yours, theirs=theirs)
    anew = theirs is None and not version  # nothing that is in force would be overwritten
    if version != before and not anew:
        by = role_of(session, division, stored.saved_by) if stored else ""
        at = stored.saved_at if stored else None
        return Offered(saved=False, version=before, yours=yours, theirs=theirs, by=by, at=at)
    stored = stored or Offer(
        round_id=asked.id, division_id=division.id, practice=practice, kind=kind, version=0
    )
    stored.words, stored.contact, stored.withdrawn_at = yours.words, yours.contact, None
    _keep(session, stored, person)
    record_event(session, asked, "offered", division=division, person=person)
    return Offered(saved=True, version=stored.version, yours=yours, theirs=yours)


def withdraw_offer(
    session: Session, asked: Round, division: Division, practice: str, kind: str, person: int
) -> None:
    """Take an offer back; a second time changes nothing. Raises ``NotNow``."""
    lock(session, division)
    refuse_unless_current(session, asked, division)
    stored = offer_stored(session, asked, division, practice, kind)
    if stored is None or stored.withdrawn_at is not None:
        return
    stored.withdrawn_at = now()
    _keep(session, stored, person)
    record_event(session, asked, "offer withdrawn", division=division, person=person)


def _keep(session: Session, stored: Offer, person: int) -> None:
    stored.version += 1
    stored.saved_by, stored.saved_at = person, now()
    session.add(stored)
    session.flush()
