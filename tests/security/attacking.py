"""wapiti against a running server, as each kind of person, from every address that there is."""

import json
import logging
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click
from flask import Flask, request
from waitress.server import create_server

from benchmark.assessment.mailing import LINK, Draft, write_mail
from benchmark.assessment.outbox import claim
from benchmark.assessment.password_links import answer_requests
from benchmark.database.migration import migrate
from benchmark.database.schema import now
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.web.app import Benchmark
from tests.databases import closing
from tests.servers import FIRST, browser_of, fill, response_of, serving
from tests.web.test_matrix import TABLE
from tests.web.walking import OBJECTS, PEOPLE, Post, World, address_of, expected, make_world

# it tells how many requests wait, and an attack makes many
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
ENOUGH = 0.95  # of the addresses that answer a GET, and of the pages that each of them may read
# not csrf: it sends a form again without its fields, and takes the refusals of both for one answer;
# tests/web/test_every_address.py walks over every form instead
MODULES = "csp,http_headers,cookieflags,xss,permanentxss,redirect,crlf,sql,exec,file,methods"
ATTACKERS = {
    "nobody": OBJECTS[0],
    "clinical.medicine@north.example": OBJECTS[0],
    "executive@north.example": OBJECTS[0],
    "improvement@north.example": OBJECTS[0],
    "national@benchmark.example": OBJECTS[0],
    "support@supplier.example": OBJECTS[0],
    # last: what is sent in forms ends divisions, rounds and the access of support
    "coordinator@north.example": OBJECTS[0],
}
FORGETFUL, OURS = "nursing.surgery@south.example", "https://benchmark.example"
# would end the sign-in with which the walk goes on
LEFT_OUT = ("/sign-out", "/account/sign-ins/*")
OVER_TLS = "this server is spoken to without TLS; tests/web/test_headers.py and test_cookies.py"
MAY_STAY = {
    ("HTTP Strict Transport Security (HSTS)", "Strict-Transport-Security is not set"): OVER_TLS,
    ("Secure Flag cookie", "Secure flag is not set in the cookie : benchmark"): OVER_TLS,
    ("Secure Flag cookie", "Secure flag is not set in the cookie : benchmark-device"): OVER_TLS,
}


def planted_faults(scanners: Path) -> list[str]:
    """Nothing, when wapiti finds the markup that a small server sends back as it came."""
    planted = Flask("planted")

    @planted.get("/")
    def page() -> str:
        return f"<h1>Hello {request.args.get('name', '')}</h1><a href='/?name=you'>you</a>"

    with listening(planted) as address:
        found = scan(scanners, address, [f"{address}/?name=you"], "xss", "", 30)
    return (
        [] if any("Reflected" in kind for kind, *_ in found) else ["wapiti: misses planted markup"]
    )


def attack(scanners: Path, seconds: int) -> list[str]:
    """What wapiti finds as each person; and the pages that they may read and have not reached."""
    faults: list[str] = []
    everywhere: set[str] = set()
    with everything_filled() as world:
        links = mailed_links(world.app)
        reached, asked = watched(world.app)
        with listening(world.app) as address:
            for email, whose in ATTACKERS.items():
                reached.clear()
                mailed = {links[FORGETFUL], links.get(email, "/")}
                paths = [*starts_of(world, email, whose), *mailed]
                starts = [f"{address}{path}" for path in paths]
                cookie = "" if email == "nobody" else f"benchmark={world.browsers[email].cookie()}"
                found = scan(scanners, address, starts, MODULES, cookie, seconds)
                new = sorted(each for each in found if each[:2] not in MAY_STAY)
                click.echo(f"wapiti as {email}: {len(starts)} starts, {len(asked)} requests so far")
                faults += [f"wapiti as {email}: {' '.join(each)}" for each in new]
                faults += unreached(email, pages_for(email, whose), reached)
                everywhere |= reached
        faults += unreached("anybody", readable(world.app), everywhere)
    return faults


@contextmanager
def everything_filled() -> Iterator[World]:
    """Everybody has submitted, everything is issued, everybody is signed in."""
    with tempfile.TemporaryDirectory() as folder:
        address = sqlite_url(Path(folder))
        questionnaire = read_questionnaires(questionnaire_folder())[FIRST]
        with closing(address) as engine:
            migrate(engine)
        fill(address, questionnaire)
        with serving(address) as app:
            yield make_world(app, questionnaire)


def starts_of(world: World, email: str, whose: Post) -> list[str]:
    """Every address that answers a GET, of an object that this person may reach if anybody may."""
    own = PEOPLE.get(email, whose)
    place = own if own in world.names else whose
    return sorted({address_of(world, rule, place) for rule in readable(world.app)} - {"/sign-out"})


def readable(app: Benchmark) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def watched(app: Benchmark) -> tuple[set[str], list[int]]:
    """The rules that were reached with a page, filled while the server runs; and each status."""
    reached: set[str] = set()
    asked: list[int] = []

    def note(answer: Any) -> Any:
        asked.append(answer.status_code)
        if request.url_rule and request.method == "GET" and answer.status_code == 200:
            reached.add(request.url_rule.rule)
        return answer

    app.after_request_funcs.setdefault(None, []).append(note)
    return reached, asked


def mailed_links(app: Benchmark) -> dict[str, str]:
    """Address of somebody -> the page that a link in a mail to them opens.

    One has forgotten their password. The other may come in by the link, and is themselves after it.
    """
    stranger = browser_of(app, None)
    assert stranger.send("/forgotten-password", email=FORGETFUL).status_code == 303
    found, lead = {}, OBJECTS[0]
    with transaction(app.engine, writes=True) as session:
        response = response_of(session, lead.trust, lead.division, lead.role)
        draft = Draft("receipt", "You have submitted", (LINK,))
        assert write_mail(session, "attack", response.people[0], draft, response)
        assert answer_requests(session, now())
        while letter := claim(session, now(), OURS):
            if link := re.search(rf"^{OURS}(/(?:passwords|links)/\S+)$", letter.text, re.MULTILINE):
                found[letter.address] = link[1]
    return found


def pages_for(email: str, whose: Post) -> set[str]:
    """The rules at which the table of the matrix promises this person a page."""
    who = PEOPLE.get(email)
    return {
        rule
        for (method, rule), row in TABLE.items()
        if method == "GET"
        and expected(row, who, whose if "<" in rule and "identity" not in rule else who or Post())
        == HTTPStatus.OK
    }


def unreached(who: str, pages: set[str], reached: set[str]) -> list[str]:
    """A fault when fewer of these pages were reached than is enough; says which were not."""
    missing = sorted(pages - reached)
    share = 1 - len(missing) / len(pages)
    names = f"; not {', '.join(missing)}" if missing else ""
    click.echo(f"wapiti reached {share:.0%} of {len(pages)} addresses as {who}{names}")
    return [] if share >= ENOUGH else [f"wapiti as {who}: reached only {share:.0%} of the pages"]


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """An application on a port of this machine."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)


def scan(
    scanners: Path, address: str, starts: list[str], modules: str, cookie: str, seconds: int
) -> set[tuple[str, str, str]]:
    """Run wapiti once; kind, words and place of each finding, of each fault of the server too."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        where = [word for start in starts for word in ("--start", start)]
        outside = [word for path in LEFT_OUT for word in ("--exclude", f"{address}{path}")]
        limits = ["--max-scan-time", "120", "--max-attack-time", str(seconds), "--depth", "2"]
        command = [str(scanners / "wapiti"), "--url", f"{address}/", "--module", modules]
        command += [*where, *outside, *limits, "--format", "json", "--output", str(report)]
        command += ["--flush-session", "--no-bugreport", "--store-session", folder, "--level", "1"]
        command += ["--cookie-value", cookie] if cookie else []
        done = subprocess.run(
            command,
            env=os.environ | {"HOME": folder, "PATH": f"{scanners}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.is_file():
            raise RuntimeError(f"wapiti did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        told = json.loads(report.read_text(encoding="utf-8"))
    return {
        (kind, each["info"], f"{each['method']} {each['path']}")
        for part in ("vulnerabilities", "anomalies")
        for kind, rows in told[part].items()
        for each in rows
    }
