"""Which divisions a division continues, and which continue it: what was merged and split."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.database.events import Lineage
from benchmark.database.people import Division, Trust

Lines = Mapping[Division, tuple[Division, ...]]


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


def _lines(session: Session, trust: Trust) -> tuple[Lines, Lines]:
    """Each division with those before it, and with those after it, in the trust's own order."""
    known = {division.id: division for division in trust.divisions}
    rows = list(session.scalars(select(Lineage).where(Lineage.to_division_id.in_(known))))
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
