"""Whether a trust's record is whole: no entry changed, taken out, put in or exchanged.

Somebody who can write to the database could write the whole chain anew, or cut off its end, and
nothing inside it would show that. The head of the chain, kept elsewhere, does.
"""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import ERASED, START, hash_of, seal
from benchmark.database.audit import AuditEntry, AuditPerson

AT_ONCE = 1000  # rows read at a time
Row = tuple[AuditEntry, AuditPerson | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the first fault only, since what follows a broken link follows from it."""

    entries: int
    head: str
    nameless: int  # entries from which the name was removed, as the record itself tells
    fault: str = ""


@dataclass(slots=True)
class _Count:
    """How far the check has come."""

    number: int = 0
    head: str = START
    nameless: int = 0
    first_nameless: int = 0
    told: int = 0  # names that the record says were removed
    head_found: bool = False


def check_chain(session: Session, trust: int, kept_head: str = "") -> Checked:
    """Read the whole record of a trust, and compare it with a head that was kept elsewhere."""
    count = _Count()
    with closing(_rows(session, trust)) as rows:
        for row in rows:
            if fault := _fault(row, count):
                return Checked(count.number, count.head, count.nameless, fault)
            _go_on(row, count, kept_head)
    return Checked(count.number, count.head, count.nameless, _at_the_end(count, kept_head))


def _rows(session: Session, trust: int) -> Generator[Row]:
    query = (
        select(AuditEntry, AuditPerson)
        .outerjoin(AuditPerson)
        .where(AuditEntry.trust_id == trust)
        .order_by(AuditEntry.number)
        .execution_options(yield_per=AT_ONCE)
    )
    with session.execute(query) as found:  # a fault ends the reading early
        yield from found


def _fault(row: Row, count: _Count) -> str:
    entry, _ = row
    due = count.number + 1
    if entry.number != due:
        return f"entry {due} is missing: the next one is {entry.number}"
    if hash_of(entry) != entry.hash:
        return f"entry {due} was changed: what it says does not give its hash"
    if entry.previous != count.head:
        return (
            f"entry {due} does not follow from entry {count.number}: one of the two was changed, "
            "exchanged or put in"
        )
    return _fault_of_name(row)


def _fault_of_name(row: Row) -> str:
    entry, person = row
    if person is None or seal(person.person_id, person.nonce) == entry.actor:
        return ""
    return f"entry {entry.number} names another person than it was made with"


def _go_on(row: Row, count: _Count, kept_head: str) -> None:
    entry, person = row
    count.number, count.head = entry.number, entry.hash
    count.head_found = count.head_found or entry.hash == kept_head
    if entry.actor and person is None:
        count.nameless += 1
        count.first_nameless = count.first_nameless or entry.number
    if entry.kind == ERASED:
        count.told += int(entry.detail)


def _at_the_end(count: _Count, kept_head: str) -> str:
    if kept_head and not count.head_found:
        return (
            f"the head that was kept is not in the record, which ends with entry {count.number}: "
            "its end was cut off, or it was written anew"
        )
    if count.nameless != count.told:
        return (
            f"names are missing from {count.nameless} entries, entry {count.first_nameless} the "
            f"first, and the record tells of {count.told} that were removed"
        )
    return ""
