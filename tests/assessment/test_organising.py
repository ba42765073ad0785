"""Divisions keep their identity under new names; what is merged or split leaves a lineage."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.importing_people import LONGEST_KEY
from benchmark.assessment.organising import (
    add_division,
    end_division,
    in_force,
    merge_divisions,
    put_in_order,
    rename_division,
    split_division,
)
from benchmark.assessment.refusals import Refused
from benchmark.assessment.running_a_round import close_now
from benchmark.database.events import Lineage
from benchmark.database.people import Division, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.assessment.posts import (
    TODAY,
    coordinator_of,
    division_named,
    happened,
    person_named,
    trust_named,
)
from tests.databases import closing
from tests.servers import response_of

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def trust(session: Session) -> Trust:
    return trust_named(session)


@pytest.fixture
def medicine(trust: Trust) -> Division:
    return division_named(trust, "medicine")


@pytest.fixture
def closed(session: Session) -> Round:
    asked = response_of(session, "ZZN", "medicine", "clinical").round
    close_now(session, asked, coordinator_of(session), now())
    return asked


def names(trust: Trust) -> list[str]:
    return [division.name for division in in_force(trust, TODAY)]


def test_a_division_is_added_once_under_its_name(session: Session, trust: Trust) -> None:
    added = add_division(session, trust, "Women & Children")
    assert (added.key, names(trust)[-1]) == ("women-and-children", "Women & Children")
    for name, why in (("women & children", "already has"), ("外科", "letter from a to z")):
        with pytest.raises(Refused, match=why):
            add_division(session, trust, name)
    long = add_division(session, trust, "x" * 200)
    assert len(long.key) == LONGEST_KEY


def test_the_key_of_a_division_that_ended_is_never_given_again(
    session: Session, trust: Trust, medicine: Division, closed: Round
) -> None:
    assert closed.state == "closed"
    end_division(session, medicine, TODAY)
    again = add_division(session, trust, "Medicine")
    assert (medicine.key, again.key) == ("medicine", "medicine-2")
    assert [tenure.to_date for tenure in person_named(
        session, "clinical.medicine@north.example").memberships] == [TODAY]  # fmt: skip


def test_a_new_name_keeps_the_division_and_stands_in_its_rounds(
    session: Session, medicine: Division
) -> None:
    before, asked = medicine.id, response_of(session, "ZZN", "medicine", "clinical").round
    for _ in range(2):
        rename_division(session, medicine, "Acute medicine", coordinator_of(session))
    assert (medicine.id, medicine.key) == (before, "medicine")
    assert happened(session, asked) == [("division renamed", "Medicine → Acute medicine")]
    with pytest.raises(Refused, match="already has"):
        rename_division(session, medicine, "SURGERY", coordinator_of(session))


def test_the_order_is_kept_and_a_wrong_one_refused(session: Session, trust: Trust) -> None:
    for _ in range(2):
        put_in_order(session, trust, ["surgery", "medicine"])
    assert names(trust) == ["Surgery", "Medicine"]
    for keys in (["surgery", "surgery"], ["surgery", "nowhere"]):
        with pytest.raises(Refused, match="changed meanwhile"):
            put_in_order(session, trust, keys)


def test_a_division_does_not_end_in_the_middle_of_a_round(
    session: Session, medicine: Division
) -> None:
    with pytest.raises(Refused, match="takes part in “Round"):
        end_division(session, medicine, TODAY)
    last = response_of(session, "ZZN", "medicine", "clinical").round.closes_on
    for _ in range(2):
        end_division(session, medicine, last)
    with pytest.raises(Refused, match="ended already"):
        end_division(session, medicine, last + timedelta(days=1))


def test_two_merge_into_a_new_one_that_may_carry_on_a_name(
    session: Session, trust: Trust, medicine: Division, closed: Round
) -> None:
    surgery = division_named(trust, "surgery")
    with pytest.raises(Refused, match="two different"):
        merge_divisions(session, medicine, medicine, "Both", TODAY, coordinator_of(session))
    merged = merge_divisions(session, medicine, surgery, "Medicine", TODAY, coordinator_of(session))
    assert merged.key == "medicine-2"
    assert in_force(trust, TOMORROW) == [merged]
    lines = {(each.from_division_id, each.to_division_id, each.kind)
             for each in session.scalars(select(Lineage))}  # fmt: skip
    assert lines == {(medicine.id, merged.id, "merged"), (surgery.id, merged.id, "merged")}
    told = [detail for kind, detail in happened(session, closed) if kind == "divisions merged"]
    assert told == ["Medicine + Surgery → Medicine"] * 2
    with pytest.raises(Refused, match="ended already"):
        merge_divisions(session, medicine, merged, "Again", TODAY, coordinator_of(session))


def test_one_is_split_into_two(
    session: Session, trust: Trust, medicine: Division, closed: Round
) -> None:
    coordinator = coordinator_of(session)
    with pytest.raises(Refused, match="different names"):
        split_division(session, medicine, ["A part", "a PART"], TODAY, coordinator)
    parts = split_division(session, medicine, ["Acute", "Elderly care"], TODAY, coordinator)
    assert [division.name for division in in_force(trust, TOMORROW)][:2] == [
        "Acute",
        "Elderly care",
    ]
    kinds = [each.kind for each in session.scalars(select(Lineage))]
    assert kinds == ["split"] * len(parts)
    assert ("division split", "Medicine → Acute + Elderly care") in happened(session, closed)
