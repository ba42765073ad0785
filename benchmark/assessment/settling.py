"""One practice is settled, or seen otherwise by one of the three; nobody's text is overwritten.

Three people may write at once. A save says which version its writer had before them; on an older
one nothing is saved, and the writer gets both texts.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import agreements_of, lock, refuse_unless_open, roles_of
from benchmark.database.agreements import Agreement, Dissent
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.database.schema import now


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the three say of one practice: an agreed level and why; no level: it stays open."""

    level: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a save; unless it was saved, both contents for the writer to choose from."""

    saved: bool
    version: int
    yours: Settlement
    theirs: Settlement | None  # what is stored; None: nothing yet
    by: str = ""  # the role of whoever stored it
    at: datetime | None = None


def save_agreement(
    session: Session,
    asked: Round,
    division: Division,
    practice: str,
    yours: Settlement,
    version: int,
    person: int,
) -> Settled:
    """Keep what the three settle of a practice, unless its writer had not seen what is stored.

    Saving the stored content again changes nothing. Raises ``NotNow`` after the release.
    """
    lock(session, division)
    refuse_unless_open(session, asked, division)
    stored = agreements_of(session, asked, division).get(practice)
    before = stored.version if stored else 0
    theirs = settlement_of(stored)
    if yours == theirs:
        return Settled(saved=True, version=before, yours=yours, theirs=theirs)
    if version != before:
        by = author_of(session, asked, division, stored)
        at = stored.saved_at if stored else None
        return Settled(saved=False, version=before, yours=yours, theirs=theirs, by=by, at=at)
    stored = stored or Agreement(
        round_id=asked.id, division_id=division.id, practice=practice, version=0
    )
    _store(session, stored, yours, person)
    return Settled(saved=True, version=before + 1, yours=yours, theirs=yours)


def _store(session: Session, stored: Agreement, yours: Settlement, person: int) -> None:
    stored.state = "open" if yours.level is None else "agreed"
    stored.level, stored.reason = yours.level, yours.reason
    stored.version += 1
    stored.saved_by, stored.saved_at = person, now()
    session.add(stored)
    session.flush()


def settlement_of(stored: Agreement | None) -> Settlement | None:
    return Settlement(stored.level, stored.reason) if stored else None


def author_of(session: Session, asked: Round, division: Division, stored: Agreement | None) -> str:
    """The role of whoever saved it last; empty when nobody did, or they have left the round."""
    if stored is None:
        return ""
    return next(iter(roles_of(session, asked, division, stored.saved_by)), "")


def dissents_of(session: Session, asked: Round, division: Division) -> dict[str, dict[str, str]]:
    """Practice -> role -> what this lead sees otherwise. For the three leads only (L2)."""
    texts: dict[str, dict[str, str]] = {}
    for each in session.scalars(_dissents(asked, division)):
        if each.text:
            texts.setdefault(each.practice, {})[each.role] = each.text
    return texts


def dissent_of(
    session: Session, asked: Round, division: Division, practice: str, role: str
) -> Dissent | None:
    mine = _dissents(asked, division).where(Dissent.practice == practice, Dissent.role == role)
    return session.scalar(mine.execution_options(populate_existing=True))


def _dissents(asked: Round, division: Division) -> Select[Dissent]:
    return select(Dissent).where(Dissent.round_id == asked.id, Dissent.division_id == division.id)


def save_dissent(
    session: Session,
    asked: Round,
    division: Division,
    practice: str,
    role: str,
    text: str,
    version: int,
) -> tuple[int, str | None]:
    """Keep what one lead sees otherwise; an empty text takes it back. Only the lead may ask this.

    Returns the version that is now stored, and None; or, when the writer had not seen what is
    stored (a shared job, a second window), that text, and nothing was saved. Raises ``NotNow``
    after the release.
    """
    lock(session, division)
    refuse_unless_open(session, asked, division)
    stored = dissent_of(session, asked, division, practice, role)
    before, theirs = (stored.version, stored.text) if stored else (0, "")
    if text == theirs:
        return before, None
    if version != before:
        return before, theirs
    stored = stored or Dissent(
        round_id=asked.id, division_id=division.id, practice=practice, role=role, version=0
    )
    stored.text, stored.version, stored.saved_at = text, before + 1, now()
    session.add(stored)
    session.flush()
    return stored.version, None
