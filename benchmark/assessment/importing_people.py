"""Taking in people with their roles, divisions and the dates of their tenures."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from benchmark.assessment.ending_posts import end_before
from benchmark.assessment.importing import ISO_DAY, Row, named_rows, refuse_faults
from benchmark.assessment.mergers import became
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.assessment.tokens import owners_of_tokens
from benchmark.database.people import (
    LEAD_ROLES,
    ROLES,
    Division,
    Membership,
    Person,
    SignIn,
    Trust,
)
from benchmark.questionnaire.located import did_you_mean
from benchmark.scoring.table import read_table

COLUMNS = ("trust", "division", "role", "name", "email", "from", "to")
LONGEST_KEY = 60
ADDRESS = re.compile(r"[^\s@,;:<>\"()\[\]\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Tenure:
    """What one line says: somebody holds a role from a day on, perhaps to another."""

    row: Row
    trust: str
    division: str
    role: str
    name: str
    email: str
    start: date
    end: date | None


@dataclass
class PeopleCounts:
    """What an import of people came to."""

    tenures: int
    new_tenures: int = 0
    changed_tenures: int = 0
    new_people: int = 0
    renamed_people: int = 0
    new_divisions: int = 0
    trusts: set[int] = field(default_factory=set, compare=False)  # ids, where something changed

    def __str__(self) -> str:
        tenures = "1 tenure" if self.tenures == 1 else f"{self.tenures} tenures"
        return (
            f"{tenures}: {self.new_tenures} new, {self.changed_tenures} changed; "
            f"people: {self.new_people} new, {self.renamed_people} renamed; "
            f"divisions: {self.new_divisions} new"
        )


@dataclass
class Roster:
    """Everybody and everything known so far, with the lines of this file already placed."""

    trusts: dict[str, Trust]
    people: dict[str, Person]
    counts: PeopleCounts
    named: dict[str, Tenure] = field(default_factory=dict)  # by e-mail, its first line
    placed: dict[Membership, Tenure] = field(default_factory=dict)
    ended: dict[Membership, date | None] = field(default_factory=dict)  # with the day before


def record_people(
    session: Session, path: Path, progress: Callable[[list[Tenure]], Iterable[Tenure]] = iter
) -> PeopleCounts:
    """Add the people of a file with their tenures, and the divisions that are not known yet.

    People are known by their e-mail, tenures by person, place, role and first day; an empty last
    day leaves a known one as it is, so that an old file never lets somebody in again. Raises
    ``FaultyFile`` with every fault; the caller's transaction then takes all of it back.
    """
    table = read_table(path)
    rows = named_rows(table, COLUMNS)
    tenures = [tenure for row in rows if (tenure := tenure_of(row))]
    roster = _roster(session, len(rows))
    for tenure in progress(tenures):
        _place(session, roster, tenure)
    _refuse_overlaps(roster)
    refuse_faults(table.faults, rows)
    _sign_out_changed(session, roster)
    for ended, was in roster.ended.items():
        end_before(session, ended, was)
    return roster.counts


def _sign_out_changed(session: Session, roster: Roster) -> None:
    """Whoever may do something else from now on signs in anew."""
    changed = [each for each in roster.placed if each in session.new or session.is_modified(each)]
    session.flush()
    roster.counts.trusts.update(each.trust_id for each in changed if each.trust_id is not None)
    signed_in = set(session.scalars(select(SignIn.person_id).where(SignIn.revoked_at.is_(None))))
    inside = signed_in | owners_of_tokens(session)
    for person_id in inside.intersection(each.person_id for each in changed):
        end_sign_ins(session, person_id)


def tenure_of(row: Row) -> Tenure | None:
    """Read one line; a line with a fault is no tenure."""
    start, end = row.day("from", ISO_DAY), row.day("to", ISO_DAY)
    tenure = Tenure(
        row=row,
        trust=row.optional_text("trust", most=10).upper(),
        division=row.optional_text("division", most=200),
        role=row.text("role", most=20).lower(),
        name=row.text("name", most=200),
        email=row.text("email", most=254).lower(),
        start=start or date.min,
        end=end,
    )
    _refuse_dates(row, start, end)
    _refuse_role_or_place(tenure)
    if tenure.email and not ADDRESS.fullmatch(tenure.email):
        row.refuse("email", f"'{tenure.email}' is not an e-mail address; write it like a@b.example")
    return None if row.faults else tenure


def division_key(name: str) -> str:
    """Return the part of an address that stands for a division, such as ``women-and-children``."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore")
    words = re.findall("[a-z0-9]+", plain.decode().lower().replace("'", ""))
    key = "-".join(words)
    return (f"division-{key}" if key[:1].isdigit() else key)[:LONGEST_KEY].rstrip("-")


def _refuse_dates(row: Row, start: date | None, end: date | None) -> None:
    if not row.cells["from"]:
        row.refuse("from", f"is empty; give the first day of the tenure, such as {ISO_DAY}")
    if start and end and end < start:
        row.refuse("to", f"the last day, {end}, comes before the first, {start}")


def _refuse_role_or_place(tenure: Tenure) -> None:
    role, row = tenure.role, tenure.row
    if role not in ROLES:
        if role:
            hint = did_you_mean(role, ROLES)
            row.refuse("role", f"'{role}' is not a role; use one of {', '.join(ROLES)}{hint}")
        return
    for column, value, needed, kind in (
        ("trust", tenure.trust, role != "national", "a role outside the trusts"),
        ("division", tenure.division, role in LEAD_ROLES, "not a role of one division"),
    ):
        if needed and not value:
            row.refuse(column, f"is empty; say in which {column} this person is {role}")
        if value and not needed:
            row.refuse(column, f"must be empty: {role} is {kind}")


def _roster(session: Session, lines: int) -> Roster:
    places = selectinload(Trust.divisions), joinedload(Trust.merged)
    trusts = session.scalars(select(Trust).options(*places))
    people = session.scalars(select(Person).options(selectinload(Person.memberships)))
    return Roster(
        trusts={trust.code: trust for trust in trusts},
        people={person.email: person for person in people},
        counts=PeopleCounts(lines),
    )


def _place(session: Session, roster: Roster, tenure: Tenure) -> None:
    person = _person(roster, tenure)
    trust = _trust(roster, tenure)
    division = _division(roster, trust, tenure) if trust else None
    if tenure.row.faults:
        return
    slot = (trust, division, tenure.role)
    same = (kept for kept in person.memberships if _slot(kept) == slot)
    known = next((kept for kept in same if kept.from_date == tenure.start), None)
    if known is None and trust and trust.merged:
        tenure.row.refuse("trust", f"{became(trust.merged)}: write its code here")
    elif known is None:
        new = Membership(person=person, trust=trust, division=division, role=tenure.role)
        new.from_date, new.to_date = tenure.start, tenure.end
        session.add(new)  # and with it a new person or division
        roster.placed[new] = tenure
        roster.counts.new_tenures += 1
    elif known in roster.placed:
        line = roster.placed[known].row.line
        tenure.row.refuse("from", f"repeats the tenure of line {line}; remove one of the two")
    else:
        roster.placed[known] = tenure
        _end(roster, known, tenure.end)


def _person(roster: Roster, tenure: Tenure) -> Person:
    first = roster.named.setdefault(tenure.email, tenure)
    if first.name != tenure.name:
        message = f"line {first.row.line} calls {tenure.email} '{first.name}'; use one name"
        tenure.row.refuse("name", message)
    person = roster.people.get(tenure.email)
    if person is None:
        person = roster.people[tenure.email] = Person(name=tenure.name, email=tenure.email)
        roster.counts.new_people += 1
    elif person.name != first.name:
        person.name = first.name
        roster.counts.renamed_people += 1
    return person


def _trust(roster: Roster, tenure: Tenure) -> Trust | None:
    trust = roster.trusts.get(tenure.trust)
    if trust is None and tenure.trust:
        hint = did_you_mean(tenure.trust, roster.trusts)
        message = f"no trust with the code '{tenure.trust}' is known{hint}"
        tenure.row.refuse("trust", f"{message}; run benchmark import-trusts first")
    return trust


def _division(roster: Roster, trust: Trust, tenure: Tenure) -> Division | None:
    name = tenure.division
    if not name:
        return None
    # a division may carry on the name of one that ended
    for division in sorted(trust.divisions, key=lambda each: each.ended_on is not None):
        if name.casefold() in (division.key, division.name.casefold()):
            return division
    key = division_key(name)
    same = next((division.name for division in trust.divisions if division.key == key), None)
    if not key:
        tenure.row.refuse("division", f"'{name}' needs a letter from a to z for its address")
    elif same is not None:
        message = f"'{name}' would have the same address as '{same}', {key}; use one spelling"
        tenure.row.refuse("division", message)
    else:
        roster.counts.new_divisions += 1
        return Division(trust=trust, key=key, name=name, position=len(trust.divisions))
    return None


def _end(roster: Roster, known: Membership, end: date | None) -> None:
    if end is not None and known.to_date != end:
        roster.ended[known], known.to_date = known.to_date, end
        roster.counts.changed_tenures += 1


def _refuse_overlaps(roster: Roster) -> None:
    """Compare only when every line is in place: a later line may end an earlier tenure."""
    for membership, tenure in roster.placed.items():
        for other in membership.person.memberships:
            told_later = other in roster.placed and roster.placed[other].row.line > tenure.row.line
            if other is not membership and not told_later and _overlap(membership, other):
                tenure.row.refuse("from", f"overlaps the tenure {_described(roster, other)}")


def _overlap(one: Membership, other: Membership) -> bool:
    first, second = sorted((one, other), key=lambda kept: kept.from_date)
    goes_on = first.to_date is None or second.from_date <= first.to_date
    return _slot(one) == _slot(other) and goes_on


def _slot(kept: Membership) -> tuple[Trust | None, Division | None, str]:
    return kept.trust, kept.division, kept.role


def _described(roster: Roster, kept: Membership) -> str:
    tenure = roster.placed.get(kept)
    where = f"of line {tenure.row.line}" if tenure else "known already"
    until = f"to {kept.to_date}" if kept.to_date else "on"
    return f"{where}, from {kept.from_date} {until}; a person holds a role once at a time"
