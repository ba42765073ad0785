"""Several machines on one PostgreSQL database: servers and workers come and go under load.

Six leads save without a pause through a balancer that knows three servers. Whoever gets no answer
is sent once more, to another server, as balancers do. In turn each server is stopped and replaced:
once after the balancer has left it out, once before, and once by SIGKILL. Beside them two workers
send mail. ``RESTARTS=3`` replaces all three servers three times over.
"""

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, func, select, update

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.outbox import STALE
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, Serving, gunicorn
from tests.battery.machines import Balancer, until_told, wait_until, worker
from tests.battery.writers import (
    Lead,
    practices_of,
    rows_at,
    settled,
    six_leads,
    tell,
    untrue,
)
from tests.databases import closing
from tests.mail_server import SENDER, PostOffice
from tests.servers import JSON

pytestmark = pytest.mark.battery
RESTARTS = int(os.environ.get("RESTARTS", "1"))
SERVERS, WAYS = 3, ("left out first", "left out too late", "killed")
STOPS_WITHIN = 60  # seconds
BETWEEN = 0.7  # seconds of saving from one replacement to the next
MAILS_EACH = 3


@dataclass(frozen=True)
class Seen:
    """What came of it."""

    statuses: list[int]
    retried: int
    failed: int
    lost: list[str]


def test_servers_are_replaced_under_load_without_a_failed_request_or_a_lost_save(
    acceptance_postgresql: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = replaced(acceptance_postgresql, questionnaire, tmp_path, OURS, WAYS * RESTARTS)
    tell(
        capsys,
        f"{len(WAYS) * RESTARTS} servers replaced: {len(seen.statuses)} saves, "
        f"{seen.retried} sent twice, {seen.failed} failed, {len(seen.lost)} lost",
    )
    assert set(seen.statuses) == {200}
    assert (seen.failed, seen.lost) == (0, [])
    assert seen.retried > 0  # so what a stop looks like was seen
    assert len(seen.statuses) > 50


def test_without_a_second_try_a_killed_server_is_noticed(
    acceptance_postgresql: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    seen = replaced(acceptance_postgresql, questionnaire, tmp_path, OURS, ("killed",) * 2, tries=1)
    assert seen.failed > 0
    assert seen.lost == []


def test_a_server_that_acknowledges_before_it_saves_is_caught(
    acceptance_postgresql: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    broken = "tests.battery.broken:acknowledging_first()"
    seen = replaced(acceptance_postgresql, questionnaire, tmp_path, broken, ("killed",) * 3)
    assert seen.lost


def replaced(  # the balancer learns of each change in one of three ways
    address: str,
    questionnaire: Questionnaire,
    folder: Path,
    app: str,
    ways: tuple[str, ...],
    tries: int = 2,
) -> Seen:
    """Replace a server for each of the ways while six leads save."""
    leads, told = six_leads(address), settled(rows_at(address))
    balancer, stop = Balancer(tries=tries), threading.Event()
    with ExitStack() as machines, ThreadPoolExecutor(len(leads)) as pool:

        def start() -> Serving:
            server = machines.enter_context(gunicorn(address, folder, app, "-w", "1"))
            balancer.add(server)
            return server

        servers = [start() for _ in range(SERVERS)]
        running = [
            pool.submit(until_told, balancer, lead, practices_of(questionnaire), told, stop)
            for lead in leads
        ]
        try:
            for way in ways:
                time.sleep(BETWEEN)
                old, servers = servers[0], [*servers[1:], start()]
                END[way](balancer, old)
            time.sleep(BETWEEN)
        finally:
            stop.set()
        statuses = [status for each in running for status in each.result()]
    lost = untrue(told, rows_at(address))
    return Seen([s for s in statuses if s], balancer.retried, balancer.failed, lost)


def _left_out_first(balancer: Balancer, server: Serving) -> None:
    balancer.leave_out(server)
    _stop(server)


def _left_out_too_late(balancer: Balancer, server: Serving) -> None:
    _stop(server)
    time.sleep(0.2)  # meanwhile people are sent to nobody
    balancer.leave_out(server)


def _killed(balancer: Balancer, server: Serving) -> None:
    server.kill()
    time.sleep(0.2)
    balancer.leave_out(server)


END: dict[str, Callable[[Balancer, Serving], None]] = {
    "left out first": _left_out_first,
    "left out too late": _left_out_too_late,
    "killed": _killed,
}


def _stop(server: Serving) -> None:
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(STOPS_WITHIN) == 0, server.log.read_text()


def test_who_signs_out_at_one_server_is_signed_out_at_all(
    acceptance_postgresql: str, tmp_path: Path
) -> None:
    """Nothing of a sign-in is in the memory of a process."""
    lead = six_leads(acceptance_postgresql)[0]
    with ExitStack() as machines:
        first, second = (
            machines.enter_context(gunicorn(acceptance_postgresql, tmp_path, OURS, "-w", "1"))
            for _ in range(2)
        )
        assert asked(second, lead, "/") == http.HTTPStatus.OK
        assert asked(first, lead, "/sign-out", csrf_token=lead.token) == http.HTTPStatus.SEE_OTHER
        assert asked(second, lead, "/") == http.HTTPStatus.UNAUTHORIZED


def asked(server: Serving, lead: Lead, page: str, **form: str) -> int:
    """The status of a page, or of a form that is sent."""
    connection = http.client.HTTPConnection(server.place, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    headers = {"Cookie": f"benchmark={lead.cookie}"} | JSON | kind
    connection.request("POST" if form else "GET", page, urlencode(form) or None, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_workers_come_and_go_and_each_mail_arrives(
    acceptance_postgresql: str, post_office: PostOffice
) -> None:
    mailing = mail_settings(post_office)
    with closing(acceptance_postgresql) as engine:
        written = write_mails(engine)
        with ExitStack() as machines:
            first = machines.enter_context(worker(acceptance_postgresql, **mailing))
            machines.enter_context(worker(acceptance_postgresql, **mailing))
            wait_until(lambda: len(post_office.arrived) >= written // 5)
            first.kill()
            machines.enter_context(worker(acceptance_postgresql, **mailing))
            wait_until(lambda: states(engine).get("waiting", 0) == 0)
            expire_claims(engine)  # ten minutes later
            wait_until(lambda: states(engine) == {"sent": written})
    arrived = [mail["Message-ID"] for mail in post_office.arrived]
    assert len(set(arrived)) == written
    assert len(arrived) <= written + 1  # the one that the killed worker had in hand


def write_mails(engine: Engine) -> int:
    """Several to everybody; how many."""
    with transaction(engine, writes=True) as session:
        people = session.scalars(select(Person).where(Person.disabled_at.is_(None))).all()
        for number in range(MAILS_EACH):
            for person in people:
                assert tell_of_account(session, person, f"Invented {number}", "To be sent once.")
    return len(people) * MAILS_EACH


def states(engine: Engine) -> dict[str, int]:
    with transaction(engine, writes=False) as session:
        query = select(Mail.state, func.count()).group_by(Mail.state)
        return {str(state): int(count) for state, count in session.execute(query)}


def expire_claims(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        session.execute(update(Mail).values(claimed_at=now() - STALE))


def mail_settings(office: PostOffice) -> dict[str, str]:
    return {
        "BENCHMARK_SMTP_HOST": "127.0.0.1",
        "BENCHMARK_SMTP_PORT": str(office.port),
        "BENCHMARK_SMTP_SECURITY": "none",
        "BENCHMARK_MAIL_FROM": SENDER,
    }
