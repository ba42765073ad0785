"""What a pool is made of, a trust's round of a month each, and how far two pools differ in them.

Pools name a trust by its code, and a merger may give the code to the trust that goes on, while the
one of before takes a code of history. Two pools are therefore compared by whose round a unit is,
whatever the trust was called when the unit was written.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.mergers import codes_today, once_called
from benchmark.database.people import Trust, TrustMerger
from benchmark.database.rounds import Round

Unit = tuple[str, str]  # code of a trust, month in which its round closed: "2026-03"
# whose round a unit may be, with the codes that they have now: one, unless two trusts that went by
# one code both closed a round in that month
Whose = frozenset[Unit]


def month_of(asked: Round) -> str:
    return f"{asked.closes_on:%Y-%m}"


def whose(session: Session, questionnaire: str, units: Collection[Unit]) -> dict[Unit, Whose]:
    """Of each unit, as it was written, whose round it is."""
    formed = select(Trust).where(Trust.id.in_(select(TrustMerger.into_trust_id)))
    called = {trust.code: once_called(trust) for trust in session.scalars(formed)}
    rounds = _rounds(session, questionnaire, [each for line in called.values() for each in line])
    return {unit: _whose(unit, called.get(unit[0], ()), rounds) for unit in units}


def _rounds(session: Session, questionnaire: str, trusts: Iterable[Trust]) -> set[Unit]:
    """What these trusts could have given to a pool, with the codes that they have now."""
    query = select(Round).where(
        Round.trust_id.in_([trust.id for trust in trusts]),
        Round.questionnaire == questionnaire,
        Round.state.not_in(("draft", "abandoned")),
    )
    return {(asked.trust.code, month_of(asked)) for asked in session.scalars(query)}


def _whose(unit: Unit, trusts: Iterable[Trust], rounds: Collection[Unit]) -> Whose:
    known = frozenset((trust.code, unit[1]) for trust in trusts)
    return known.intersection(rounds) or known or frozenset((unit,))


def named_twice(found: dict[Unit, Whose]) -> tuple[Unit, ...]:
    """Units of one pool that are the same round under two codes; empty without any."""
    return tuple(
        unit
        for unit, mine in found.items()
        if any(mine == other for each, other in found.items() if each != unit)
    )


def trusts_that_differ(
    session: Session, first: Collection[Whose], second: Collection[Whose]
) -> tuple[int, int]:
    """How many trusts differ between two pools: at least, and at most.

    Trusts that became one count once. The two figures are one unless it is not known whose a round
    is.
    """
    today = codes_today(session)
    pairs = ((first, second), (second, first))
    changed = [unit for these, others in pairs for unit in _not_in(others, these)]
    in_doubt = [unit for these, others in pairs for unit in _not_surely_in(others, these)]
    fewest, most = ({_goes_on(unit, today) for unit in units} for units in (changed, in_doubt))
    return len(fewest), len(most)


def _not_in(others: Collection[Whose], these: Iterable[Whose]) -> list[Whose]:
    there = {each for unit in others for each in unit}
    return [unit for unit in these if unit.isdisjoint(there)]


def _not_surely_in(others: Collection[Whose], these: Iterable[Whose]) -> list[Whose]:
    there = set(others)
    return [unit for unit in these if len(unit) > 1 or unit not in there]


def _goes_on(unit: Whose, today: dict[str, str]) -> str:
    """The code of the trust today: the same for all whose round it may be."""
    code, _ = min(unit)
    return today.get(code, code)
