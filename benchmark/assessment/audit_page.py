"""The record of a trust as its coordinator reads it: in words, and only what may be known yet.

What is not shown yet leaves no trace: an entry has no number here, and only what is shown is
counted and paged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from benchmark.assessment.audit_words import (
    AT_ONCE,
    COMPLETE,
    ERASED_NAME,
    KINDS,
    REFUSED_WORDS,
    RELEASED,
    STEPS,
    WHO_ELSE,
)
from benchmark.assessment.rounds import progress_of, state_from
from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.people import Person, Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Statistic, Subject, Viewer

PAGE_LENGTH = 50
NO_ROUND = "none"
DECIDED_BY = {COMPLETE: Statistic.ANSWERING, RELEASED: Statistic.AGREEING}
Places = frozenset[tuple[str, int]]  # a round and a division of it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked for: a group of kinds, and from which moment on."""

    group: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    at: datetime
    who: str
    text: str
    group: str
    round_title: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in entries are called today."""

    trust: str
    divisions: Mapping[int, str]
    rounds: Mapping[str, str]


def shown_lines(
    session: Session,
    viewer: Viewer,
    trust: Trust,
    wanted: Wanted,
    moment: datetime,
    page: int | None = 1,
) -> tuple[int, tuple[Line, ...]]:
    """How many entries the viewer may read, and one page of them, newest first; None: all."""
    rounds = list(session.scalars(select(Round).where(Round.trust_id == trust.id)))
    conditions = (
        AuditEntry.trust_id == trust.id,
        _may_read(_known(session, viewer, rounds, moment)),
        *_asked_for(wanted),
    )
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    query = _newest_first().where(*conditions)
    if page is not None:
        query = query.limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH)
    names = Names(
        trust.name,
        {division.id: division.name for division in trust.divisions},
        {asked.id: asked.title for asked in rounds},
    )
    rows = session.execute(query)
    return total, tuple(_line(entry, who, names) for entry, who in rows)


def _newest_first() -> Select[AuditEntry, str]:
    return (
        select(AuditEntry, Person.name)
        .select_from(AuditEntry)
        .outerjoin(AuditPerson)
        .outerjoin(Person)
        .order_by(AuditEntry.number.desc())
    )


def _known(
    session: Session, viewer: Viewer, rounds: Iterable[Round], moment: datetime
) -> dict[str, Places]:
    """In which divisions of which rounds the viewer may read each class of entries."""
    found: dict[str, set[tuple[str, int]]] = {COMPLETE: set(), RELEASED: set()}
    for asked in rounds:
        progress = progress_of(session, asked)
        for division in asked.trust.divisions:
            state = state_from(progress, asked, division.key, moment)
            subject = Subject(asked.trust.code, division.key)
            for shown, statistic in DECIDED_BY.items():
                if decide(viewer, subject, statistic, state).show:
                    found[shown].add((asked.id, division.id))
    return {shown: frozenset(places) for shown, places in found.items()}


def _may_read(known: Mapping[str, Places]) -> ColumnElement[bool]:
    place = tuple_(AuditEntry.round_id, AuditEntry.division_id)
    return or_(
        AuditEntry.kind.in_(_kinds(AT_ONCE)),
        *(
            and_(AuditEntry.kind.in_(_kinds(shown)), place.in_(sorted(places)))
            for shown, places in known.items()
            if places
        ),
    )


def _kinds(shown: str) -> list[str]:
    return [kind for kind, words in KINDS.items() if words.shown == shown]


def _asked_for(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.group:
        kinds = [kind for kind, words in KINDS.items() if words.group == wanted.group]
        yield AuditEntry.kind.in_(kinds)
    if wanted.since:
        yield AuditEntry.at >= wanted.since


def _line(entry: AuditEntry, name: str | None, names: Names) -> Line:
    words = KINDS[entry.kind]
    missing = ERASED_NAME if entry.actor else WHO_ELSE[entry.way]
    title = names.rounds.get(entry.round_id or "", "a draft that was deleted")
    return Line(
        at=entry.at,
        who=name or missing,
        text=_filled(words.text, entry, names),
        group=words.group,
        round_title=title if entry.round_id else NO_ROUND,
    )


def _filled(text: str, entry: AuditEntry, names: Names) -> str:
    division = names.divisions.get(entry.division_id or 0, "")
    area = entry.detail.partition(".")[0]
    refused = REFUSED_WORDS.get(area, "a page that is not for them")
    return text.format(
        division=division or "a division",
        place=division or names.trust,
        step=STEPS.get(entry.detail, entry.detail),
        detail=entry.detail,
        refused=refused.format(division=division or "a division"),
    )
