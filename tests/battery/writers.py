"""Six leads who save without a pause, what each of them was told, and whether it was true."""

import http.client
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, select, text

from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Answer
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.databases import closing
from tests.servers import JSON, browser_of, own_response, serving

Key = tuple[str, str]  # response and practice
Row = tuple[int, str]  # version and evidence
Note = Callable[[str, tuple[Key, Row]], None]
Save = Callable[[str, dict[str, str]], tuple[int, Any]]  # address and form -> status and JSON
NOTHING: Row = (0, "")


@dataclass(frozen=True)
class Lead:
    """Somebody signed in, whose cookie and token are good for every server with the same key."""

    response: str
    cookie: str
    token: str


@dataclass
class Told:
    """The last row that was told to be saved, and the last that was sent at all."""

    kept: dict[Key, Row] = field(default_factory=dict)
    sent: dict[Key, Row] = field(default_factory=dict)

    def note(self, kind: str, content: tuple[Key, Row]) -> None:
        key, row = content
        (self.kept if kind == "kept" else self.sent)[key] = row


def six_leads(address: str) -> list[Lead]:
    """The leads of both divisions of the acceptance scenario, signed in."""
    with serving(address) as app:
        return [
            _lead(app, f"{role}.{division}@north.example")
            for division in ("medicine", "surgery")
            for role in LEAD_ROLES
        ]


def _lead(app: Benchmark, email: str) -> Lead:
    browser = browser_of(app, email)
    token = browser.token()
    return Lead(own_response(browser).removeprefix("/responses/"), browser.cookie(), token)


def reader(app: Benchmark, email: str) -> Lead:
    """Somebody signed in who has nothing to answer."""
    browser = browser_of(app, email)
    token = browser.token()
    return Lead("", browser.cookie(), token)


def writing(lead: Lead, practices: tuple[str, ...], told: Told, note: Note, save: Save) -> Iterator:
    """Save one practice after the other, for ever; each step is one attempt and yields its status.

    What was not acknowledged is sent again as it was, until it is. What is sent is noted before,
    and what is acknowledged as soon as the answer is there.
    """
    for number, practice in enumerate(cycle(practices)):
        key = (lead.response, practice)
        version = told.kept.get(key, NOTHING)[0]
        row = (version + 1, f"{practice}, save {number}, on version {version}")
        form = {"csrf_token": lead.token, "version": str(version), "answer": "3"}
        note("sent", (key, row))
        status = 0
        while status != http.HTTPStatus.OK:
            page = f"/responses/{lead.response}/{practice}"
            status, answer = save(page, form | {"evidence": row[1]})
            if status == http.HTTPStatus.OK:
                assert answer == {"saved": True, "version": row[0]}
                told.kept[key] = row
                note("kept", (key, row))
            yield status


def in_process(app: Benchmark, lead: Lead) -> Save:
    browser = app.test_client()
    browser.set_cookie("benchmark", lead.cookie)

    def save(page: str, form: dict[str, str]) -> tuple[int, Any]:
        answer = browser.post(page, data=form, headers=JSON)
        return answer.status_code, answer.json

    return save


def over_http(place: str, lead: Lead, seconds: float = 60) -> Save:
    """A browser of a server at host:port; OSError or HTTPException where no answer comes."""

    def save(page: str, form: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(place, timeout=seconds)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        headers = JSON | kind | {"Cookie": f"benchmark={lead.cookie}"}
        try:
            connection.request("POST", page, urlencode(form), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    return save


def rows_of(engine: Engine) -> dict[Key, Row]:
    """Read every answer as it stands in the database."""
    with transaction(engine, writes=False) as session:
        query = select(Answer.response_id, Answer.practice, Answer.version, Answer.evidence)
        return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(query)}


def rows_at(address: str) -> dict[Key, Row]:
    """Read every answer as it stands after a crash; a damaged SQLite file is an error."""
    with closing(address) as engine:
        if engine.dialect.name == "sqlite":
            with transaction(engine, writes=False) as session:
                assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        return rows_of(engine)


def untrue(told: Told, rows: dict[Key, Row]) -> list[str]:
    """What was told to be saved and is not so, or is there and was never sent."""
    return [
        f"{key}: {row} is stored, {told.kept.get(key)} was acknowledged, {told.sent.get(key)} sent"
        for key in sorted(rows.keys() | told.kept.keys() | told.sent.keys())
        for row in [rows.get(key, NOTHING)]
        if row not in (told.kept.get(key, NOTHING), told.sent.get(key, NOTHING))
        or (row == NOTHING and key in told.kept)
    ]


def settled(rows: dict[Key, Row]) -> Told:
    """What is known once everybody has read what is stored."""
    return Told(dict(rows), dict(rows))


def practices_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(questionnaire.keys)[:5]  # few, so that each is written again and again


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """Say what was counted, also where pytest keeps what passing tests print to itself."""
    with capsys.disabled():
        sys.stdout.write(f"\n{words}\n")
