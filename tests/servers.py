"""Fixtures with the whole web application over the acceptance scenario, and people signed in."""

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.database.people import Division, Trust
from benchmark.database.rounds import Response
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.web.app import Benchmark, create_app
from benchmark.web.settings import LOOPBACK, Settings
from tests.databases import BOTH, closing, scratch_database

PASSWORD = "an invented pass phrase"
CSRF_FIELD = re.compile(r'<input type="hidden" name="csrf_token" value="([^"]+)">')
JSON = {"Accept": "application/json"}
FIRST = "management-practice-1.0"
Result = TypeVar("Result")


class Browser(FlaskClient):
    """A client that fills in forms as a browser does: with the token of a page it has read."""

    def token(self) -> str:
        """The token of the start page, or of the sign-in page for a stranger."""
        page = self.get("/", follow_redirects=True).text
        found = CSRF_FIELD.search(page)
        assert found, "there is no form on the start page"
        return found.group(1)

    def send(self, address: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """POST a form with its token."""
        return self.post(address, data={"csrf_token": self.token()} | fields, headers=headers)

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/sign-in", email=email, password=password)

    def cookie(self) -> str:
        kept = self.get_cookie("benchmark")
        assert kept is not None, "the browser keeps no cookie"
        return kept.value

    def twins(self, count: int) -> "list[Browser]":
        """More windows of the same signed-in browser, for threads: a client serves only one."""
        return [_with_cookie(self.application, self.cookie()) for _ in range(count)]


def _with_cookie(app: Any, cookie: str) -> Browser:
    twin = app.test_client()
    twin.set_cookie("benchmark", cookie)
    return twin


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return read_questionnaires(questionnaire_folder())[FIRST]


@pytest.fixture(scope="session")
def acceptance_sqlite_model(
    sqlite_model: Path, questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make a filled SQLite file to copy; the ids in it stay the same over all its copies."""
    folder = tmp_path_factory.mktemp("acceptance")
    shutil.copy(sqlite_model, folder)
    fill(sqlite_url(folder), questionnaire)
    return folder / "benchmark.sqlite"


@pytest.fixture(scope="session")
def acceptance_postgresql_model(
    postgresql_url: str, postgresql_model: str, questionnaire: Questionnaire
) -> Iterator[str]:
    """Name of a filled PostgreSQL database to copy."""
    with scratch_database(postgresql_url, template=postgresql_model) as address:
        fill(address, questionnaire)
        yield str(make_url(address).database)


@pytest.fixture
def acceptance_sqlite(acceptance_sqlite_model: Path, tmp_path: Path) -> str:
    """Address of a SQLite file of this test's own with the acceptance scenario."""
    shutil.copy(acceptance_sqlite_model, tmp_path)
    return sqlite_url(tmp_path)


@pytest.fixture
def acceptance_postgresql(postgresql_url: str, acceptance_postgresql_model: str) -> Iterator[str]:
    """Address of a PostgreSQL database of this test's own with the acceptance scenario."""
    with scratch_database(postgresql_url, template=acceptance_postgresql_model) as address:
        yield address


@pytest.fixture
def acceptance(acceptance_sqlite: str) -> str:
    """Address of the acceptance scenario where one kind of database is enough."""
    return acceptance_sqlite


@pytest.fixture(params=BOTH)
def acceptance_on_both(request: pytest.FixtureRequest) -> str:
    """Address of the acceptance scenario on both databases in turn."""
    address: str = request.getfixturevalue(f"acceptance_{request.param}")
    return address


@pytest.fixture
def app(acceptance: str) -> Iterator[Benchmark]:
    with serving(acceptance) as served:
        yield served


@pytest.fixture
def app_on_both(acceptance_on_both: str) -> Iterator[Benchmark]:
    with serving(acceptance_on_both) as served:
        yield served


@pytest.fixture
def client_of(app: Benchmark) -> Callable[[str], Browser]:
    """Sign somebody in by e-mail and hand out their browser."""
    return lambda email: browser_of(app, email)


def fill(address: str, questionnaire: Questionnaire) -> None:
    with closing(address) as engine, transaction(engine, writes=True) as session:
        fill_acceptance(session, questionnaire, PASSWORD)


def local_settings(address: str, **changed: Any) -> Settings:
    """Settings of local mode, with a secret key that every app of the tests shares."""
    usual: dict[str, Any] = {
        "mode": "local",
        "database_url": address,
        "secret_key": "0123456789abcdef" * 4,
        "questionnaires": questionnaire_folder(),
        "trusted_hosts": LOOPBACK,
        "proxies": 0,
    }
    return Settings(**(usual | changed))


class serving:  # noqa: N801 - reads as a sentence: with serving(address) as app
    """The application over a database; its connections are closed at the end."""

    def __init__(self, address: str, **changed: Any) -> None:
        self.app = create_app(local_settings(address, **changed))
        self.app.test_client_class = Browser

    def __enter__(self) -> Benchmark:
        return self.app

    def __exit__(self, *_: object) -> None:
        self.app.engine.dispose()
