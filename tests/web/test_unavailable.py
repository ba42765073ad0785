"""While the database cannot be written to: status 503, words that say so, and no text lost.

The faults are those of the disk and of the server themselves: SQLite's write and sync calls fail
with the code of a full, read-only or broken disk, and PostgreSQL raises the condition that a full
disk or a standby raises.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import request
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.unavailable import texts_among, what_was_sent
from tests.battery.disk import watched
from tests.servers import JSON, Browser, browser_of, own_response, serving

LEAD = "clinical.medicine@north.example"
TEXT = "Two lines about <the ward>,\nand what we do there."
DISK = {
    "full": (sqlite3.SQLITE_FULL, "write"),
    "read-only": (sqlite3.SQLITE_READONLY, "write"),
    "cannot be written": (sqlite3.SQLITE_IOERR_WRITE, "write"),
    "cannot be synced": (sqlite3.SQLITE_IOERR_FSYNC, "sync"),
}
SERVER = {"full": "53100", "read-only": "25006", "shutting down": "57P01"}
REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{}'; END $$;
CREATE TRIGGER refusing BEFORE INSERT OR UPDATE ON answers EXECUTE FUNCTION refuse();
"""
FIELD = re.compile(
    r'<textarea name="(\w+)" hidden aria-hidden="true">\n(.*?)</textarea>', re.DOTALL
)
Trouble = Callable[[], Any]  # a context in which nothing can be written
Served = tuple[Benchmark, Trouble]


KINDS = [
    *(("sqlite", kind) for kind in DISK),
    *(pytest.param(("postgresql", kind), marks=pytest.mark.postgresql) for kind in SERVER),
]


@pytest.fixture(params=KINDS, ids="-".join)
def troubled(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The application over each database, with each kind of trouble that it can have."""
    database, kind = request.param
    address = request.getfixturevalue(f"acceptance_{database}")
    folder = Path(str(make_url(address).database)).parent
    with watched(folder) as disk, serving(address) as app:

        @contextmanager
        def of_disk() -> Iterator[None]:
            code, call = DISK[kind]
            disk.refuse = lambda called, _: code if called == call else 0
            yield
            disk.refuse = lambda *_: 0

        @contextmanager
        def of_server() -> Iterator[None]:
            run(app, REFUSING.format(SERVER[kind]))
            yield
            run(app, "DROP TRIGGER refusing ON answers")

        yield app, of_disk if database == "sqlite" else of_server


def run(app: Benchmark, statement: str) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(text(statement))


def refusal_of(troubled: Served, page: str, lead: Browser) -> list[str]:
    """What is wrong with the answers while nothing can be written, and after that."""
    _, trouble = troubled
    form = {"csrf_token": lead.token(), "version": "0", "answer": "4", "evidence": TEXT}
    with trouble():
        told = lead.post(page, data=form, headers=JSON)
        shown = lead.post(page, data=form)
    again = {name: unescape(value) for name, value in FIELD.findall(shown.text)}
    saved = lead.post(page, data=again)
    checks = {
        "status": (told.status_code, shown.status_code) == (503, 503),
        "json": "database" in str((told.json or {}).get("errors", {}).get("")),
        "later": told.headers.get("Retry-After") == shown.headers.get("Retry-After") == "30",
        "cache": shown.headers["Cache-Control"] == told.headers["Cache-Control"] == "no-store",
        "words": "may not have been saved" in shown.text and "Send it again" in shown.text,
        "text": TEXT in unescape(shown.text) and again == form,
        "resumed": saved.status_code == 303 and TEXT in unescape(lead.get(page).text),
    }
    return [name for name, holds in checks.items() if not holds]


def test_what_cannot_be_saved_comes_back_and_is_saved_when_it_can_be(
    troubled: Served,
) -> None:
    lead = browser_of(troubled[0], LEAD)
    assert refusal_of(troubled, f"{own_response(lead)}/few-priorities", lead) == []


@pytest.mark.parametrize(
    ("answer", "caught"),
    [
        (({"saved": True, "version": 1}, 200), {"status", "json", "words", "text"}),
        (("<h1>Sorry</h1>", 500), {"status", "json", "later", "words", "text"}),
        (("<h1>Sorry</h1>", 503, {"Retry-After": "30"}), {"json", "words", "text"}),
    ],
)
def test_an_application_that_says_otherwise_is_caught(
    acceptance_sqlite: str, answer: Any, caught: set[str]
) -> None:
    folder = Path(str(make_url(acceptance_sqlite).database)).parent
    with watched(folder) as disk, serving(acceptance_sqlite) as app:
        app.register_error_handler(DBAPIError, lambda _: answer)
        lead = browser_of(app, LEAD)

        @contextmanager
        def full() -> Iterator[None]:
            disk.refuse = lambda called, _: sqlite3.SQLITE_FULL * (called == "write")
            yield
            disk.refuse = lambda *_: 0

        page = f"{own_response(lead)}/few-priorities"
        assert caught <= set(refusal_of((app, full), page, lead))


def test_reading_goes_on_while_nothing_can_be_written(troubled: Served) -> None:
    app, trouble = troubled
    lead = browser_of(app, LEAD)
    with trouble():
        assert lead.get(own_response(lead)).status_code == 200


WAYS_IN = [
    "/sign-in",
    "/forgotten-password",
    "/passwords/abc",
    "/account/password",
    "/second-factor",
    "/second-factor/set-up",
    "/second-factor-resets",
    "/links/abc",
]


@pytest.mark.parametrize("page", WAYS_IN)
def test_passwords_codes_and_what_strangers_send_never_come_back(app: Benchmark, page: str) -> None:
    sent = {"email": LEAD, "password": "a secret phrase", "current": "one more", "code": "123456"}
    with app.test_request_context(page, method="POST", data=sent):
        assert request.endpoint is not None
        assert what_was_sent() == []
    with app.test_request_context(
        "/responses/aaaaaaaaaaaaaaaa/few-priorities", method="POST", data=sent
    ):
        assert dict(what_was_sent()) == sent


def test_what_was_written_is_told_from_what_was_chosen() -> None:
    sent = [
        ("csrf_token", "a-b.c"),
        ("answer", "dont-know"),
        ("evidence", " two words "),
        ("x", " "),
    ]
    assert texts_among(sent) == [" two words "]


def test_a_fault_of_ours_is_no_trouble_of_the_database(app: Benchmark) -> None:
    def failing() -> None:
        run(app, "INSERT INTO answers (response_id) VALUES ('x')")

    vars(failing).update(vars(app.view_functions["information.help_page"]))
    app.view_functions["information.help_page"] = failing
    assert app.test_client().get("/help").status_code == 500
