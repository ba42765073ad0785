"""Entries are chained, one trust apart from the other, in turn, and hold nobody's name."""

import pytest
from sqlalchemy import Engine, func, select, text

from benchmark.assessment.audit_words import REFUSED
from benchmark.assessment.auditing import (
    POSTGRESQL_SPACE,
    START,
    Deed,
    erase_names,
    hash_of,
    record,
    record_refusal,
    seal,
)
from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.people import Person
from benchmark.database.session import transaction
from tests.assessment.records import checked, recorded, tampered, two_trusts
from tests.databases import closing
from tests.servers import at_once

THREADS, EACH = 8, 5


def test_each_trust_has_a_chain_of_its_own(database: Engine) -> None:
    two_trusts(database)
    recorded(database, 3)
    recorded(database, 1, trust=2)
    with transaction(database, writes=False) as session:
        entries = list(session.scalars(select(AuditEntry).order_by("trust_id", "number")))
    assert [(each.trust_id, each.number) for each in entries] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    previous = [START, entries[0].hash, entries[1].hash, START]
    assert [each.previous for each in entries] == previous
    assert [hash_of(each) for each in entries] == [each.hash for each in entries]
    assert [checked(database, trust).entries for trust in (1, 2)] == [3, 1]


def test_an_entry_names_nobody_and_seals_who_it_was(database: Engine) -> None:
    two_trusts(database)
    recorded(database, 2)
    with transaction(database, writes=False) as session:
        entries = list(session.scalars(select(AuditEntry).order_by("number")))
        people = list(session.scalars(select(AuditPerson).order_by("number")))
    assert [each.actor for each in entries] == [seal(p.person_id, p.nonce) for p in people]
    assert len({each.nonce for each in people}) == 2
    kept = repr([vars(each) for each in entries])
    assert "Invented" not in kept
    assert "north.example" not in kept


def test_the_same_person_has_another_seal_in_every_entry(database: Engine) -> None:
    two_trusts(database)
    with transaction(database, writes=True) as session:
        numbers = [record(session, 1, Deed("person added"), 1) for _ in range(3)]
        numbers.append(record(session, 1, Deed("people taken in", way="command")))
        seals = list(session.scalars(select(AuditEntry.actor).order_by(AuditEntry.number)))
    assert numbers == [1, 2, 3, 4]
    assert len(set(seals)) == 4
    assert seals[-1] == ""
    assert checked(database).fault == ""


def test_many_who_write_at_once_wait_for_each_other_and_lose_nothing(database: Engine) -> None:
    two_trusts(database)
    steps = [lambda: recorded(database, EACH)] * THREADS
    at_once([*steps, lambda: recorded(database, EACH, trust=2)])
    assert (checked(database).entries, checked(database).fault) == (THREADS * EACH, "")
    assert (checked(database, 2).entries, checked(database, 2).fault) == (EACH, "")


def test_whoever_has_the_turn_keeps_it_until_the_end(current_postgresql: str) -> None:
    """The lock that the test above needs: without it two would stand on the same entry."""
    try_lock = text("SELECT pg_try_advisory_xact_lock(:space, :trust)")
    with closing(current_postgresql) as engine:
        two_trusts(engine)
        with transaction(engine, writes=True) as one, transaction(engine, writes=True) as other:
            record(one, 1, Deed("person added"), 1)
            free = [
                other.scalar(try_lock, {"space": POSTGRESQL_SPACE, "trust": trust})
                for trust in (1, 2)
            ]
    assert free == [False, True]


def test_an_entry_goes_when_what_it_tells_of_is_taken_back(database: Engine) -> None:
    two_trusts(database)
    with transaction(database, writes=True) as session:
        record(session, 1, Deed("person added"), 1)
        session.rollback()
    assert checked(database).entries == 0


def test_only_kinds_with_words_are_recorded() -> None:
    with pytest.raises(ValueError, match="'danced'"):
        Deed("danced")
    with pytest.raises(ValueError, match="pigeon"):
        Deed("person added", way="pigeon")


def test_a_refusal_is_recorded_once_a_minute_for_each_person_page_and_division(
    database: Engine,
) -> None:
    two_trusts(database)
    with transaction(database, writes=True) as session:
        page = Deed(REFUSED, detail="three.page")
        for _ in range(50):
            record_refusal(session, 1, page, 1)
        record_refusal(session, 1, page, 2)
        record_refusal(session, 1, Deed(REFUSED, detail="people.everybody"), 1)
        record_refusal(session, 1, Deed(REFUSED, detail="three.page", division_id=7), 1)
    assert checked(database).entries == 4
    tampered(database, "UPDATE audit_entries SET at = '2026-01-01 00:00:00+00:00'")
    with transaction(database, writes=True) as session:
        assert record_refusal(session, 1, page, 1) is not None


def test_names_can_be_removed_and_the_chain_stays_whole(database: Engine) -> None:
    two_trusts(database)
    recorded(database, 9)
    recorded(database, 1, trust=2)
    with transaction(database, writes=True) as session:
        assert erase_names(session, session.get_one(Person, 1)) == 4
    with transaction(database, writes=False) as session:
        left = session.scalar(
            select(func.count()).select_from(AuditPerson).where(AuditPerson.person_id == 1)
        )
    assert left == 0
    found = [checked(database, trust) for trust in (1, 2)]
    assert [(each.entries, each.nameless, each.fault) for each in found] == [
        (10, 3, ""),  # nine, and one that tells of the removal
        (2, 1, ""),
    ]
