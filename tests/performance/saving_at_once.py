"""Eight leads save at once: how many saves a second our server acknowledges beside a plain one.

``python -m tests.performance.saving_at_once [seconds]``. The routes are those of ``saving``, each
behind a gunicorn of its own with four processes, on one SQLite file, by turns. The plain route
stands on two engines: on ours, which takes SQLite's lock when a transaction begins, so that what is
read is true until it is changed; and as the driver does it by itself, where a change that comes
between reading and writing is overwritten and nobody is told. Who saves is a thread of this
process, on the same cores. Every save that was acknowledged is then looked for in the file.
"""

import http.client
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import create_engine, event, select

from benchmark.database.rounds import Answer
from benchmark.database.session import (
    BUSY_SECONDS,
    configured_url,
    open_database,
    sqlite_url,
    transaction,
)
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.load.people import QUESTIONNAIRE, fill, signed_in
from tests.performance.readers import a_server
from tests.performance.saving import plain_app, token_of
from tests.servers import JSON, serving

LEADS, PROCESSES, ROUNDS, SECONDS = 8, 4, 3, 8
SIDES = {
    "ours": "wsgi:app",
    "plain, our engine": "tests.performance.saving_at_once:on_our_engine()",
    "plain, the driver's transactions": "tests.performance.saving_at_once:as_the_driver_does()",
}


def on_our_engine() -> Flask:
    return plain_app(os.environ["SECRET_KEY"], open_database(configured_url(os.environ, None)))


def as_the_driver_does() -> Flask:
    address = configured_url(os.environ, None)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return plain_app(os.environ["SECRET_KEY"], engine)


class Lead:
    """One lead in one browser, who goes through the practices and saves each anew."""

    def __init__(self, line: dict[str, str], token: str) -> None:
        self.response, self.token = line["response"], token
        self.cookie = f"benchmark={line['cookie']}"
        keys = read_questionnaires(questionnaire_folder())[QUESTIONNAIRE].keys
        self.known = dict.fromkeys(keys, (1, 0, ""))  # version, level and evidence, as saved last

    def save_until(self, place: str, end: float) -> int:
        """Save one practice after the other on one connection; how many were acknowledged."""
        connection, saved = http.client.HTTPConnection(place, timeout=60), 0
        while time.monotonic() < end:
            practice = list(self.known)[saved % len(self.known)]
            self._save(connection, practice)
            saved += 1
        connection.close()
        return saved

    def _save(self, connection: http.client.HTTPConnection, practice: str) -> None:
        version, level = self.known[practice][0], 1 + self.known[practice][0] % 5
        evidence = f"seen {version}"
        form = {"csrf_token": self.token, "version": version, "answer": level, "evidence": evidence}
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        place = f"/responses/{self.response}/{practice}"
        connection.request("POST", place, urlencode(form), headers | JSON)
        answer = connection.getresponse()
        body = answer.read()
        if not json.loads(body).get("saved"):
            raise RuntimeError(f"{answer.status}: {body[:300]!r}")
        self.known[practice] = (version + 1, level, evidence)


def rates(seconds: float = SECONDS) -> dict[str, float]:
    """Saves a second of each side, the middle of its rounds."""
    with TemporaryDirectory() as folder, ExitStack() as servers:
        address = sqlite_url(Path(folder))
        fill(address, trusts=1, answered=1)
        with serving(address) as app:
            leads = [Lead(line, token_of(app, line)) for line in signed_in(address, LEADS)]
        places = {
            name: servers.enter_context(a_server(_own(folder, number), PROCESSES, served, address))
            for number, (name, served) in enumerate(SIDES.items())
        }
        found: dict[str, list[float]] = {name: [] for name in places}
        for number in range(ROUNDS + 1):  # the first one warms up
            for name, place in places.items():
                rate = _rate(leads, place, seconds if number else 1)
                found[name] += [rate] if number else []
        _all_kept(address, leads)
    return {name: median(each) for name, each in found.items()}


def _own(folder: str, number: int) -> Path:
    own = Path(folder) / str(number)
    own.mkdir()
    return own


def _rate(leads: list[Lead], place: str, seconds: float) -> float:
    start = time.monotonic()
    with ThreadPoolExecutor(len(leads)) as at_once:
        runs = [at_once.submit(each.save_until, place, start + seconds) for each in leads]
        saved = sum(run.result() for run in runs)
    return saved / (time.monotonic() - start)


def _all_kept(address: str, leads: list[Lead]) -> None:
    engine = open_database(address)
    with transaction(engine, writes=False) as session:
        for lead in leads:
            rows = session.scalars(select(Answer).where(Answer.response_id == lead.response))
            held = {row.practice: (row.version, row.level, row.evidence) for row in rows}
            saved = {key: known for key, known in lead.known.items() if known[2]}
            assert saved
            assert saved == {key: held[key] for key in saved}
    engine.dispose()


def main() -> None:
    found = rates(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
    for name, rate in found.items():
        sys.stdout.write(f"{name:>34}: {rate:6.1f} saves a second\n")


if __name__ == "__main__":
    main()
