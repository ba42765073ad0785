"""All that is held about one person, for that person: readable tables, the same as data, and words.

It holds no answer, evidence, reason or dissent of anybody else, and names others only in mails to
this person. What the rules of a round keep from them, it keeps too, and says so: those who may
disclose more under the law are the trust, not this service.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import london_day
from benchmark.assessment.held_account import account_held, at
from benchmark.assessment.held_answers import answers_held
from benchmark.assessment.pack_files import zipped
from benchmark.database.people import Membership, Person, Trust
from benchmark.database.schema import now
from benchmark.export.sheets import Sheet
from benchmark.export.writing import csv_bytes

BY_THEMSELVES, BY_OPERATOR = "own data downloaded", "data given out"
README, DATA = "README.txt", "data.json"
ABOUT = {
    "account": "your name, address and account",
    "ways in": "where you are and were signed in, links and failed attempts",
    "posts": "the posts that you hold and held, with their dates",
    "mails": "mails that were written to you, without the links in them",
    "what happened": "your lines in the timelines of rounds, and packs that you asked for first",
    "record": "the record of who did what: your entries, and others' on your responses",
    "responses": "your responses, alone or with somebody who shares your post",
    "answers": "your answers and your evidence",
    "sections": "your words at the end of each section",
    "scenes": "the levels that you gave to the fixed scenes",
    "statements": "what you said that you have read, word for word",
    "agreements": "what the three of you settled; a reason only where you wrote it last",
    "dissents": "what you saw otherwise",
    "releases": "the previews that you confirmed",
    "plans and offers": "words for your trust that you saved last",
    "documents": "documents that were issued with your answers in them, by their codes",
}
NOT_HERE = (
    "Not in these files:",
    "- levels, evidence, reasons and dissents of other people: they are theirs (a mail to you may",
    "  name a colleague who changed something for you)",
    "- your password, the key of your app and codes: only hashes or sealed values are kept",
    "- issued reports themselves: ask your trust, which can find them by their codes",
    "- what other people wrote that may name you: ask your trust, which has to look at both sides",
    "- backups, mail servers, logs of network addresses: ask whoever runs this service",
    "",
    "Where it says “not shown”, a rule of the round keeps it from you, and the rule stands there.",
    "Under data protection law your trust decides whether you may have more: ask its information",
    "governance team. There you can also ask to correct, erase or limit the use of your data.",
)


@dataclass(frozen=True, slots=True)
class Given:
    """The files in one, and how many rows each of them has."""

    content: bytes
    rows: tuple[tuple[str, int], ...]


def give_own_data(session: Session, person: Person) -> Given:
    """What is held about the person, for themselves; each trust's record says so."""
    given = _given(session, person)
    for trust in _trusts(session, person):
        record(session, trust, Deed(BY_THEMSELVES), person.id)
    return given


def write_data_of(session: Session, person: Person) -> Given:
    """The same by the operator, for a person who has asked: read with that person's rights."""
    given = _given(session, person)
    for trust in _trusts(session, person):
        record(session, trust, Deed(BY_OPERATOR, way="command"))
    return given


def _given(session: Session, person: Person) -> Given:
    viewer = viewer_of(session, person, london_day(now()))
    sheets = (*account_held(session, person), *answers_held(session, viewer))
    files = (
        (README, _readme(person, sheets)),
        *((_file(sheet), csv_bytes(sheet)) for sheet in sheets),
        (DATA, _data(sheets)),
    )
    rows = tuple((_file(sheet), len(sheet.rows)) for sheet in sheets)
    return Given(b"".join(zipped(files)), rows)


def _file(sheet: Sheet) -> str:
    return f"{sheet.title.replace(' ', '-')}.csv"


def _readme(person: Person, sheets: Sequence[Sheet]) -> bytes:
    lines = [
        "What is held about you in the Management Practice Benchmark",
        f"{person.name}, {person.email}",
        f"As of {at(now())}",
        "",
        "Each table is a file that any spreadsheet opens. An empty table means that there is",
        f"nothing of this kind. {DATA} holds the same for programs.",
        "",
        *(f"- {_file(each)} ({len(each.rows)}): {ABOUT[each.title]}" for each in sheets),
        "",
        *NOT_HERE,
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _data(sheets: Sequence[Sheet]) -> bytes:
    said = {
        each.title: [dict(zip(each.header, row, strict=True)) for row in each.rows]
        for each in sheets
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _trusts(session: Session, person: Person) -> list[int]:
    query = select(Trust.id).join(Membership).where(Membership.person_id == person.id)
    return sorted(set(session.scalars(query)))
