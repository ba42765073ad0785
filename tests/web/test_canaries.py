"""A whole journey against a real server that logs all it can: no secret and no answer is in a log.

Canaries are texts that nothing else contains: passwords, the cookie and its token, tokens of forms
and of links in mails, the key of an authenticator app, recovery codes, and evidence. The server
logs at DEBUG, and SQL with it. tests/battery/test_canaries.py goes the same way over a server that
logs what it should not.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pyotp
import pytest
import requests
from sqlalchemy import select

from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.commands.test_worker import environment
from tests.databases import closing
from tests.jobs.test_worker import invite_one, wait_until
from tests.mail_server import PostOffice
from tests.running import ROOT, free_port, wait_for
from tests.servers import CSRF_FIELD, PASSWORD, complete_division, copied

CANARY = "canary-evidence-q7x2"
WRONG, CHANGED, CHOSEN = (f"canary password {word} q7x2" for word in ("wrong", "new", "by link"))
LEAD, COORDINATOR = "clinical.medicine@north.example", "coordinator@north.example"
KEY = re.compile(r"<strong>([A-Z2-7 ]{39})</strong>")
CODE = re.compile(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>")
LINK = r"http://127\.0\.0\.1:\d+(/{0}/\S+)"
EVERYTHING = """
import logging
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
"""
COMMAND = """
import sys
from benchmark.commands.main import main
main(sys.argv[1:])
"""
CANARIES = {
    *("evidence", "password", "wrong password", "changed", "chosen", "token of a form"),
    *("cookie benchmark", "cookie benchmark-device", "token of a link"),
    *("token of a password link", "key of an app", "recovery code 0", "recovery code 9"),
}
QUIET_FILES = ("benchmark.sqlite", "secret-key")  # the data themselves


@dataclass
class Journey:
    """One reader over HTTP, and every canary that has gone over the wire."""

    address: str
    known: dict[str, str]
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, page: str) -> str:
        answer = self.session.get(f"{self.address}{page}", timeout=30)
        assert answer.status_code == 200, f"{page}: {answer.status_code}"
        for token in CSRF_FIELD.findall(answer.text):
            self.known[f"token of a form: {token}"] = token
        for cookie in self.session.cookies:
            self.known[f"cookie {cookie.name}: {cookie.value}"] = str(cookie.value)
        return answer.text

    def send(self, page: str, form_of: str = "", **fields: str) -> str:
        """Fill in a form as a browser does; returns where it leads."""
        found = CSRF_FIELD.search(self.get(form_of or page))
        assert found, page
        answer = self.session.post(
            f"{self.address}{page}",
            data={"csrf_token": found[1]} | fields,
            allow_redirects=False,
            timeout=30,
        )
        return answer.headers.get("Location", str(answer.status_code))


@contextmanager
def running(data: Path, log: Path, launcher: str, office: PostOffice) -> Iterator[str]:
    port = free_port()
    ours = {name: text for name, text in os.environ.items() if not name.startswith("BENCHMARK_")}
    told = environment(office) | {"BENCHMARK_SECOND_FACTOR": "required"}
    command = [sys.executable, "-c", launcher + COMMAND, "serve", "--data", str(data)]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env=ours | told,
            stdout=written,
            stderr=written,
        )
    try:
        wait_for(process, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def a_lead_answers(start: Callable[[], Journey], practice: str) -> None:
    lead = start()
    assert lead.send("/sign-in", email=LEAD, password=WRONG) == "400"
    assert lead.send("/sign-in", email=LEAD, password=PASSWORD) == "/"
    response = re.findall(r'href="(/responses/[a-z0-9]{16})"', lead.get("/"))[0]
    page = f"{response}/{practice}"
    assert lead.send(page, answer="4", evidence=CANARY, version="0").startswith("/responses/")
    assert CANARY in lead.get(page)
    changed = lead.send("/account/password", current=PASSWORD, password=CHANGED)
    assert changed.startswith("/account")


def a_password_is_forgotten(start: Callable[[], Journey], office: PostOffice) -> None:
    lead, before = start(), len(office.arrived)
    assert lead.send("/forgotten-password", email=LEAD) == "/password-link-sent"
    wait_until(lambda: any("/passwords/" in text for text in letters(office)[before:]))
    page = link_in(office, "passwords")
    lead.known["token of a password link"] = page.rpartition("/")[2]
    lead.send(page, password=CHOSEN)
    assert lead.send("/sign-in", email=LEAD, password=CHOSEN) == "/"


def a_link_is_followed(start: Callable[[], Journey], office: PostOffice) -> None:
    lead, page = start(), link_in(office, "links")
    lead.known["token of a link"] = page.rpartition("/")[2]
    assert lead.send(page).startswith("/responses/")


def a_coordinator_works(start: Callable[[], Journey]) -> None:
    coordinator = start()
    coordinator.send("/sign-in", email=COORDINATOR, password=PASSWORD)
    secret = KEY.search(coordinator.get("/second-factor/set-up"))
    assert secret
    coordinator.known |= {
        "key of an app": secret[1].replace(" ", ""),
        "key of an app, as shown": secret[1],
    }
    code = pyotp.TOTP(secret[1].replace(" ", "")).now()
    assert coordinator.send("/second-factor/set-up", code=code) == "/second-factor/codes"
    for number, recovery in enumerate(CODE.findall(coordinator.get("/second-factor/codes"))):
        coordinator.known[f"recovery code {number}"] = recovery
    coordinator.send("/second-factor/codes")
    report = "/divisions/zzn-surgery/report"
    assert coordinator.send(report).startswith(report)
    issued = re.findall(r'href="(/reports/[a-z0-9]{16}\.pdf)"', coordinator.get(report))
    coordinator.get(issued[0])
    coordinator.get("/trusts/zzn/exports/file?format=xlsx")
    assert "Downloaded figures" in coordinator.get("/trusts/zzn/audit")
    coordinator.get("/trusts/zzn/audit.csv")


def letters(office: PostOffice) -> list[str]:
    return [office.text(place) for place in range(len(office.arrived))]


def link_in(office: PostOffice, kind: str) -> str:
    (found,) = {m for text in letters(office) for m in re.findall(LINK.format(kind), text)}
    return str(found)


@dataclass(frozen=True)
class Left:
    """What a journey leaves behind."""

    known: dict[str, str]
    log: str
    record: str


def journey(
    model: Path, folder: Path, questionnaire: Questionnaire, office: PostOffice, launcher: str
) -> Left:
    data = folder / "data"
    data.mkdir()
    with closing(copied(model, data)) as engine:
        complete_division(engine, questionnaire, "ZZN", "surgery")
        invite_one(engine)
    known = {"evidence": CANARY, "password": PASSWORD, "changed": CHANGED, "chosen": CHOSEN}
    known["wrong password"] = WRONG
    with running(data, folder / "server.log", launcher, office) as address:
        wait_until(lambda: bool(office.arrived))

        def start() -> Journey:
            return Journey(address, known)

        a_lead_answers(start, questionnaire.keys[0])
        a_link_is_followed(start, office)
        a_password_is_forgotten(start, office)
        a_coordinator_works(start)
    with closing(sqlite_url(data)) as engine, transaction(engine, writes=False) as session:
        rows = [*session.scalars(select(AuditEntry)), *session.scalars(select(AuditPerson))]
        record = repr([vars(row) for row in rows])
    logs = [folder / "server.log", *(f for f in data.rglob("*") if f.is_file())]
    read = (file for file in logs if not file.name.startswith(QUIET_FILES))
    return Left(known, "\n".join(file.read_text("utf-8", "replace") for file in read), record)


def found_in(text: str, known: dict[str, str]) -> set[str]:
    """Which canaries stand in a text, as they are or as addresses spell them."""
    plain = text + unquote(text)
    return {name for name, canary in known.items() if canary in plain}


def test_no_canary_is_in_a_log_or_in_the_record(
    acceptance_sqlite_model: Path,
    tmp_path: Path,
    questionnaire: Questionnaire,
    post_office: PostOffice,
) -> None:
    left = journey(acceptance_sqlite_model, tmp_path, questionnaire, post_office, EVERYTHING)
    # all that was to be logged is there: SQL, mail, and what the server says of itself
    for told in ("INSERT INTO answers", "SQL parameters hidden", "Serving on", ": sent"):
        assert told in left.log
    assert {name.partition(":")[0] for name in left.known} >= CANARIES
    assert found_in(left.log, left.known) == set()
    for kind in ("answer saved", "report issued", "report downloaded", "figures downloaded"):
        assert kind in left.record
    assert found_in(left.record, left.known) == set()


@pytest.mark.parametrize("name", ["evidence", "key of an app"])
def test_a_canary_that_is_planted_is_seen(name: str) -> None:
    known = {"evidence": "canary one", "key of an app": "ABCDEFGH"}
    assert found_in(f"... {known[name]} ...", known) == {name}
    assert found_in("GET /a?evidence=canary%20one", known) == {"evidence"}
