"""Fixtures with the whole web application over the acceptance scenario, and people signed in."""

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import pytest
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, make_url, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from benchmark.assessment.access import find_trust
from benchmark.assessment.calendar import london_day
from benchmark.assessment.calibrating import save_vignettes
from benchmark.assessment.division_contents import content_inside
from benchmark.assessment.inside import a_respondent_of, inside_for
from benchmark.assessment.issuing import issue_division_report
from benchmark.assessment.releasing import release_of
from benchmark.assessment.replacing import KEEP, Newcomer, replace_lead
from benchmark.assessment.responding import Content, Edit, save, submit
from benchmark.assessment.second_factor import second_factor_of
from benchmark.assessment.signing_in import HASHER, Entry, start_sign_in
from benchmark.assessment.supporting import open_access, support_account
from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.database.people import LEAD_ROLES, Division, Person, Trust
from benchmark.database.rounds import Report, Response, Round
from benchmark.database.schema import now
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


class Compiled(BytecodeCache):
    """Templates compiled once for all applications of a run: most of the time of a small test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


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
        self.token()  # a browser gets the secret behind its tokens with its first form
        return [with_cookie(self.application, self.cookie()) for _ in range(count)]


def with_cookie(app: Any, cookie: str) -> Browser:
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
    return grown(sqlite_model, folder, partial(fill_on, questionnaire=questionnaire))


@pytest.fixture
def data(acceptance_sqlite_model: Path, tmp_path: Path) -> Path:
    """A data folder with the acceptance scenario, for programs that are given one."""
    folder = tmp_path / "data"
    folder.mkdir()
    copied(acceptance_sqlite_model, folder)
    return folder


@pytest.fixture(scope="session")
def acceptance_postgresql_model(
    postgresql_url: str, postgresql_model: str, questionnaire: Questionnaire
) -> Iterator[str]:
    """Name of a filled PostgreSQL database to copy."""
    filling = partial(fill_on, questionnaire=questionnaire)
    with grown_postgresql(postgresql_url, postgresql_model, filling) as name:
        yield name


@pytest.fixture
def acceptance_sqlite(acceptance_sqlite_model: Path, tmp_path: Path) -> str:
    """Address of a SQLite file of this test's own with the acceptance scenario."""
    return copied(acceptance_sqlite_model, tmp_path)


@pytest.fixture
def acceptance_postgresql(postgresql_url: str, acceptance_postgresql_model: str) -> Iterator[str]:
    """Address of a PostgreSQL database of this test's own with the acceptance scenario."""
    with scratch_database(postgresql_url, template=acceptance_postgresql_model) as address:
        yield address


@pytest.fixture(scope="session")
def released_model(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Make a SQLite file to copy: medicine of the north is released, surgery at one of three."""

    def release(engine: Engine) -> None:
        complete_division(engine, questionnaire)
        with transaction(engine, writes=True) as session:
            hand_in(session, response_of(session, "ZZN", "surgery", "clinical"), questionnaire)

    return grown(acceptance_sqlite_model, tmp_path_factory.mktemp("released"), release)


@pytest.fixture(scope="session")
def settling_model(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Make a SQLite file to copy: the three of medicine have submitted, and settle next.

    The operational lead is no level, one level and two levels above the other two, in turn.
    """
    folder = tmp_path_factory.mktemp("settling")
    return grown(acceptance_sqlite_model, folder, partial(submit_near, questionnaire=questionnaire))


@pytest.fixture
def settling_app(settling_model: Path, tmp_path: Path) -> Iterator[Benchmark]:
    with serving(copied(settling_model, tmp_path)) as served:
        yield served


@pytest.fixture
def released(released_model: Path, tmp_path: Path) -> str:
    """Address of a SQLite file of this test's own, with medicine of the north released."""
    return copied(released_model, tmp_path)


@pytest.fixture
def released_app(released: str) -> Iterator[Benchmark]:
    with serving(released) as served:
        yield served


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


def copied(model: Path, folder: Path) -> str:
    """Copy a SQLite file into a folder; returns the address of the copy."""
    shutil.copy(model, folder)
    return sqlite_url(folder)


def grown(model: Path, folder: Path, grow: Callable[[Engine], None]) -> Path:
    """A SQLite file to copy: what ``grow`` makes of a copy of another one."""
    with closing(copied(model, folder)) as engine:
        grow(engine)
    return folder / model.name


@contextmanager
def grown_postgresql(server: str, model: str, grow: Callable[[Engine], None]) -> Iterator[str]:
    """Name of a PostgreSQL database to copy: what ``grow`` makes of a copy of another one."""
    with scratch_database(server, template=model) as address:
        with closing(address) as engine:
            grow(engine)
        yield str(make_url(address).database)


def fill(address: str, questionnaire: Questionnaire) -> None:
    with closing(address) as engine:
        fill_on(engine, questionnaire)


def fill_on(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
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
        "second_factor": False,
    }
    return Settings(**(usual | changed))


@contextmanager
def serving(address: str, **changed: Any) -> Iterator[Benchmark]:
    """The application over a database; its connections are closed at the end."""
    served = create_app(local_settings(address, **changed))
    served.test_client_class = Browser
    served.jinja_env.bytecode_cache = COMPILED
    try:
        yield served
    finally:
        served.engine.dispose()


def browser_of(app: Benchmark, email: str | None) -> Browser:
    """Somebody's browser, signed in; a stranger's without an e-mail.

    The sign-in is begun as a view begins it once a password was right: to send the form and to
    check the password takes longer than most tests do.
    """
    browser: Browser = app.test_client()
    if email:
        with transaction(app.engine, writes=True) as session:
            person = session.scalars(select(Person).where(Person.email == email)).one()
            asks_code = second_factor_of(session, person.id) is not None
            token = start_sign_in(session, person, Entry(asks_code=asks_code))
        with browser.session_transaction() as kept:
            kept.update(_user_id=token, _fresh=True)
    return browser


def signed_in_by_password(app: Benchmark, email: str) -> Browser:
    """The same through the form, for tests of signing in."""
    browser = browser_of(app, None)
    assert browser.sign_in(email).status_code == 303
    return browser


def own_response(browser: Browser) -> str:
    """Address of the one response that a lead of the acceptance scenario gives."""
    (link,) = browser.get("/", headers=JSON).json["responses"]
    address: str = link["href"]
    return address


def answer_all(browser: Browser, questionnaire: Questionnaire, level: int = 3) -> str:
    """Answer every practice through the pages; returns the address of the response."""
    address = own_response(browser)
    token = browser.token()
    for key in questionnaire.keys:
        form = {"csrf_token": token, "answer": str(level), "version": "0"}
        assert browser.post(f"{address}/{key}", data=form).status_code == 303
    return address


def answer_and_submit(browser: Browser, questionnaire: Questionnaire, level: int = 3) -> str:
    """What a lead does in a round, through the pages; returns the address of the response."""
    address = answer_all(browser, questionnaire, level)
    assert browser.send(f"{address}/submit").status_code == 303
    return address


def response_of(session: Session, trust: str, division: str, role: str) -> Response:
    """One lead's response in the only round of the acceptance scenario."""
    query = (
        select(Response)
        .join(Division)
        .join(Trust)
        .where(Trust.code == trust, Division.key == division, Response.role == role)
        .where(Response.set_aside_at.is_(None))
    )
    return session.scalars(query).one()


def give(
    session: Session,
    response: Response,
    questionnaire: Questionnaire,
    levels: Callable[[int], int] = lambda _: 3,
) -> None:
    """Answer every practice and score every scene without the pages.

    ``levels`` takes the practice's place.
    """
    for place, key in enumerate(questionnaire.keys):
        content = Content(levels(place), f"what {response.role} saw of {key}", share=place % 2 == 0)
        assert save(session, response, key, Edit(content, 0)).saved
    scenes = {vignette.key: vignette.level for vignette in questionnaire.vignettes}
    assert save_vignettes(session, response, scenes, {})


def hand_in(
    session: Session,
    response: Response,
    questionnaire: Questionnaire,
    levels: Callable[[int], int] = lambda _: 3,
) -> None:
    """Answer everything and submit without the pages."""
    give(session, response, questionnaire, levels)
    assert submit(session, response, questionnaire, response.people[0].id)


def issue_inside(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> Report:
    """Issue the edition of the three leads, as one of them does on their page."""
    lead = a_respondent_of(session, asked, division)
    inside = inside_for(session, lead, asked, division, questionnaire)
    assert inside is not None
    content = content_inside(session, asked, division, questionnaire, inside)
    assert content is not None
    return issue_division_report(session, asked, division, content)


def submit_near(engine: Engine, questionnaire: Questionnaire) -> None:
    """The three of medicine submit: level 3, and the operational lead 3, 4 and 5 in turn."""
    for role in LEAD_ROLES:
        with transaction(engine, writes=True) as session:
            response = response_of(session, "ZZN", "medicine", role)
            lift = role == "operational"
            hand_in(session, response, questionnaire, lambda place, n=lift: 3 + place % 3 * n)


def release_division(
    engine: Engine, questionnaire: Questionnaire, trust: str = "ZZN", division: str = "medicine"
) -> None:
    """The three leads settle what is near, leave the rest open, and all confirm."""
    with transaction(engine, writes=True) as session:
        response = response_of(session, trust, division, "clinical")
        asked, place = response.round, response.division
        release_as_it_stands(session, asked, place, questionnaire)
        assert release_of(session, asked, place)


def complete_division(
    engine: Engine,
    questionnaire: Questionnaire,
    trust: str = "ZZN",
    division: str = "medicine",
    *,
    released: bool = True,
) -> None:
    """All three leads of a division submit, and release what others may read."""
    for lift, role in enumerate(LEAD_ROLES):
        with transaction(engine, writes=True) as session:
            response = response_of(session, trust, division, role)
            hand_in(session, response, questionnaire, lambda place, n=lift: 1 + (place + n) % 5)
    if released:
        release_division(engine, questionnaire, trust, division)


def support_opened(engine: Engine, email: str, trust: str = "ZZN", password: str = PASSWORD) -> str:
    """Somebody of support may look into a trust, and has a password; the id of the access."""
    with transaction(engine, writes=True) as session:
        found = find_trust(session, trust)
        assert found is not None
        person = support_account(session, email, "Sam Support")
        person.password_hash = HASHER.hash(password)
        reason = "Ticket 1042: reminder mails do not arrive"
        return open_access(session, found, person, reason, 4, now()).id


def at_once(steps: list[Callable[[], Result]]) -> list[Result]:
    """Run all steps in parallel threads that start together; the results in their order."""
    start = Barrier(len(steps))

    def run(step: Callable[[], Result]) -> Result:
        start.wait(timeout=30)
        return step()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def masked(page: bytes) -> bytes:
    """A page without what differs from one sign-in to the next: the tokens of its forms."""
    return CSRF_FIELD.sub("<token>", page.decode("utf-8", "surrogateescape")).encode(
        "utf-8", "surrogateescape"
    )


def replaced(engine: Engine, role: str = "clinical") -> str:
    """Somebody new takes the post of a lead of medicine, whose answers stay; returns the e-mail."""
    email = f"new.{role}@north.example"
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", role)
        (leaving,) = response.people
        start = london_day(now())
        newcomer = Newcomer("Ŵyn Newcomer", email, start)
        coordinator = session.scalars(
            select(Person.id).where(Person.email == "coordinator@north.example")
        ).one()
        replace_lead(session, response, leaving, newcomer, KEEP, coordinator, now())
        person = session.scalars(select(Person).where(Person.email == email)).one()
        person.password_hash = leaving.password_hash
    return email
