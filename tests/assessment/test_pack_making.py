"""Leases: one worker a job, a dead one is followed by another, and the dead one writes no more."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from benchmark.assessment.documents import pack_documents, painted
from benchmark.assessment.pack_making import (
    LEASE,
    LOST,
    MOST_ATTEMPTS,
    OUTDATED,
    Lease,
    Order,
    already_issued,
    claim,
    due_jobs,
    finish,
    give_back,
    keep_document,
    order_for,
    stop_with,
)
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.jobs import Job
from benchmark.database.people import Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.packs import asked_pack, kept_files, kept_reports, the_job
from tests.servers import at_once, response_of


def taken(engine: Engine, job_id: str, after: timedelta = timedelta()) -> Lease | None:
    with transaction(engine, writes=True) as session:
        return claim(session, job_id, now() + after)


def ordered(engine: Engine, lease: Lease) -> Order:
    with transaction(engine, writes=False) as session:
        order = order_for(session, lease)
    assert order is not None
    return order


def kept(engine: Engine, lease: Lease, order: Order, place: int = 0) -> bool:
    document = order.missing[place]
    pdf = painted(document, order.comparison, order.questionnaire)
    with transaction(engine, writes=True) as session:
        return keep_document(session, lease, order, document, pdf, now())


def begun(engine: Engine) -> tuple[Lease, Order]:
    lease = taken(engine, asked_pack(engine))
    assert lease is not None
    return lease, ordered(engine, lease)


def test_workers_that_claim_at_once_do_not_run_the_same_job(packing_on_both: Engine) -> None:
    job_id = asked_pack(packing_on_both)
    leases = at_once([lambda: taken(packing_on_both, job_id)] * 6)
    assert len([lease for lease in leases if lease]) == 1
    assert the_job(packing_on_both).attempts == 1


def test_a_lease_that_ran_out_is_taken_over_and_the_first_worker_is_refused(
    packing_on_both: Engine,
) -> None:
    first, order = begun(packing_on_both)
    assert kept(packing_on_both, first, order)
    assert taken(packing_on_both, first.job_id, LEASE / 2) is None
    with transaction(packing_on_both, writes=False) as session:
        assert due_jobs(session, now()) == []
        assert due_jobs(session, now() + LEASE) == [first.job_id]
    second = taken(packing_on_both, first.job_id, LEASE)
    assert second is not None
    left = ordered(packing_on_both, second)
    assert [each.name for each in left.missing] == [
        *("zzn-surgery-L1.pdf", "zzn-L1.pdf", "zzn_practice-by-practice-L1.pdf")
    ]
    before = kept_files(packing_on_both), kept_reports(packing_on_both)
    # the first one was only slow: nothing that it still does counts
    assert not kept(packing_on_both, first, order, 1)
    with transaction(packing_on_both, writes=True) as session:
        assert not finish(session, first, order, now())
        stop_with(session, first, "not mine to say")
        give_back(session, first)
    assert (kept_files(packing_on_both), kept_reports(packing_on_both)) == before
    assert (the_job(packing_on_both).state, the_job(packing_on_both).worker) == (
        "running",
        second.worker,
    )


def test_a_file_that_is_kept_twice_is_there_once(packing: Engine) -> None:
    lease, order = begun(packing)
    assert kept(packing, lease, order)
    once = kept_files(packing), kept_reports(packing)
    assert kept(packing, lease, order)
    assert (kept_files(packing), kept_reports(packing)) == once


def test_each_file_extends_the_lease(packing: Engine) -> None:
    lease, order = begun(packing)
    with transaction(packing, writes=True) as session:
        session.execute(update(Job).values(leased_until=now()))
    assert kept(packing, lease, order)
    assert taken(packing, lease.job_id) is None


def test_what_was_issued_before_is_not_painted_again(packing: Engine) -> None:
    lease, order = begun(packing)
    document = order.missing[0]
    with transaction(packing, writes=False) as session:
        assert not already_issued(session, lease, order, document)
    assert kept(packing, lease, order)
    with transaction(packing, writes=False) as session:
        assert already_issued(session, lease, order, document)


def test_what_is_withdrawn_while_it_is_painted_is_not_kept(packing: Engine) -> None:
    lease, order = begun(packing)
    with transaction(packing, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "nursing")
        withdraw(session, response, response.people[0].id)
    assert not kept(packing, lease, order)
    job = the_job(packing)
    assert (job.state, job.error, kept_reports(packing)) == ("failed", OUTDATED, [])
    again = taken(packing, asked_pack(packing))
    assert again is not None
    assert again.job_id != lease.job_id


def test_other_figures_than_those_asked_for_are_not_ordered(packing: Engine) -> None:
    lease, _ = begun(packing)
    with transaction(packing, writes=True) as session:
        session.execute(update(Trust).values(name="Renamed"))
    with transaction(packing, writes=False) as session:
        assert order_for(session, lease) is None


def test_a_job_that_kills_every_worker_is_given_up(packing: Engine) -> None:
    job_id = asked_pack(packing)
    for attempt in range(MOST_ATTEMPTS):
        assert taken(packing, job_id, attempt * LEASE) is not None
    assert taken(packing, job_id, MOST_ATTEMPTS * LEASE) is None
    assert (the_job(packing).state, the_job(packing).error) == ("failed", LOST)
    assert asked_pack(packing) == job_id  # asked for again it begins anew
    assert the_job(packing).attempts == 0


@pytest.mark.parametrize("times", [MOST_ATTEMPTS + 1])
def test_a_worker_that_is_stopped_gives_its_job_back(packing: Engine, times: int) -> None:
    job_id = asked_pack(packing)
    for _ in range(times):  # restarts are nobody's fault, however many
        lease = taken(packing, job_id)
        assert lease is not None
        with transaction(packing, writes=True) as session:
            give_back(session, lease)
    assert the_job(packing).state == "waiting"


def test_all_documents_are_ordered_at_first(packing: Engine) -> None:
    _, order = begun(packing)
    assert order.missing == pack_documents(order.comparison, "L1")
