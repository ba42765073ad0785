"""Which divisions a division continues, and which continue it: what was merged and split."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from benchmark.database.events import Lineage
from benchmark.database.people import Division, Trust
from benchmark.database.rounds import Response, Round

Lines = Mapping[Division, tuple[Division, ...]]
# made once: putting a statement together takes longer than running it
LINES = (
    select(Lineage)
    .join(Division, Division.id == Lineage.to_division_id)
    .where(Division.trust_id == bindparam("trust"))
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A division that ended, as one that continues it tells of it."""

    division: Division
    words: str  # "Surgery, merged in 2026"


def formed_from(
    session: Session, trust: Trust, took_part: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each division that was merged or split: the names of those that it continues.

    Followed back until divisions that took part in the round (keys): one that came and went
    between two rounds is nothing that a reader has ever seen.
    """
    before, _ = _lines(session, trust)
    return {
        division.key: tuple(each.name for each in _back(division, before, took_part))
        for division in before
    }


def continued_by(session: Session, trust: Trust) -> dict[str, tuple[str, ...]]:
    """For each division that was merged or split: the names of those that continue it."""
    _, after = _lines(session, trust)
    return {division.key: tuple(each.name for each in new) for division, new in after.items()}


def gone_before(session: Session, asked: Round) -> dict[str, tuple[Earlier, ...]]:
    """For each division that was merged or split: all before it that take no part in the round.

    Where one of them does take part, it speaks for itself and for those before it.
    """
    before, _ = _lines(session, asked.trust)
    if not before:
        return {}
    here = set(session.scalars(select(Response.division_id).where(Response.round_id == asked.id)))
    how = {row.from_division_id: row.kind for row in _rows(session, asked.trust)}
    return {
        division.key: tuple(
            Earlier(each, _ending(each, how[each.id]))
            for each in dict.fromkeys(_all_before(division, before, here))
        )
        for division in before
    }


def after(session: Session, division: Division) -> frozenset[int]:
    """The ids of all divisions of the trust that continue this one, however far on."""
    _, after_each = _lines(session, division.trust)
    return frozenset(each.id for each in _all_after(division, after_each))


def moved_here(session: Session, trust: Trust) -> list[tuple[str, Division]]:
    """The trust's divisions by name, each with one that it continues from before a merger."""
    known = {division.id: division for division in trust.divisions}
    rows = session.scalars(LINES.order_by(Lineage.to_division_id), {"trust": trust.id}).all()
    return [
        (known[row.to_division_id].name, session.get_one(Division, row.from_division_id))
        for row in rows
        if row.from_division_id not in known
    ]


def moved_from(session: Session, division: Division) -> list[Division]:
    """The divisions of other trusts that this one continues since a merger of the trusts."""
    lines = select(Division).join(Lineage, Lineage.from_division_id == Division.id)
    here = Lineage.to_division_id == division.id, Division.trust_id != division.trust_id
    return list(session.scalars(lines.where(*here).order_by(Division.id)))


def _ending(division: Division, kind: str) -> str:
    year = f" in {division.ended_on.year}" if division.ended_on else ""
    return f"{division.name}, {kind}{year}"


def _all_before(division: Division, before: Lines, here: Collection[int]) -> list[Division]:
    gone = [each for each in before.get(division, ()) if each.id not in here]
    return gone + [further for each in gone for further in _all_before(each, before, here)]


def _all_after(division: Division, after_each: Lines) -> list[Division]:
    new = list(after_each.get(division, ()))
    return new + [further for each in new for further in _all_after(each, after_each)]


def _rows(session: Session, trust: Trust) -> list[Lineage]:
    """What was merged and split inside the trust."""
    known = {division.id for division in trust.divisions}
    found = session.scalars(LINES, {"trust": trust.id})
    return [row for row in found if row.from_division_id in known]


def _lines(session: Session, trust: Trust) -> tuple[Lines, Lines]:
    """Each division with those before it, and with those after it, in the trust's own order."""
    known = {division.id: division for division in trust.divisions}
    rows = _rows(session, trust)
    pairs = [(known[row.from_division_id], known[row.to_division_id]) for row in rows]
    order = list(known.values())
    before = {new: _sorted([a for a, b in pairs if b is new], order) for _, new in pairs}
    after = {old: _sorted([b for a, b in pairs if a is old], order) for old, _ in pairs}
    return before, after


def _sorted(found: list[Division], order: list[Division]) -> tuple[Division, ...]:
    return tuple(sorted(found, key=order.index))


def _back(division: Division, before: Lines, took_part: Collection[str]) -> list[Division]:
    """The nearest divisions before this one that took part; where none did, the first of all."""
    found: list[Division] = []
    for each in before[division]:
        further = [each] if each.key in took_part or each not in before else []
        found += further or _back(each, before, took_part)
    return list(dict.fromkeys(found))
