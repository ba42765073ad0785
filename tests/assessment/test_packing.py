"""Asking for a pack: once for each content, and for those only who may read it."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.events import events_of
from benchmark.assessment.packing import (
    ask_for_pack,
    cancel,
    content_of,
    may_download,
    pack_with,
    packs_of,
)
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.jobs import Job
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.jobs.packs import make_pack
from tests.packs import asked_pack, kept_files, the_job
from tests.servers import at_once, response_of


def north(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def told(engine: Engine) -> list[str]:
    with transaction(engine, writes=False) as session:
        return [each.kind for each in events_of(session, north(session)) if "pack" in each.kind]


def test_who_asks_at_once_gets_one_pack(packing_on_both: Engine) -> None:
    ids = at_once([lambda: asked_pack(packing_on_both)] * 4)
    assert len(set(ids)) == 1
    job = the_job(packing_on_both)
    assert (job.state, job.total, job.level, job.asked_by) == ("waiting", 4, "L1", 1)
    assert told(packing_on_both) == ["pack asked for"]


def test_nothing_is_asked_for_while_nothing_is_released(packing: Engine) -> None:
    with transaction(packing, writes=True) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").round
        assert ask_for_pack(session, south, 1) is None
        assert packs_of(session, south) == []


def test_cancelled_and_asked_for_again_it_goes_on_with_what_it_has(packing: Engine) -> None:
    job_id = asked_pack(packing)
    looks = iter([False, True])
    assert not make_pack(packing, job_id, stopped=lambda: next(looks))
    made = kept_files(packing)
    assert list(made) == ["zzn-medicine-L1.pdf"]
    with transaction(packing, writes=True) as session:
        assert cancel(session, session.get_one(Job, job_id), 1)
        assert not cancel(session, session.get_one(Job, job_id), 1)
    assert the_job(packing).state == "cancelled"
    assert not make_pack(packing, job_id)  # nobody works on what was cancelled
    assert asked_pack(packing) == job_id
    assert make_pack(packing, job_id)
    assert made.items() <= kept_files(packing).items()
    assert told(packing) == ["pack asked for", "pack cancelled", "pack made"]


def test_a_finished_pack_cannot_be_cancelled(packing: Engine) -> None:
    job_id = asked_pack(packing)
    assert make_pack(packing, job_id)
    with transaction(packing, writes=True) as session:
        assert not cancel(session, session.get_one(Job, job_id), 1)
    assert the_job(packing).state == "done"


def test_other_figures_are_another_pack_and_the_first_one_stays(packing: Engine) -> None:
    first = asked_pack(packing)
    assert make_pack(packing, first)
    with transaction(packing, writes=True) as session:
        response = response_of(session, "ZZN", "surgery", "nursing")
        withdraw(session, response, response.people[0].id)
    second = asked_pack(packing)
    assert second != first
    assert make_pack(packing, second)
    with transaction(packing, writes=False) as session:
        asked = north(session)
        assert [job.id for job in packs_of(session, asked)] == [second, first]
        assert pack_with(session, asked, content_of(session, asked)).id == second
        names = [file.name for file in session.get_one(Job, second).files]
        assert "zzn-surgery-L1.pdf" not in names
        reader = Viewer(7, "", (Seat("executive", "ZZN"),))
        # as with single reports: what was issued stays
        assert may_download(session, reader, session.get_one(Job, first))
        assert may_download(session, reader, session.get_one(Job, second))


@pytest.mark.parametrize(
    ("seats", "may"),
    [
        ((Seat("improvement", "ZZN"),), True),
        ((Seat("nursing", "ZZN", "surgery"),), True),
        ((Seat("executive", "ZZS"),), False),
        ((Seat("national"),), False),
        ((), False),
    ],
)
def test_whoever_is_not_of_the_trust_downloads_nothing(
    packing: Engine, seats: tuple[Seat, ...], *, may: bool
) -> None:
    job_id = asked_pack(packing)
    viewer = Viewer(7, "", seats)
    with transaction(packing, writes=False) as session:
        assert not may_download(session, viewer, session.get_one(Job, job_id))  # not ready
    assert make_pack(packing, job_id)
    with transaction(packing, writes=False) as session:
        assert may_download(session, viewer, session.get_one(Job, job_id)) is may
        assert session.scalar(select(func.count()).select_from(Job)) == 1
