"""What was merged and split is followed back to what readers have seen, however often it was."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.lineage import (
    after,
    continued_by,
    formed_from,
    gone_before,
    moved_from,
    moved_here,
)
from benchmark.assessment.organising import (
    add_division,
    merge_divisions,
    rename_division,
    split_division,
)
from benchmark.assessment.running_a_round import close_now
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.assessment.posts import TODAY, coordinator_of, division_named, trust_named
from tests.assessment.two_trusts import as_one
from tests.servers import response_of

FIRST = ("medicine", "surgery")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, writes=True) as opened:
        asked = response_of(opened, "ZZN", "medicine", "clinical").round
        close_now(opened, asked, coordinator_of(opened), now())
        yield opened


@pytest.fixture
def trust(session: Session) -> Trust:
    return trust_named(session)


def merged_twice(session: Session, trust: Trust) -> None:
    """Medicine and Surgery become Hospital, and with Therapies that becomes Acute."""
    by = coordinator_of(session)
    medicine, surgery = (division_named(trust, key) for key in FIRST)
    hospital = merge_divisions(session, medicine, surgery, "Hospital", TODAY, by)
    therapies = add_division(session, trust, "Therapies")
    merge_divisions(session, hospital, therapies, "Acute", TODAY, by)


def test_what_nobody_has_seen_is_followed_back_to_what_they_have(
    session: Session, trust: Trust
) -> None:
    merged_twice(session, trust)
    assert formed_from(session, trust, FIRST)["acute"] == ("Medicine", "Surgery", "Therapies")
    seen = (*FIRST, "hospital")
    assert formed_from(session, trust, seen)["acute"] == ("Hospital", "Therapies")
    assert formed_from(session, trust, FIRST)["hospital"] == ("Medicine", "Surgery")


def test_both_ways_after_a_merger_and_a_split(session: Session, trust: Trust) -> None:
    by = coordinator_of(session)
    medicine, surgery = (division_named(trust, key) for key in FIRST)
    both = merge_divisions(session, medicine, surgery, "Both", TODAY, by)
    split_division(session, both, ["East", "West"], TODAY, by)
    found = formed_from(session, trust, FIRST)
    assert found["east"] == found["west"] == ("Medicine", "Surgery")
    after = continued_by(session, trust)
    assert after == {"medicine": ("Both",), "surgery": ("Both",), "both": ("East", "West")}


def test_another_name_is_the_same_division(session: Session, trust: Trust) -> None:
    rename_division(session, division_named(trust, "medicine"), "Care", coordinator_of(session))
    assert formed_from(session, trust, FIRST) == {}
    assert continued_by(session, trust) == {}
    assert formed_from(session, trust_named(session, "ZZS"), FIRST) == {}


def test_all_that_went_before_is_told_with_how_and_when_it_ended(
    session: Session, trust: Trust
) -> None:
    merged_twice(session, trust)
    asked = response_of(session, "ZZN", "medicine", "clinical").round
    # those that take part in the round speak for themselves
    assert gone_before(session, asked)["hospital"] == ()
    later = Round(trust=trust)
    assert [each.words for each in gone_before(session, later)["acute"]] == [
        f"Hospital, merged in {TODAY.year}",
        f"Therapies, merged in {TODAY.year}",
        f"Medicine, merged in {TODAY.year}",
        f"Surgery, merged in {TODAY.year}",
    ]
    medicine, acute = (division_named(trust, key) for key in ("medicine", "acute"))
    assert {acute.id, division_named(trust, "hospital").id} == after(session, medicine)
    assert after(session, acute) == frozenset()


def test_a_merger_of_trusts_is_told_apart_from_one_of_divisions(
    session: Session, trust: Trust
) -> None:
    into = as_one(session)
    medicine = division_named(trust, "medicine")
    new = division_named(into, "medicine-zzn")
    assert moved_from(session, new) == [medicine]
    assert moved_here(session, into)[0] == ("Medicine (ZZN)", medicine)
    assert (moved_here(session, trust), moved_from(session, medicine)) == ([], [])
    # keys of two trusts may be the same: nothing is followed from one to the other
    assert formed_from(session, into, FIRST) == {}
    assert (continued_by(session, trust), after(session, medicine)) == ({}, frozenset())
