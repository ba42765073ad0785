"""Clocks that differ and work that lies are found, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from benchmark.commands.examinations.at_work import clock_findings, work_findings
from benchmark.commands.examinations.finding import Finding
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.databases import closing
from tests.jobs.test_backlog import MOMENT, add_job, add_mail


def faults(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.advice]


def test_clocks_that_agree_are_well(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        assert faults(list(clock_findings(engine, now()))) == []


@pytest.mark.parametrize("minutes", [-3, 3])
def test_a_clock_apart_from_the_servers_is_found(current_postgresql: str, minutes: int) -> None:
    with closing(current_postgresql) as engine:
        found = faults(list(clock_findings(engine, now() + timedelta(minutes=minutes))))
    assert "180.0 seconds" in found[0].said or "179.9 seconds" in found[0].said
    assert "timedatectl" in found[0].advice


def test_a_clock_behind_what_is_stored_is_found(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            one = session.scalars(select(Person.id)).first()
            ahead = update(Person).where(Person.id == one)
            session.execute(ahead.values(created_at=now() + timedelta(hours=1)))
        (found,) = faults(list(clock_findings(engine, now())))
    assert found.said.endswith("behind what stands in people.created_at")


def test_nothing_to_do_is_well(database: Engine) -> None:
    assert faults(list(work_findings(database, now()))) == []


def test_work_that_lies_or_was_left_is_found(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            add_mail(session, "waiting", -5)
        assert faults(list(work_findings(engine, MOMENT))) == []
        with transaction(engine, writes=True) as session:
            add_job(session, "waiting")  # for an hour
            add_mail(session, "waiting", -90)
            add_mail(session, "failed", -500)
            add_job(session, "running", MOMENT - timedelta(minutes=1))
        found = faults(list(work_findings(engine, MOMENT)))
    assert [finding.said.split(",")[0] for finding in found] == [
        "1 packs due",
        "2 mails due",
        "1 begun and left by a worker that died",
        "1 mails failed for good",
    ]
