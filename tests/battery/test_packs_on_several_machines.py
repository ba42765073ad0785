"""Improvement packs asked for under load, while workers die in the middle of making one.

Three servers and two workers share one PostgreSQL database. Six leads save without a pause, two
people of each trust ask for its pack at the same moment, and somebody looks at its page all the
time. A worker that is in the middle of a pack gets SIGKILL, another is added, a server is replaced,
and two minutes later, when the lease of the dead one has run out, somebody else goes on. In the end
each pack is there once, with the bytes that an undisturbed installation issues. ``RESTARTS=3``
kills three workers.
"""

import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, make_url, select, update

from benchmark.database.jobs import Job, JobFile
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.packs import make_due_packs
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, gunicorn
from tests.battery.machines import OUR_WORKER, Balancer, until_told, wait_until, worker
from tests.battery.packs_followed import (
    DOCUMENTS,
    Looked,
    add_trusts,
    ask_for_all,
    broken_files,
    downloaded,
    follow,
    not_once,
    readers_of,
)
from tests.battery.writers import practices_of, rows_at, settled, six_leads, tell, untrue
from tests.databases import closing, scratch_database

pytestmark = pytest.mark.battery
RESTARTS = int(os.environ.get("RESTARTS", "1"))
SERVERS, WORKERS = 3, 2
SLOW = 300  # seconds; a busy machine is not a fault
LAST = 3  # documents: so near to its end a pack might be finished before the worker is killed
HASTY = (sys.executable, "-m", "tests.battery.hasty_worker")
Leases = dict[str, tuple[str | None, datetime | None]]  # job -> worker and until when


@dataclass(frozen=True)
class Seen:
    """What came of it."""

    packs: dict[str, bytes]  # by trust
    followed: list[Looked]
    faults: list[str]
    lost: list[str]  # saves
    saves: int
    failed: int  # requests that no server has answered, twice over
    left_behind: int  # packs that a killed worker was in the middle of


def test_packs_are_made_once_and_whole_while_workers_die(
    acceptance_postgresql: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    trusts = WORKERS + 1 + RESTARTS
    wanted = undisturbed(acceptance_postgresql, trusts, questionnaire, tmp_path)
    seen = disturbed(acceptance_postgresql, trusts, questionnaire, tmp_path, RESTARTS)
    tell(
        capsys,
        f"{RESTARTS} workers and {RESTARTS} servers killed: {len(seen.packs)} packs of {DOCUMENTS} "
        f"reports, {sum(each.pages for each in seen.followed)} looks, "
        f"{sum(each.refused for each in seen.followed)} refused to others, "
        f"{seen.saves} saves meanwhile, {len(seen.lost)} lost",
    )
    assert [fault for each in seen.followed for fault in each.untrue] == []
    assert seen.faults == []
    assert {code for code, pack in wanted.items() if seen.packs[code] != pack} == set()
    assert (seen.lost, seen.failed) == ([], 0)
    assert seen.left_behind == RESTARTS
    assert seen.saves > 50
    # the pages were looked at often enough to see packs grow
    assert len(set.union(*(each.counts for each in seen.followed))) > DOCUMENTS // 2
    assert all(each.refused for each in seen.followed)


def test_a_pack_that_is_acknowledged_before_it_is_made_is_caught(
    acceptance_postgresql: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    trusts = WORKERS + 1
    wanted = undisturbed(acceptance_postgresql, trusts, questionnaire, tmp_path)
    seen = disturbed(acceptance_postgresql, trusts, questionnaire, tmp_path, 1, command=HASTY)
    assert any(fault.startswith("done, []") for each in seen.followed for fault in each.untrue)
    assert seen.faults
    assert {code for code, pack in wanted.items() if seen.packs[code] != pack}


def test_a_server_that_shows_packs_to_others_is_caught(
    acceptance_postgresql: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    with closing(acceptance_postgresql) as engine:
        add_trusts(engine, questionnaire, WORKERS)
    app = "tests.battery.broken:showing_packs_to_others()"
    seen = disturbed(acceptance_postgresql, WORKERS, questionnaire, tmp_path, 0, app=app)
    told = [fault for each in seen.followed for fault in each.untrue]
    assert told
    assert all("is open to others" in fault for fault in told)


def undisturbed(
    address: str, trusts: int, questionnaire: Questionnaire, folder: Path
) -> dict[str, bytes]:
    """Add trusts; their packs as they are made in a copy of the database, one after another."""
    with closing(address) as engine:
        add_trusts(engine, questionnaire, trusts)
    with scratch_database(address, template=str(make_url(address).database)) as copy:
        readers, balancer = readers_of(copy, trusts), Balancer()
        with gunicorn(copy, folder, OURS, "-w", "1") as server, closing(copy) as engine:
            balancer.add(server)
            packs, faults = ask_for_all(balancer, readers)
            assert make_due_packs(engine, now()) == trusts
            made = downloaded(balancer, packs)
    assert faults + broken_files(made) == []
    return made


def disturbed(
    address: str,
    trusts: int,
    questionnaire: Questionnaire,
    folder: Path,
    kills: int,
    command: Sequence[str] = OUR_WORKER,
    app: str = OURS,
) -> Seen:
    """Ask for all packs under load, and kill workers and servers until they are made."""
    leads, told, readers = (
        six_leads(address),
        settled(rows_at(address)),
        readers_of(address, trusts),
    )
    practices, stop = practices_of(questionnaire), threading.Event()
    with ExitStack() as stack:
        place = Place(address, folder, app, command, stack)
        engine = stack.enter_context(closing(address))
        pool = stack.enter_context(ThreadPoolExecutor(len(leads) + trusts))
        saving = [
            pool.submit(until_told, place.balancer, lead, practices, told, stop) for lead in leads
        ]
        try:
            packs, faults = ask_for_all(place.balancer, readers)
            following = [
                pool.submit(follow, place.balancer, engine, asked, stop) for asked in packs.values()
            ]
            left_behind = sum(kill_one(place, engine) for _ in range(kills))
            wait_until(lambda: all_made(engine), SLOW)
            wait(following, SLOW)
        finally:
            stop.set()
        made = downloaded(place.balancer, packs)
        faults += broken_files(made) + not_once(engine, packs.values())
    return Seen(
        made,
        [each.result() for each in following],
        faults,
        untrue(told, rows_at(address)),
        sum(len(each.result()) for each in saving),
        place.balancer.failed,
        left_behind,
    )


class Place:
    """Three servers behind a balancer, and two workers."""

    def __init__(
        self, address: str, folder: Path, app: str, command: Sequence[str], stack: ExitStack
    ) -> None:
        self.balancer = Balancer()
        self._server = lambda: stack.enter_context(gunicorn(address, folder, app, "-w", "1"))
        self._worker = lambda: stack.enter_context(worker(address, command))
        self.servers = [self._server() for _ in range(SERVERS)]
        self.workers = [self._worker() for _ in range(WORKERS)]
        for server in self.servers:
            self.balancer.add(server)

    def add_server(self) -> None:
        self.servers.append(self._server())
        self.balancer.add(self.servers[-1])

    def add_worker(self) -> None:
        self.workers.append(self._worker())

    def kill_server(self) -> None:
        oldest = self.servers.pop(0)
        oldest.kill()
        time.sleep(0.2)  # meanwhile people are sent to nobody
        self.balancer.leave_out(oldest)

    def kill_worker(self) -> None:
        oldest = self.workers.pop(0)
        oldest.kill()
        oldest.wait()


def kill_one(place: Place, engine: Engine) -> int:
    """Kill a worker in the middle of a pack, and a server; how many packs are left behind."""
    wait_until(lambda: in_the_middle(engine) >= WORKERS, SLOW)
    place.kill_worker()
    time.sleep(0.2)  # until its last words have reached the database
    before = leases(engine)
    place.add_worker()
    place.kill_server()
    place.add_server()
    # who lives goes on, and renews the lease with each report
    wait_until(lambda: len(before.items() & leases(engine).items()) < WORKERS, SLOW)
    left = before.items() & leases(engine).items()
    with transaction(engine, writes=True) as session:
        for job_id, (lease, _) in left:  # two minutes later
            over = update(Job).where(Job.id == job_id, Job.worker == lease)
            session.execute(over.values(leased_until=now()))
    return len(left)


def in_the_middle(engine: Engine) -> int:
    """Packs that are being made, or are said to be ready, with some of their reports."""
    files = func.count(JobFile.id)
    living = (Job.state == "done") | (Job.leased_until > now())
    query = select(Job.id).join(JobFile).where(living).group_by(Job.id)
    with transaction(engine, writes=False) as session:
        return len(session.scalars(query.having(files <= DOCUMENTS - LAST)).all())


def leases(engine: Engine) -> Leases:
    query = select(Job.id, Job.worker, Job.leased_until).where(Job.leased_until > now())
    with transaction(engine, writes=False) as session:
        return {job: (who, until) for job, who, until in session.execute(query)}


def all_made(engine: Engine) -> bool:
    query = select(func.count()).where(Job.state.in_(("waiting", "running")))
    with transaction(engine, writes=False) as session:
        return not session.scalar(query)
