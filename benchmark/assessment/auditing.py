"""The record of who did what: each entry is chained to the one before it, trust by trust.

An entry holds no answer, level, text, name or address. Who it was stands beside the chain, and
the chain holds a seal of it: a name can be removed later, and none can be put in its place.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, text
from sqlalchemy.orm import Session

from benchmark.assessment.audit_words import KINDS, REFUSED
from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.changes import change
from benchmark.database.people import Person
from benchmark.database.schema import now

START = "0" * 64  # what the first entry of a trust stands on
WAYS = frozenset({"page", "command", "service"})
POSTGRESQL_SPACE = 0x61756469  # "audi" in ASCII: our locks and no other program's
AT_MOST_ONE_IN = timedelta(minutes=1)
ERASED = "names erased"
# made once, and past the unit of work: every save waits for this
HEAD = (
    select(AuditEntry.number, AuditEntry.hash)
    .where(AuditEntry.trust_id == bindparam("trust"))
    .order_by(AuditEntry.number.desc())
    .limit(1)
)
ADD_ENTRY = insert(cast("Table", AuditEntry.__table__))
ADD_PERSON = insert(cast("Table", AuditPerson.__table__))

SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
# all of an entry's columns but its hash, by the names under which the hash has them
SPELLED = {
    "trust": "trust_id",
    "number": "number",
    "at": "at",
    "kind": "kind",
    "way": "way",
    "round": "round_id",
    "division": "division_id",
    "subject": "subject",
    "detail": "detail",
    "actor": "actor",
    "previous": "previous",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened, without who and when. Ids are ours; ``detail`` is one of our own words."""

    kind: str
    way: str = "page"
    round_id: str | None = None
    division_id: int | None = None
    subject: str = ""
    detail: str = ""

    def __post_init__(self) -> None:
        """Refuse what nobody has words for."""
        if self.kind not in KINDS or self.way not in WAYS:
            raise ValueError(f"{self.kind!r} ({self.way}) is not a kind of entry")


def record(session: Session, trust: int, deed: Deed, person: int | None = None) -> int:
    """Add what has just happened, in the same transaction as the thing itself, as its last step.

    The last step, because entries of one trust wait for each other until their transactions end.
    Returns the entry's number.
    ``trust`` and ``person`` are ids; a deed of nobody signed in is the operator's or the service's.
    """
    session.flush()
    _wait_for_turn(session, trust)
    number, previous = _head(session, trust)
    nonce = secrets.token_hex(16)
    entry = {
        "trust_id": trust,
        "number": number + 1,
        "at": now(),
        "kind": deed.kind,
        "way": deed.way,
        "round_id": deed.round_id,
        "division_id": deed.division_id,
        "subject": deed.subject,
        "detail": deed.detail,
        "actor": seal(person, nonce) if person is not None else "",
        "previous": previous,
    }
    change(session, ADD_ENTRY, entry | {"hash": _hash(entry)})
    if person is not None:
        key = {"trust_id": trust, "number": number + 1}
        change(session, ADD_PERSON, key | {"person_id": person, "nonce": nonce})
    return number + 1


def record_refusal(session: Session, trust: int, deed: Deed, person: int) -> int | None:
    """The same for what was refused: one entry a person, address and division in a minute.

    Otherwise whoever asks again and again could fill the disk.
    """
    _wait_for_turn(session, trust)
    again = (
        select(AuditEntry.number)
        .join(AuditPerson)
        .where(
            AuditEntry.trust_id == trust,
            AuditEntry.kind == REFUSED,
            AuditEntry.at > now() - AT_MOST_ONE_IN,
            AuditEntry.detail == deed.detail,
            AuditEntry.division_id.is_not_distinct_from(deed.division_id),
            AuditPerson.person_id == person,
        )
    )
    if session.scalars(again).first() is not None:
        return None
    return record(session, trust, deed, person)


def erase_names(session: Session, person: Person) -> int:
    """Remove a person from all entries; the chain stays whole, and says how many names went."""
    own = AuditPerson.person_id == person.id
    counted: dict[int, int] = {}
    for trust in session.scalars(select(AuditPerson.trust_id).where(own)):
        counted[trust] = counted.get(trust, 0) + 1
    session.execute(delete(AuditPerson).where(own))
    for trust in sorted(counted):
        record(session, trust, Deed(ERASED, way="command", detail=str(counted[trust])))
    return sum(counted.values())


def _wait_for_turn(session: Session, trust: int) -> None:
    # SQLite has one writer at a time already. A lock of its own, not the trust's row: steps that
    # hold that row wait for others, and two could wait for each other
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:space, :trust)")
        session.execute(lock, {"space": POSTGRESQL_SPACE, "trust": trust})


def _head(session: Session, trust: int) -> tuple[int, str]:
    """The number and the hash of the last entry."""
    found = session.connection().execute(HEAD, {"trust": trust}).first()
    return (found.number, found.hash) if found else (0, START)


def seal(person: int, nonce: str) -> str:
    """What an entry holds of its actor: without the nonce, nothing."""
    return _digest({"person": person, "nonce": nonce})


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over all columns but the hash itself, as JSON in one spelling."""
    return _hash({column: getattr(entry, column) for column in SPELLED.values()})


def _hash(entry: Mapping[str, Any]) -> str:
    spelled = {name: entry[column] for name, column in SPELLED.items()}
    return _digest(spelled | {"at": entry["at"].isoformat(timespec="microseconds")})


def _digest(fields: Mapping[str, object]) -> str:
    return hashlib.sha256(SPELLING.encode(fields).encode()).hexdigest()
