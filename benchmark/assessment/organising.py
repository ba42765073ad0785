"""A trust's divisions: added, renamed, put in order, ended, merged and split.

A division keeps its identity under a new name, so that rounds can be compared. What is merged or
split ends, and other divisions begin: their lineage is recorded.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.ending_posts import end_post
from benchmark.assessment.events import record_event
from benchmark.assessment.importing_people import LONGEST_KEY, division_key
from benchmark.assessment.mergers import refuse_merged
from benchmark.assessment.refusals import Refused
from benchmark.database.events import Lineage
from benchmark.database.people import Division, Membership, Trust
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now

ENDED = "This division has ended already. Nothing was changed."
IN_A_ROUND = "{} takes part in “{}” until {}. Choose that day or a later one, or close the round."


def in_force(trust: Trust, today: date) -> list[Division]:
    """The divisions that have not ended, in the trust's order."""
    return [each for each in trust.divisions if each.ended_on is None or today <= each.ended_on]


def add_division(session: Session, trust: Trust, name: str) -> Division:
    """Add a division at the end; ``Refused`` where the trust has one of this name."""
    _lock(session, trust)
    _refuse_name(trust, name)
    division = Division(
        key=free_key(trust, name),
        name=name,
        position=max((each.position for each in trust.divisions), default=-1) + 1,
    )
    trust.divisions.append(division)
    session.flush()
    return division


def rename_division(session: Session, division: Division, name: str, person: int) -> None:
    """Give another name to the same division; the change stands in the history of its rounds."""
    _lock(session, division.trust)
    if name == division.name:
        return
    _refuse_name(division.trust, name, division)
    before, division.name = division.name, name
    _tell_rounds(session, division, "division renamed", person, f"{before} → {name}")


def put_in_order(session: Session, trust: Trust, keys: Sequence[str]) -> None:
    """Put the divisions that are named in this order; ``Refused`` unless each stands once."""
    _lock(session, trust)
    known = {division.key: division for division in trust.divisions}
    if len(set(keys)) != len(keys) or not set(keys) <= known.keys():
        raise Refused("The divisions have changed meanwhile. Nothing was changed.")
    rest = [division for division in trust.divisions if division.key not in keys]
    for position, division in enumerate([*(known[key] for key in keys), *rest]):
        division.position = position
    session.flush()
    session.expire(trust, ["divisions"])


def end_division(session: Session, division: Division, last_day: date) -> None:
    """Let a division end, and with it the tenures of its leads; it takes part in no new round."""
    _lock(session, division.trust)
    if division.ended_on == last_day:
        return
    if division.ended_on is not None:
        raise Refused(ENDED)
    _refuse_in_a_round(session, division, last_day)
    division.ended_on = last_day
    for tenure in _going_on(session, division, last_day):
        end_post(session, tenure, last_day)
    session.flush()


def merge_divisions(
    session: Session, first: Division, second: Division, name: str, last_day: date, person: int
) -> Division:
    """End both and begin another that continues them; ``last_day`` is the last of the two."""
    if first is second:
        raise Refused("Choose two different divisions", "other")
    detail = f"{first.name} + {second.name} → {name}"
    (merged,) = _continue(session, (first, second), (name,), last_day, "merged")
    for division in (first, second):
        _tell_rounds(session, division, "divisions merged", person, detail)
    return merged


def split_division(
    session: Session, division: Division, names: Sequence[str], last_day: date, person: int
) -> list[Division]:
    """End a division and begin others that continue it."""
    if len({name.casefold() for name in names}) < len(names):
        raise Refused("Give the two new divisions different names", "second")
    detail = f"{division.name} → {' + '.join(names)}"
    parts = _continue(session, (division,), names, last_day, "split")
    _tell_rounds(session, division, "division split", person, detail)
    return parts


def _continue(
    session: Session,
    old: Sequence[Division],
    names: Iterable[str],
    last_day: date,
    kind: str,
) -> list[Division]:
    trust = old[0].trust
    for division in old:
        if division.ended_on is not None:
            raise Refused(ENDED)
        end_division(session, division, last_day)
    new = [_successor(session, trust, name, old) for name in names]
    session.add_all(
        Lineage(from_division_id=before.id, to_division_id=after.id, kind=kind, at=now())
        for before in old
        for after in new
    )
    session.flush()
    session.expire(trust, ["divisions"])
    return new


def _successor(session: Session, trust: Trust, name: str, old: Sequence[Division]) -> Division:
    """A new division may carry on the name of the one that it continues."""
    _refuse_name(trust, name, *old)
    division = Division(key=free_key(trust, name), name=name, position=old[0].position)
    trust.divisions.append(division)
    session.flush()
    return division


def _lock(session: Session, trust: Trust) -> None:
    """Two who change the divisions of a trust wait for each other."""
    session.execute(select(Trust.id).where(Trust.id == trust.id).with_for_update())
    refuse_merged(session, trust)
    session.expire(trust, ["divisions"])


def _refuse_name(trust: Trust, name: str, *but: Division) -> None:
    same = (each for each in trust.divisions if each.name.casefold() == name.casefold())
    if any(each not in but and each.ended_on is None for each in same):
        raise Refused(f"{trust.name} already has a division of this name", "name")
    if not division_key(name):
        raise Refused("The name needs a letter from a to z, for its address", "name")


def free_key(trust: Trust, name: str) -> str:
    """The name's key, with a number where an earlier division has it: keys are never reused."""
    taken, key = {each.key for each in trust.divisions}, division_key(name)
    if key not in taken:
        return key
    stem = key[: LONGEST_KEY - 4].rstrip("-")
    return next(free for n in range(2, len(taken) + 3) if (free := f"{stem}-{n}") not in taken)


def _refuse_in_a_round(session: Session, division: Division, last_day: date) -> None:
    for asked in _rounds(session, division):
        if asked.state == "open" and last_day < asked.closes_on:
            until = day_in_words(asked.closes_on)
            raise Refused(IN_A_ROUND.format(division.name, asked.title, until), "last_day")


def _rounds(session: Session, division: Division) -> list[Round]:
    query = select(Round).where(
        Round.responses.any(Response.division_id == division.id), Round.state != "draft"
    )
    return list(session.scalars(query.order_by(Round.opens_on, Round.id)))


def _going_on(session: Session, division: Division, last_day: date) -> list[Membership]:
    tenures = session.scalars(select(Membership).where(Membership.division_id == division.id))
    return [each for each in tenures if each.to_date is None or each.to_date > last_day]


def _tell_rounds(session: Session, division: Division, kind: str, person: int, detail: str) -> None:
    for asked in _rounds(session, division):
        record_event(session, asked, kind, division=division, person=person, detail=detail)
