"""The outbox: a mail is a row, written in the same transaction as the thing that it tells about.

A body is plain text and holds no link. Two marks, each alone on its line, are replaced when the
mail is sent: ``LINK`` by a link that signs the reader in once, ``PAGE`` by the address of ``page``.
So no secret is ever stored, and no address depends on what a browser calls this service.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now

LINK, PAGE = "[link]", "[page]"
NOT_YOU = "If you are not the right person, please tell your trust's coordinator."
LONGEST_SUBJECT = 200
MOVED = "moved:"  # begins the occasion of a mail to the address that an account has had
# line ends and whatever else ends or hides a part of a header, a line or a name
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a mail says, before it has an addressee."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]
    page: str = ""


def write_mail(
    session: Session,
    occasion: str,
    person: Person,
    draft: Draft,
    about: Round | Response | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Put a mail into the outbox, once for each occasion; False when it is there already.

    Nothing is written to somebody whose account is disabled.
    """
    if person.disabled_at:
        return False
    response = about if isinstance(about, Response) else None
    values = {
        "occasion": occasion,
        "kind": draft.kind,
        "round_id": about.id if isinstance(about, Round) else response and response.round_id,
        "response_id": response.id if response else None,
        "person_id": person.id,
        "address": person.email,
        "subject": one_line(draft.subject)[:LONGEST_SUBJECT],
        "body": letter(person, draft.paragraphs),
        "page": draft.page,
        "message_id": secrets.token_hex(20),
        "due_at": due_at or now(),
    }
    # two who write at once are not both right: the database itself lets one of them through
    written = session.execute(_insert(session).values(values).returning(Mail.id))
    return written.first() is not None


def _insert(session: Session) -> Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Mail).on_conflict_do_nothing(index_elements=[Mail.occasion])
    return postgresql.insert(Mail).on_conflict_do_nothing(index_elements=[Mail.occasion])


def letter(person: Person, paragraphs: tuple[str, ...]) -> str:
    """The paragraphs between greeting and signature; no name can add a line of its own."""
    lines = [f"Dear {one_line(person.name)},", *map(one_line, paragraphs)]
    return "\n\n".join([*lines, "Management Practice Benchmark"]) + "\n"


def one_line(text: str) -> str:
    """Text without line ends and control characters, which would forge headers and paragraphs."""
    return UNPRINTABLE.sub(" ", text).strip()


def post_of(response: Response) -> str:
    """``clinical lead of Medicine``."""
    return f"{response.role} lead of {response.division.name}"


def end_of(day: date) -> str:
    """``23:59 on Friday 18 December 2026``: a day ends with its last minute, in London."""
    return f"23:59 on {day:%A} {day.day} {day:%B %Y}"
