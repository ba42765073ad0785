"""Whose round a unit of a pool is, and how far two pools differ, over a merger of trusts."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.merging_trusts import Wish
from benchmark.assessment.pooled_units import (
    Unit,
    Whose,
    month_of,
    named_twice,
    trusts_that_differ,
    whose,
)
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.pooled_rounds import Asked, give_round
from tests.assessment.posts import TODAY
from tests.assessment.two_trusts import close_all, merged

NOW = f"{TODAY:%Y-%m}"
OLD = f"RAA{TODAY.year}"
LATER = date(TODAY.year + 2, 3, 20)
THEN = f"{LATER:%Y-%m}"


@pytest.fixture
def asked(session: Session, questionnaire: Questionnaire) -> str:
    """Identity of the questionnaire of RAA's rounds: two before it took RBA in, and one since."""
    for day in (date(2026, 3, 20), TODAY):
        made = give_round(session, questionnaire, Asked("RAA", closes_on=day))
    give_round(session, questionnaire, Asked("RBA"))
    close_all(session)
    merged(session, Wish(("RBA",), "RAA", "Both"))
    give_round(session, questionnaire, Asked("RAA", closes_on=TODAY))
    give_round(session, questionnaire, Asked("RAA", closes_on=LATER))
    assert (made.trust.code, month_of(made)) == (OLD, NOW)
    return questionnaire.identity


# as it was written -> whose it is, by the codes of today
READINGS: dict[str, tuple[Unit, Whose]] = {
    "before the merger": (("RAA", "2026-03"), frozenset({(OLD, "2026-03")})),
    "in the words of history": ((OLD, "2026-03"), frozenset({(OLD, "2026-03")})),
    "of the merged trust": (("RAA", THEN), frozenset({("RAA", THEN)})),
    "of either": (("RAA", NOW), frozenset({(OLD, NOW), ("RAA", NOW)})),
    "of a round that nobody knows": (
        ("RAA", "2001-01"),
        frozenset({(OLD, "2001-01"), ("RAA", "2001-01")}),
    ),
    "of a trust that kept its code": (("RBA", "2026-03"), frozenset({("RBA", "2026-03")})),
    "of a trust unknown here": (("RZZ", "2026-03"), frozenset({("RZZ", "2026-03")})),
}


@pytest.mark.parametrize("name", READINGS)
def test_a_unit_is_of_the_trust_that_had_the_round_whatever_it_was_called(
    session: Session, asked: str, name: str
) -> None:
    unit, mine = READINGS[name]
    assert whose(session, asked, [unit]) == {unit: mine}


def test_rounds_of_another_questionnaire_or_abandoned_are_nobodys(
    session: Session, asked: str, questionnaire: Questionnaire
) -> None:
    month = f"{LATER:%Y}-06"
    unit = ("RAA", month)
    drawn = give_round(session, questionnaire, Asked("RAA", closes_on=LATER.replace(month=6)))
    either = frozenset({(OLD, month), unit})
    assert whose(session, asked, [unit]) == {unit: frozenset({unit})}
    assert whose(session, "another-1.0", [unit]) == {unit: either}
    drawn.state = "abandoned"
    session.flush()
    assert whose(session, asked, [unit]) == {unit: either}


def test_one_round_under_two_codes_is_found(session: Session, asked: str) -> None:
    twice: list[Unit] = [("RAA", "2026-03"), (OLD, "2026-03"), ("RBA", "2026-03")]
    assert named_twice(whose(session, asked, twice)) == tuple(twice[:2])
    assert named_twice(whose(session, asked, [*twice[1:], ("RAA", THEN)])) == ()


MARCH = [("RAA", "2026-03"), ("RBA", "2026-03"), ("RCA", "2026-03")]
# two pools -> trusts that differ, at least and at most
DIFFERENCES: dict[str, tuple[list[Unit], list[Unit], tuple[int, int]]] = {
    "none": (MARCH, MARCH, (0, 0)),
    "none but the name": (MARCH, [(OLD, "2026-03"), *MARCH[1:]], (0, 0)),
    "one that came": (MARCH, [*MARCH, ("RCB", "2026-03")], (1, 1)),
    "one half of a merged trust": (MARCH, [MARCH[0], MARCH[2]], (1, 1)),
    "both halves of it": (MARCH, MARCH[2:], (1, 1)),
    "both halves and the whole": (MARCH, [("RAA", THEN), MARCH[2]], (1, 1)),
    "another month of one": (MARCH, [*MARCH[:2], ("RCA", THEN)], (1, 1)),
    "perhaps one": ([("RAA", NOW)], [("RAA", NOW)], (0, 1)),
    "perhaps one, and one": ([("RAA", NOW)], [(OLD, NOW), ("RCA", "2026-03")], (1, 2)),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_trusts_that_differ_are_counted_as_they_are_today(
    session: Session, asked: str, name: str
) -> None:
    first, second, count = DIFFERENCES[name]
    one, other = (whose(session, asked, units).values() for units in (first, second))
    assert trusts_that_differ(session, one, other) == count
    assert trusts_that_differ(session, other, one) == count
