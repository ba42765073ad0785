"""Packs made by two workers while people save; with a number of trusts, or the whole 215.

A real server on a SQLite file, two real worker processes, and leads who save at a steady rate all
the while. With 215 trusts of 8 divisions these are 1,720 division reports (and 215 of trusts).
"""

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, func, select

from benchmark.assessment.freezing import freeze
from benchmark.assessment.packing import ask_for_pack
from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.database.jobs import Job
from benchmark.database.migration import migrate
from benchmark.database.people import LEAD_ROLES, Trust
from benchmark.database.rounds import Report, Round
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.finished_trusts import DIVISIONS, add_finished_trusts

RESULTS = Path(__file__).with_name("packs.md")
WHOLE, WORKERS = 215, 2
SAVES_A_SECOND = 5
PASSWORD = "an invented pass phrase"
MINUTES, SAVE_SECONDS = 10, 0.150
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BENCHMARK = str(Path(sys.executable).with_name("benchmark"))


def fill(engine: Engine, trusts: int) -> None:
    """The acceptance scenario, whose leads will save, and ``trusts`` whose round is over."""
    questionnaire = read_questionnaires(questionnaire_folder())["management-practice-1.0"]
    with transaction(engine, writes=True) as session:
        fill_acceptance(session, questionnaire, PASSWORD)
        freeze(session, questionnaire)
        add_finished_trusts(session, questionnaire, trusts)
    with transaction(engine, writes=False) as session:
        ours = select(Round.id).join(Trust).where(Trust.code.startswith("Y"))
        rounds = list(session.scalars(ours))
    for round_id in rounds:
        with transaction(engine, writes=True) as session:
            assert ask_for_pack(session, session.get_one(Round, round_id), 1)


class Lead:
    """Somebody who is signed in and saves, over one kept connection."""

    def __init__(self, port: int, email: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie, self.sequence = "", 0
        self.ask("POST", "/sign-in", email=email, password=PASSWORD, token=self.token("/sign-in"))
        (response,) = json.loads(self.ask("GET", "/"))["responses"]
        self.page = f"{response['href']}/patient-flow"
        self.written = self.token(self.page)

    def token(self, page: str) -> str:
        found = TOKEN.search(self.ask("GET", page, accept="text/html"))
        assert found
        return found[1]

    def ask(self, method: str, page: str, *, accept: str = "application/json", **form: str) -> str:
        headers = {"Accept": accept, "Cookie": self.cookie}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        if form:
            form["csrf_token"] = form.pop("token")
        self.connection.request(method, page, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        text = answer.read().decode()
        assert answer.status in {200, 303}, (answer.status, text[:300])
        return text

    def save(self) -> float:
        """Seconds until the server has said that another answer is saved."""
        self.sequence += 1
        content = {"answer": str(1 + self.sequence % 5), "evidence": f"seen {self.sequence} times"}
        place = {"version": "0", "tab": "load", "sequence": str(self.sequence)}
        start = time.perf_counter()
        answer = self.ask("POST", self.page, token=self.written, **content, **place)
        spent = time.perf_counter() - start
        assert json.loads(answer)["saved"] is True
        return spent


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [BENCHMARK, *arguments, "--data", str(folder)]
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            assert connection.getresponse().status == 200
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("the server did not start")


def left(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        query = select(func.count()).select_from(Job).where(Job.state.in_(("waiting", "running")))
        return session.scalar(query) or 0


def save_until_made(engine: Engine, leads: list[Lead]) -> tuple[float, list[float]]:
    """Seconds until every pack is ready, and what each save took meanwhile."""
    spent: list[float] = []
    begun = time.perf_counter()
    looked = begun
    while True:
        due = begun + len(spent) / SAVES_A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        spent.append(leads[len(spent) % len(leads)].save())
        if time.perf_counter() - looked > 1:
            looked = time.perf_counter()
            if not left(engine):
                return looked - begun, spent


def measure(folder: Path, trusts: int, port: int) -> dict[str, Any]:
    engine = open_database(sqlite_url(folder))
    migrate(engine)
    fill(engine, trusts)
    with ExitStack() as stack:
        stack.enter_context(running(folder, "serve", "--no-worker", "--port", str(port)))
        wait_for(port)
        emails = [f"{role}.medicine@north.example" for role in LEAD_ROLES]
        leads = [Lead(port, email) for email in emails]
        alone = sorted(leads[n % len(leads)].save() for n in range(40))
        for _ in range(WORKERS):
            stack.enter_context(running(folder, "worker"))
        seconds, spent = save_until_made(engine, leads)
    with transaction(engine, writes=False) as session:
        reports = session.scalar(
            select(func.count()).select_from(Report).where(Report.kind == "division")
        )
        wrong = (Job.attempts != 1) | (Job.state != "done")
        failed = session.scalar(select(func.count()).select_from(Job).where(wrong))
    engine.dispose()
    assert (reports, failed) == (trusts * DIVISIONS, 0)
    return {"reports": reports, "seconds": seconds, "spent": sorted(spent), "alone": alone}


def percentile(sorted_seconds: list[float], share: float) -> float:
    return sorted_seconds[min(len(sorted_seconds) - 1, int(share * len(sorted_seconds)))]


def told(found: dict[str, Any], load: float) -> str:
    reports, seconds, spent = found["reports"], found["seconds"], found["spent"]
    whole = reports == WHOLE * DIVISIONS
    return "\n".join(
        [
            "# Packs by two workers while people save",
            "",
            (
                f"{reports:,} division reports of {reports // DIVISIONS} trusts (and their reports)"
                f"{'' if whole else ', a short run: not the whole claim of 1,720'}; a server and "
                f"{WORKERS} workers as processes of their own on a SQLite file; from the start of "
                f"the workers. Load of the machine before: {load:.1f}."
            ),
            "",
            "| what | found | wanted |",
            "|---|---:|---:|",
            f"| minutes until all packs are ready | {seconds / 60:.1f} | {MINUTES} (for 1,720) |",
            f"| division reports a minute | {60 * reports / seconds:.0f} | 172 |",
            f"| saves meanwhile, {SAVES_A_SECOND} a second | {len(spent):,} | |",
            f"| a save, median, ms | {1e3 * percentile(spent, 0.5):.0f} | |",
            f"| a save, p95, ms | {1e3 * percentile(spent, 0.95):.0f} | {1e3 * SAVE_SECONDS:.0f} |",
            f"| a save, the slowest, ms | {1e3 * spent[-1]:.0f} | |",
            (
                f"| a save before the workers began, p95, ms | "
                f"{1e3 * percentile(found['alone'], 0.95):.0f} | |"
            ),
            "",
        ]
    )


def main() -> None:
    trusts = int(sys.argv[1]) if len(sys.argv) > 1 else WHOLE
    port = 20_000 + os.getpid() % 10_000
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmark-packs-") as folder:
        text = told(measure(Path(folder), trusts, port), load)
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
