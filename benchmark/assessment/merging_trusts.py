"""Trusts become one: what goes on in the merged trust, and what stays as it was.

The merged trust is always a trust of its own, so that who reads what needs no rule of its own:
rounds, reports, records and posts of the trusts before it stay with those. People with a post go
on with the same post in the merged trust, divisions go on as divisions of it. Where the merged
trust goes by the code of one of them, that one takes a code of history.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import day_in_words, london_day
from benchmark.assessment.mergers import STAYS, codes_of_history
from benchmark.assessment.moving_on import divisions_go_on, tenures_go_on
from benchmark.assessment.preparing import all_rounds
from benchmark.assessment.refusals import Refused
from benchmark.assessment.rounds import is_closed
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.assessment.supporting import BY_OPERATOR, end_access, record_end, standing_accesses
from benchmark.comparison.wording import joined
from benchmark.database.people import USUAL_RETENTION, Trust, TrustMerger
from benchmark.database.rounds import Round

CODE = re.compile("[A-Z0-9]{1,10}")
LONGEST_NAME = 200
UNDER_WAY = (
    "“{}” of {} is open until {}. Close it, wait for its end, or abandon it, and merge the trusts "
    "afterwards"
)
A_DRAFT = "“{}” of {} is prepared and was never opened. Delete the draft, and prepare it afterwards"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which trusts become one: their codes, the code of the one that goes on, and its name."""

    old: tuple[str, ...]
    into: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger came to, in sentences; ``changed`` is False where it was done before."""

    told: tuple[str, ...]
    changed: bool


def merge_trusts(session: Session, wish: Wish, moment: datetime) -> Merged:
    """Merge trusts from today on, in the caller's transaction.

    Done already, it changes nothing and says so. Raises ``Refused`` with what to do first.
    """
    old, target = _locked(session, wish)
    if done := _done_already(old, target):
        return Merged(done, changed=False)
    _refuse(session, [*old, *([target] if target else [])], moment)
    continued = target is not None and session.scalar(
        select(exists().where(Round.trust_id == target.id))
    )
    today = london_day(moment)
    if target is not None and continued:
        old, target = [target, *old], None
    called = {trust: trust.code for trust in old}  # by the codes that people know
    if continued:
        _take_code_of_history(session, old[0], today)
    into = target or _founded(session, wish, old, today, continued=bool(continued))
    if wish.name:
        into.name = wish.name
    told = _as_one(session, called, into, moment)
    kept = _take_period(session, into, old)
    code_told = _code_told(wish.into, old[0].code) if continued else ()
    return Merged((*told, kept, *code_told), changed=True)


def _locked(session: Session, wish: Wish) -> tuple[list[Trust], Trust | None]:
    """The trusts that end, and the one of the code that goes on if it is known; both locked."""
    wanted = {code.upper() for code in wish.old} - {wish.into}
    if not wanted or not CODE.fullmatch(wish.into) or len(wish.name) > LONGEST_NAME:
        raise Refused(
            "Name the code of at least one trust that ends and another, of letters and digits, "
            f"for the trust that goes on; its name has at most {LONGEST_NAME} characters"
        )
    # always in the same order, so that two mergers never wait for each other
    query = select(Trust).where(Trust.code.in_(wanted | {wish.into})).order_by(Trust.id)
    fresh = query.with_for_update(of=Trust).execution_options(populate_existing=True)
    found = {trust.code: trust for trust in session.scalars(fresh)}
    if unknown := sorted(wanted - found.keys()):
        raise Refused(f"There is no trust with the code {joined(unknown)}")
    for trust in found.values():
        session.refresh(trust, ["merged", "formed", "divisions"])
    return [found[code] for code in sorted(wanted)], found.get(wish.into)


def _done_already(old: Sequence[Trust], target: Trust | None) -> tuple[str, ...]:
    """What is said when all of it was done before; ``Refused`` when some of it was."""
    merged = [each for each in old if each.merged]
    if merged and len(merged) == len(old) and all(_is_into(each, target) for each in merged):
        return tuple(f"{_became(each.merged)}." for each in merged if each.merged)
    if target is not None and target.merged:
        merged.append(target)
    if merged:
        told = " ".join(f"{_became(each.merged)}." for each in merged if each.merged)
        raise Refused(f"{told} Name only trusts that are still there")
    return ()


def _is_into(trust: Trust, target: Trust | None) -> bool:
    return trust.merged is not None and trust.merged.into is target


def _became(merger: TrustMerger) -> str:
    day = day_in_words(merger.first_day)
    return f"{_named(merger.before)} became part of {_named(merger.into)} on {day} already"


def _named(trust: Trust) -> str:
    return f"{trust.name} ({trust.code})"


def _refuse(session: Session, trusts: Sequence[Trust], moment: datetime) -> None:
    if len({trust.invented for trust in trusts}) > 1:
        raise Refused("An invented trust and a real one cannot become one")
    for trust in trusts:
        for asked in all_rounds(session, trust):
            if asked.state == "draft":
                raise Refused(A_DRAFT.format(asked.title, _named(trust)))
            if asked.state == "open" and not is_closed(asked, moment):
                until = day_in_words(asked.closes_on)
                raise Refused(UNDER_WAY.format(asked.title, _named(trust), until))


def _take_code_of_history(session: Session, trust: Trust, today: date) -> None:
    """The code goes to the merged trust, which the register knows by it; "RXX" is "RXX2026"."""
    code, wanted = trust.code, codes_of_history(trust.code, today.year)
    free = next((each for each in wanted if find_trust(session, each) is None), None)
    if free is None:
        raise Refused(f"{code} has taken a code of history too often this year")
    trust.code = free
    session.flush()


def _founded(
    session: Session, wish: Wish, old: Sequence[Trust], today: date, *, continued: bool
) -> Trust:
    name = wish.name or (old[0].name if continued else "")
    if not name:
        raise Refused(f"No trust has the code {wish.into} yet. Give its name too", "name")
    into = Trust(
        code=wish.into,
        name=name,
        region=old[0].region,
        opened=today,
        invented=old[0].invented,
    )
    session.add(into)
    session.flush()
    return into


def _as_one(
    session: Session, called: Mapping[Trust, str], into: Trust, moment: datetime
) -> tuple[str, ...]:
    old, today = list(called), london_day(moment)
    for trust in old:
        session.add(TrustMerger(before=trust, into=into, first_day=today, at=moment))
        trust.closed = today - timedelta(days=1)
    divisions = divisions_go_on(session, called, into, today)
    people, posts = tenures_go_on(session, old, into, divisions, today)
    for person in sorted(people):
        end_sign_ins(session, person)
    ended = _support_ended(session, old, moment)
    _take_back_notices(session, old)
    for trust in sorted([*old, into], key=lambda each: each.id):
        for deed in _deeds(trust, old, into):
            record(session, trust.id, deed)
    names = joined([f"{trust.name} ({code})" for trust, code in called.items()])
    gone_on = f"Posts that go on: {posts}, of {len(people)} people"
    return (
        f"{names} became {_named(into)} on {day_in_words(today)}.",
        *(
            f"{before.name} of {called[before.trust]} goes on as {after.name}."
            for before, after in divisions.items()
        ),
        f"{gone_on}. They are signed out everywhere, and the tokens of their programs end.",
        *([f"Accesses for support that ended: {ended}."] if ended else []),
        STAYS,
    )


def _take_period(session: Session, into: Trust, old: Sequence[Trust]) -> str:
    """Keep answers as long as the trusts before did, the longest of them; says for how long.

    A trust that was there and has set another period than the usual one keeps to that.
    """
    if into.retention_years == USUAL_RETENTION:
        into.retention_years = max(trust.retention_years for trust in old)
    years = f"{into.retention_years} years"
    record(session, into.id, Deed("period set", way="command", detail=years))
    return (
        f"It keeps the answers of its rounds for {years}; its coordinators can set another period. "
        "Removals that were announced are announced anew."
    )


def _take_back_notices(session: Session, old: Sequence[Trust]) -> None:
    """What is to be removed is announced anew: to those, and with the page, of after the merger."""
    theirs = update(Round).where(Round.trust_id.in_([trust.id for trust in old]))
    session.execute(theirs.where(Round.removal_on.is_not(None)).values(removal_on=None))


def _deeds(trust: Trust, old: Sequence[Trust], into: Trust) -> list[Deed]:
    if trust is into:
        return [Deed("trusts merged", way="command", detail=each.code) for each in old]
    return [Deed("trust ended", way="command", detail=into.code)]


def _support_ended(session: Session, old: Sequence[Trust], moment: datetime) -> int:
    standing = [each for trust in old for each in standing_accesses(session, trust)]
    ended = [each for each in standing if end_access(session, each, BY_OPERATOR, moment)]
    for access in ended:
        record_end(session, access, way="command")
    return len(ended)


def _code_told(code: str, old_code: str) -> tuple[str, ...]:
    return (
        f"The code {code} is that of the merged trust now. What {code} was before is {old_code}.",
        f"Rounds and reports of before are found under {old_code}.",
        f"Check kept heads of its record with `benchmark audit verify --trust {old_code}`.",
    )
