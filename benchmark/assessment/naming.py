"""Where a person is named in what others wrote: free texts, issued documents and packs.

An e-mail address is one person's. A name is looked for only where it has two words or more and
nobody else here bears it, and only in what belongs to the person's own trusts: elsewhere the same
words are about somebody else.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, inspect, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from benchmark.database.agreements import Agreement, Dissent
from benchmark.database.events import TAKEN_OUT, RoundEvent
from benchmark.database.jobs import Job
from benchmark.database.mail import Mail
from benchmark.database.people import Membership, Person, SupportAccess
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import Answer, Report, Response, Round
from benchmark.database.schema import now
from benchmark.report.archive import attached

MARK = "[name removed]"
AT_ONCE = 50  # documents in memory
NAMED_SOMEBODY = "It named somebody whose data were erased. Ask for it again."
Named = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FreeText:
    """A column that people write into; ``within`` names what it is of: a round, a person..."""

    column: InstrumentedAttribute[Any]
    within: InstrumentedAttribute[Any]
    only_whole: bool = False  # its row is only ever added to: the text can go, never change


FREE_TEXTS = (
    FreeText(Answer.evidence, Answer.response_id),
    FreeText(Agreement.reason, Agreement.round_id),
    FreeText(Dissent.text, Dissent.round_id),
    FreeText(Offer.words, Offer.round_id),
    FreeText(Offer.contact, Offer.round_id),
    FreeText(Action.what, Action.round_id),
    FreeText(Action.measure, Action.round_id),
    FreeText(ActionNote.words, ActionNote.round_id, only_whole=True),
    FreeText(RoundEvent.detail, RoundEvent.round_id, only_whole=True),
    FreeText(Round.title, Round.id),
    FreeText(Round.lawful_basis, Round.id),
    FreeText(Round.impact_assessment, Round.id),
    FreeText(Round.hold_reason, Round.id),
    FreeText(SupportAccess.reason, SupportAccess.trust_id),
    FreeText(Mail.subject, Mail.person_id),
    FreeText(Mail.body, Mail.person_id),
    FreeText(Mail.error, Mail.person_id),
)


def names_of(session: Session, person: Person) -> Named:
    """What to look for: the address, and the name where it can be nobody else's."""
    wanted = [re.escape(person.email)]
    if is_told_apart(session, person):
        wanted.append(r"\s+".join(map(re.escape, person.name.split())))
    return re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)


def is_told_apart(session: Session, person: Person) -> bool:
    """Whether the name has two words or more, and is nobody else's."""
    others = session.scalars(select(Person.name).where(Person.id != person.id))
    same = person.name.casefold().split()
    return len(same) > 1 and all(other.casefold().split() != same for other in others)


def remove_from_texts(session: Session, trusts: Collection[int], named: Named) -> int:
    """Take the name out of all that people wrote in these trusts; how many texts held it."""
    return sum(_remove_from(session, each, trusts, named) for each in FREE_TEXTS)


def _remove_from(session: Session, text: FreeText, trusts: Collection[int], named: Named) -> int:
    table = text.column.class_
    key = inspect(table).primary_key
    query = select(*key, text.column).where(text.column != "", _belongs(text, trusts))
    found = [row for row in session.execute(query) if named.search(row[-1])]
    for row in found:
        this = [column == value for column, value in zip(key, row, strict=False)]
        without = TAKEN_OUT if text.only_whole else _without(text, named, row[-1])
        session.execute(update(table).where(*this).values({text.column.key: without}))
    return len(found)


def _without(text: FreeText, named: Named, words: str) -> str:
    longest = getattr(text.column.type, "length", None)
    return named.sub(MARK, words)[:longest]


def _belongs(text: FreeText, trusts: Collection[int]) -> ColumnElement[bool]:
    rounds = select(Round.id).where(Round.trust_id.in_(trusts))
    if text.within.key == "response_id":
        return text.within.in_(select(Response.id).where(Response.round_id.in_(rounds)))
    if text.within.key == "trust_id":
        return text.within.in_(trusts)
    people = select(Membership.person_id).where(Membership.trust_id.in_(trusts))
    return text.within.in_(people if text.within.key == "person_id" else rounds)


def take_out_documents(session: Session, trusts: Collection[int], named: Named) -> int:
    """Take out the bytes of each issued report that prints the name; how many did.

    What was issued is never changed: it stays as it was or it goes. Its hashes and dates stay, so
    that a copy can still be recognised as the one that was issued.
    """
    issued = select(Report).join(Round).where(Round.trust_id.in_(trusts))
    found = 0
    for report in _in_parts(session, issued.where(Report.removed_at.is_(None))):
        if prints(report.pdf, named):
            report.pdf, report.removed_at = b"", now()
            found += 1
        session.flush()
        session.expire(report, ["pdf"])
    return found


def _in_parts(session: Session, query: Select[Report]) -> Iterator[Report]:
    ids = list(session.scalars(query.with_only_columns(Report.id).order_by(Report.id)))
    for start in range(0, len(ids), AT_ONCE):
        part = select(Report).where(Report.id.in_(ids[start : start + AT_ONCE]))
        yield from session.scalars(part)


def prints(pdf: bytes, named: Named) -> bool:
    """Whether a document says the name; it carries all that it says, as text, inside itself."""
    content = attached(pdf)
    if content is None:
        return False
    return bool(named.search(json.dumps(json.loads(content), ensure_ascii=False)))


def documents_without_text(session: Session, trusts: Collection[int]) -> int:
    """How many issued reports come from software that put no text into them: nobody can search."""
    query = select(Report).join(Round).where(Round.trust_id.in_(trusts))
    found = _in_parts(session, query.where(Report.removed_at.is_(None)))
    return sum(attached(report.pdf) is None for report in found)


def drop_packs(session: Session, trusts: Collection[int], named: Named) -> int:
    """Drop the files of packs that hold the name or a report that was taken out; how many.

    Those that are being made go too. Whoever wants one asks for it again.
    """
    packs = session.scalars(select(Job).where(Job.trust_id.in_(trusts)))
    dropped = [job for job in packs if _holds(job, named)]
    for job in dropped:
        for file in job.files:
            session.delete(file)
        job.state, job.worker, job.leased_until, job.finished_at = "failed", None, None, None
        job.error, job.size, job.digest = NAMED_SOMEBODY, 0, ""
    session.flush()
    return len(dropped)


def _holds(job: Job, named: Named) -> bool:
    if job.state in ("waiting", "running"):
        return True
    return any(
        file.report.removed_at is not None if file.report else prints(file.content or b"", named)
        for file in job.files
    )


def count(session: Session, table: Any, *where: ColumnElement[bool]) -> int:
    """How many rows of a table there are of this kind."""
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
