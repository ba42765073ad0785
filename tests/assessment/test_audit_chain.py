"""Whoever can write to the database with raw SQL is found out, and where."""

import re

import pytest
from sqlalchemy import Engine, text

from benchmark.assessment.auditing import hash_of
from benchmark.database.audit import AuditEntry
from benchmark.database.session import transaction
from tests.assessment.records import checked, recorded, tampered, two_trusts
from tests.databases import closing

SWAP = (
    "DELETE FROM audit_people",
    "UPDATE audit_entries SET number = 99 WHERE number = 3",
    "UPDATE audit_entries SET number = 3 WHERE number = 4",
    "UPDATE audit_entries SET number = 4 WHERE number = 99",
)
REMOVED = "DELETE FROM audit_people WHERE number {0}", "DELETE FROM audit_entries WHERE number {0}"
# what is done -> what the check says of it
TAMPERING = {
    "a kind": (
        ["UPDATE audit_entries SET kind = 'mail sent again' WHERE number = 3"],
        "entry 3 was changed",
    ),
    "a moment": (
        ["UPDATE audit_entries SET at = '2026-01-01 00:00:00+00:00' WHERE number = 5"],
        "entry 5 was changed",
    ),
    "a seal": (
        [f"UPDATE audit_entries SET actor = '{'a' * 64}' WHERE number = 1"],
        "entry 1 was changed",
    ),
    "one row deleted": ([each.format("= 3") for each in REMOVED], "entry 3 is missing"),
    "the beginning deleted": (
        [each.format("< 3") for each in REMOVED],
        "entry 1 is missing: the next one is 3",
    ),
    "two rows exchanged": (SWAP, "entry 3 was changed"),
    "another person": (
        ["UPDATE audit_people SET person_id = 4 WHERE number = 2"],
        "entry 2 names another person",
    ),
    "a name that was taken out": (
        ["DELETE FROM audit_people WHERE number = 4"],
        "names are missing from 1 entries, entry 4 the first, and the record tells of 0",
    ),
}


@pytest.fixture
def kept(database: Engine) -> Engine:
    two_trusts(database)
    recorded(database, 6)
    assert (checked(database).entries, checked(database).fault) == (6, "")
    return database


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found_at_its_place(kept: Engine, name: str) -> None:
    statements, told = TAMPERING[name]
    tampered(kept, *statements)
    assert checked(kept).fault.startswith(told)


def test_an_entry_with_a_hash_made_anew_is_found_by_the_one_after_it(kept: Engine) -> None:
    tampered(kept)
    with transaction(kept, writes=True) as session:
        entry = session.get_one(AuditEntry, (1, 3))
        entry.kind = "mail sent again"
        entry.hash = hash_of(entry)
    assert checked(kept).fault.startswith("entry 4 does not follow from entry 3")


def test_an_entry_put_in_is_found(kept: Engine) -> None:
    tampered(
        kept,
        "INSERT INTO audit_entries SELECT trust_id, 7, at, kind, way, round_id, division_id, "
        "subject, detail, actor, previous, hash FROM audit_entries WHERE number = 6",
    )
    assert checked(kept).fault.startswith("entry 7 was changed")


def test_a_cut_end_is_found_by_the_head_that_was_kept_elsewhere(kept: Engine) -> None:
    earlier = checked(kept).head
    assert re.fullmatch("[0-9a-f]{64}", earlier)
    recorded(kept, 2)
    assert checked(kept, head=earlier).fault == ""  # the record has only grown
    last = checked(kept).head
    tampered(kept, *(each.format("> 6") for each in REMOVED))
    assert checked(kept).fault == ""  # nothing inside a chain shows that its end is gone
    assert checked(kept, head=earlier).fault == ""
    found = checked(kept, head=last).fault
    assert found.startswith("the head that was kept is not in the record, which ends with entry 6")


def test_a_record_written_anew_is_found_by_the_head_too(kept: Engine) -> None:
    head = checked(kept).head
    tampered(kept, "DELETE FROM audit_people", "DELETE FROM audit_entries")
    recorded(kept, 6)
    assert checked(kept).fault == ""
    assert checked(kept, head=head).fault.startswith("the head that was kept is not in the record")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET kind = 'mail sent again'",
        "DELETE FROM audit_entries",
        "UPDATE audit_people SET person_id = 4",
    ],
)
def test_the_database_itself_refuses_to_change_it(kept: Engine, change: str) -> None:
    with (
        pytest.raises(Exception, match="only ever added to"),
        transaction(kept, writes=True) as session,
    ):
        session.execute(text(change))


def test_postgresql_refuses_to_empty_it(current_postgresql: str) -> None:
    with (
        closing(current_postgresql) as engine,
        pytest.raises(Exception, match="only ever added to"),
        transaction(engine, writes=True) as session,
    ):
        session.execute(text("TRUNCATE audit_people, audit_entries"))
