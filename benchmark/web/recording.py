"""Each request leaves what it did in the record: after it is done, before anybody sees it.

What writes is recorded in its own transaction. What reads runs in a transaction that cannot write,
so its entry has one of its own; where that fails, nothing is shown.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as Answer

from benchmark.assessment.access import find_division, find_trust
from benchmark.assessment.audit_words import REFUSED
from benchmark.assessment.auditing import Deed, record, record_refusal
from benchmark.database.changes import has_changed
from benchmark.database.corrections import Correction
from benchmark.database.jobs import Job
from benchmark.database.people import Trust
from benchmark.database.rounds import Report, Response, Round
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer
from benchmark.web.audited import RECORDED
from benchmark.web.security import Access

READING = frozenset({"GET", "HEAD"})
FIRST_REFUSAL = 400  # with this or more nothing was shown, or a form was not taken
# how an address names things of one round, and how an entry names them
THINGS: dict[str, tuple[Any, str]] = {
    "response_id": (Response, "response"),
    "report_id": (Report, "report"),
    "job_id": (Job, "pack"),
    "correction_id": (Correction, "correction"),
}
FOR_WHOM = {"L1": "for the trust", "L2": "for its three leads"}
DETAILS = {
    "three.issue": FOR_WHOM["L2"],
    "three.numbers": "table",
    "agreements.agenda_sheet": "agenda",
    "support.end": "by the trust",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What goes into which trust's record, of whom."""

    trust: int
    deed: Deed
    person: int


def note_of(answer: Answer) -> Note | None:
    """What this request has done that belongs into the record; None: nothing."""
    reads = request.method in READING
    kind = RECORDED.get(f"{'GET' if reads else request.method} {request.endpoint}")
    if kind is None or g.viewer is None:
        return None
    if not (_has_shown(answer) if reads else _has_written(answer)):
        return None
    thing = _thing()
    return Note(_trust_id(thing), _deed(kind, thing), g.viewer.person)


def _has_shown(answer: Answer) -> bool:
    # a page of the three that sends on because all is settled says so: whether it did must not
    # follow from the record, so it counts as shown
    return answer.status_code < FIRST_REFUSAL and not g.get("unread")


def _has_written(answer: Answer) -> bool:
    return answer.status_code < FIRST_REFUSAL and has_changed(g.session)


def _thing() -> Any:
    """The response, report, pack or notice that the address names; of a save only its columns."""
    names = ("own", "response", "report", "job", "correction")
    return next((g.get(name) for name in names if g.get(name) is not None), None)


def _trust_id(thing: Any) -> int:
    if "own" in g:
        return int(g.own.trust_id)
    if thing is not None:
        return int(thing.round.trust_id)
    return int(g.division.trust_id if g.get("division") else g.trust.id)


def _deed(kind: str, thing: Any) -> Deed:
    place = request.view_args or {}
    division = g.get("division")
    return Deed(
        kind,
        round_id=thing.round_id if thing is not None else _round_id(place),
        division_id=getattr(thing, "division_id", None) or (division.id if division else None),
        subject=_subject(place),
        detail=_detail(place, thing),
    )


def _round_id(place: dict[str, Any]) -> str | None:
    asked: Round | None = g.get("asked")
    return place.get("round_id") or (asked.id if asked else None)


def _subject(place: dict[str, Any]) -> str:
    named = (f"{name}:{place[key]}" for key, (_, name) in THINGS.items() if key in place)
    return next(named, "")


def _detail(place: dict[str, Any], thing: Any) -> str:
    """One of our own words: a step of an address, for whom a report is, what was chosen."""
    if isinstance(thing, Report):
        return FOR_WHOM[thing.level]
    if request.blueprint == "api":
        return "with a token" if g.token else "signed in"
    usual = FOR_WHOM["L1"] if str(request.endpoint).endswith(".issue") else ""
    return str(place.get("step") or g.get("detail") or DETAILS.get(str(request.endpoint), usual))


def record_note(session: Session, note: Note) -> None:
    record(session, note.trust, note.deed, note.person)


def record_apart(engine: Engine, note: Note) -> None:
    """Record what was read, or refused, in a transaction of its own, or stop with 503."""
    add = record_refusal if note.deed.kind == REFUSED else record
    try:
        with transaction(engine, writes=True) as session:
            add(session, note.trust, note.deed, note.person)
    except SQLAlchemyError as fault:
        raise _unrecorded(fault) from fault


def _unrecorded(fault: SQLAlchemyError) -> ServiceUnavailable:
    # the kind of fault only: a message of the database may repeat what it was given
    current_app.logger.error("the record cannot be written: %s", type(fault).__name__)
    return ServiceUnavailable()


def refusal_of(declared: Access, viewer: Viewer, place: dict[str, Any]) -> Note | None:
    """What to record of a page that does not exist for its reader; None: nothing.

    Only what is of a trust in which they hold a seat, or which they support. For other trusts'
    things and for what does not exist the same is looked up and nothing is written, so that the
    two cannot be told apart.
    """
    trust = _trust_refused(declared, viewer, place)
    if trust is None or trust.code not in viewer.supports | {s.trust for s in viewer.seats}:
        return None
    division = find_division(g.session, trust.code, place.get("division", ""))
    deed = Deed(
        REFUSED, division_id=division.id if division else None, detail=str(request.endpoint)
    )
    return Note(trust.id, deed, viewer.person)


def _trust_refused(declared: Access, viewer: Viewer, place: dict[str, Any]) -> Trust | None:
    if declared.scope == "national":
        return find_trust(g.session, next((s.trust for s in viewer.seats if s.trust), ""))
    if "trust" in place:
        return find_trust(g.session, place["trust"])
    for key, (table, _) in THINGS.items():
        if key in place:
            query = select(Trust).join(Round).join(table).where(table.id == place[key])
            found: Trust | None = g.session.scalar(query)
            return found
    return None
