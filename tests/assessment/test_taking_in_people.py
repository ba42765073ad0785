"""A coordinator's file: all of it or nothing, and of their own trust only."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmark.assessment.taking_in_people import preview_people, take_in_people
from benchmark.assessment.tenures import NOT_TOGETHER
from benchmark.database.people import Division, Membership, Person
from benchmark.database.session import transaction
from benchmark.questionnaire.located import FaultyFile
from tests.assessment.posts import person_named, trust_named
from tests.databases import closing

HEADER = "trust,division,role,name,email,from,to\n"
GOOD = HEADER + (
    "ZZN,Medicine,clinical,Ann Invented,ann@north.example,2026-01-01,\n"
    "ZZN,Estates,nursing,Ann Invented,ann@north.example,2026-01-01,\n"
    "ZZN,,improvement,Renamed Executive,executive@north.example,2026-01-01,2026-01-31\n"
)
SOUTH = "clinical.medicine@south.example"


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


def kept(session: Session) -> tuple[int | None, ...]:
    tables = (Person, Membership, Division)
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in tables)


def test_a_preview_counts_and_keeps_nothing_and_then_all_is_kept(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as session:
        preview_and_take_in(session)


def preview_and_take_in(session: Session) -> None:
    trust, before = trust_named(session), kept(session)
    told = str(preview_people(session, trust, GOOD.encode()))
    assert kept(session) == before
    assert person_named(session, "executive@north.example").name == "Executive"
    assert str(take_in_people(session, trust, GOOD.encode())) == told
    assert told == "3 tenures: 3 new, 0 changed; people: 1 new, 1 renamed; divisions: 1 new"
    people, tenures, divisions = (count or 0 for count in before)
    assert kept(session) == (people + 1, tenures + 3, divisions + 1)


FAULTS = {
    "another trust": ("ZZS,Medicine,clinical,Bo,bo@south.example,2026-01-01,", "trust", "ZZN only"),
    "national": (",,national,Bo,bo@benchmark.example,2026-01-01,", "trust", "ZZN only"),
    "another trust's person": (
        f"ZZN,Medicine,clinical,A Guess,{SOUTH},2026-01-01,", "email", NOT_TOGETHER),
    "no date": ("ZZN,Medicine,clinical,Bo,bo@north.example,soon,", "from", "not a date"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_says_where_and_nothing_is_kept(session: Session, fault: str) -> None:
    line, column, why = FAULTS[fault]
    trust, before = trust_named(session), kept(session)
    theirs = person_named(session, SOUTH).name
    for step in (preview_people, take_in_people):
        with pytest.raises(FaultyFile) as faulty:
            step(session, trust, f"{GOOD}{line}\n".encode())
        (found,) = faulty.value.faults
        assert (found.line, found.column) == (5, column)
        assert why in found.message
        assert theirs not in found.message
        assert kept(session) == before
    assert person_named(session, SOUTH).name == theirs


def test_what_is_no_csv_at_all_is_a_fault_too(session: Session) -> None:
    for content in (b"", b"\xff\xfe", b"name;email\n", b"name,email\n"):
        with pytest.raises(FaultyFile):
            take_in_people(session, trust_named(session), content)
