"""Divisions and posts of trusts that become one, as divisions and posts of the merged trust."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.organising import free_key, in_force
from benchmark.assessment.refusals import Refused
from benchmark.database.events import Lineage
from benchmark.database.people import Division, Membership, Trust
from benchmark.database.schema import now

MOVED = "moved"  # the kind of a lineage from one trust to another
LONGEST_NAME = 200
Slot = tuple[int, str, int | None]  # person, role, division


def divisions_go_on(
    session: Session, called: Mapping[Trust, str], into: Trust, today: date
) -> dict[Division, Division]:
    """Each division that has not ended, and the one of the merged trust that continues it.

    Where two have the same name, each is called after its trust too: "Medicine (RXX)". ``called``
    has the trusts with the codes that people know them by.
    """
    moving = [(code, each) for trust, code in called.items() for each in in_force(trust, today)]
    standing = [each.name.casefold() for each in in_force(into, today)]
    often = Counter([*standing, *(each.name.casefold() for _, each in moving)])
    found: dict[Division, Division] = {}
    for code, each in moving:
        twice = often[each.name.casefold()] > 1
        name = f"{each.name} ({code})" if twice else each.name
        found[each] = _continued(session, each, into, name)
    session.flush()
    for before, after in found.items():
        line = {"from_division_id": before.id, "to_division_id": after.id}
        session.add(Lineage(**line, kind=MOVED, at=now()))
        before.ended_on = today - timedelta(days=1)
    session.flush()
    return found


def _continued(session: Session, before: Division, into: Trust, name: str) -> Division:
    taken = {each.name.casefold() for each in into.divisions}
    if len(name) > LONGEST_NAME or name.casefold() in taken:
        raise Refused(
            f"{before.trust.name} ({before.trust.code}): the division {before.name} cannot go on "
            f"as “{name}”, which is too long or taken. Give it another name first"
        )
    place = max((each.position for each in into.divisions), default=-1) + 1
    division = Division(
        key=free_key(into, name), name=name, position=place, ended_on=before.ended_on
    )
    into.divisions.append(division)
    session.flush()
    return division


def tenures_go_on(
    session: Session,
    old: Sequence[Trust],
    into: Trust,
    divisions: Mapping[Division, Division],
    today: date,
) -> tuple[set[int], int]:
    """Give everybody with a post the same post in the merged trust; people (ids) and posts.

    Posts that began before begin today. The old ones stay: by them people read what was before.
    Posts that begin later move: nobody had them on the day of the merger.
    """
    theirs = select(Membership).where(Membership.trust_id.in_([each.id for each in old]))
    held = [
        each
        for each in session.scalars(theirs.order_by(Membership.from_date, Membership.id))
        if (each.to_date is None or each.to_date >= today) and each.person.erased_at is None
    ]
    following = {before.id: after.id for before, after in divisions.items()}
    standing = _standing(session, into)
    new: list[Membership] = []
    for each in held:
        if each.division_id is not None and each.division_id not in following:
            continue  # a lead of a division that has ended
        division = following[each.division_id] if each.division_id else None
        slot = (each.person_id, each.role, division)
        if not _goes_on_in(standing.get(slot, []), each, today):
            new.append(_tenure(into, slot, max(each.from_date, today), each.to_date))
            standing.setdefault(slot, []).append(new[-1])
        if each.from_date > today:
            session.delete(each)
    session.add_all(new)
    session.flush()
    return {each.person_id for each in new}, len(new)


def _standing(session: Session, into: Trust) -> dict[Slot, list[Membership]]:
    found: dict[Slot, list[Membership]] = {}
    for each in session.scalars(select(Membership).where(Membership.trust_id == into.id)):
        found.setdefault((each.person_id, each.role, each.division_id), []).append(each)
    return found


def _goes_on_in(standing: list[Membership], each: Membership, today: date) -> bool:
    """Whether the person has this post already, from another of the trusts; made longer if so."""
    start = max(each.from_date, today)
    for same in standing:
        overlaps = start <= (same.to_date or date.max) and same.from_date <= (
            each.to_date or date.max
        )
        if overlaps:
            longer = max(same.to_date or date.max, each.to_date or date.max)
            same.to_date = None if longer == date.max else longer
            same.from_date = min(same.from_date, start)
            return True
    return False


def _tenure(into: Trust, slot: Slot, start: date, end: date | None) -> Membership:
    person, role, division = slot
    return Membership(
        person_id=person,
        trust_id=into.id,
        division_id=division,
        role=role,
        from_date=start,
        to_date=end,
    )
