"""Fixtures with a real browser and real servers: the pages as people get them, over HTTP."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from filelock import FileLock
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Response,
    sync_playwright,
)

from benchmark.commands.main import main
from tests.missing import give_up

ROOT = Path(__file__).resolve().parents[1]
SERVE = (sys.executable, "-c", "from benchmark.commands.main import main; main()", "serve")
PASSWORD = "invented-for-journeys"
SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
# nothing of the browser's own traffic, and no sandbox, which root cannot have
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 900}
REFUSALS = (400, 401, 409, 413, 503)  # of a save by the script, which shows why
PATIENCE = 10_000  # ms; a page takes a tenth of a second
START_UP = 30  # s

Opened = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Site:
    """A running server on this machine, with a database of its own."""

    address: str
    data: Path

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start a real Chromium, once a module: Playwright's loop must not outlive its tests.

    Where none can start the tests are skipped and say why; in CI they fail.
    """
    with sync_playwright() as playwright:
        browser = start_chromium(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Browser) -> Iterator[Opened]:
    """Open pages on devices of their own: ``device(site, java_script_enabled=False)``.

    Each shares no cookies with the others. What a browser complains of fails the test at its end.
    """
    complaints: list[str] = []
    with ExitStack() as devices:
        yield lambda site, **options: devices.enter_context(
            opened(chromium, site, complaints, **options)
        )
    assert complaints == []


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Fill a database with a scenario, once a run, for copying.

    The processes of a run share what takes ten seconds; what they read is a copy of each.
    """
    run = tmp_path_factory.getbasetemp()
    shared = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run

    @cache
    def folder_of(scenario: str) -> Path:
        made, own = shared / f"filled-{scenario}", run / f"copy-{scenario}"
        with FileLock(f"{made}.lock"):
            if not made.exists():  # whole or not there
                fill(scenario, tmp_path_factory.mktemp(scenario)).rename(made)
            shutil.copytree(made, own)
        return own

    return folder_of


@pytest.fixture(scope="module")
def serve(
    filled: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Site]]:
    """Serve a fresh copy of a scenario until the module's end; a fault of the server fails it."""
    with ExitStack() as servers:

        def served(scenario: str, settings: Mapping[str, str] | None = None) -> Site:
            data = tmp_path_factory.mktemp("served") / scenario
            shutil.copytree(filled(scenario), data)
            return servers.enter_context(serving(data, settings))

        yield served


@pytest.fixture(scope="module")
def acceptance_site(serve: Callable[..., Site]) -> Site:
    """Two invented trusts with an open round and no answers."""
    return serve("acceptance")


@pytest.fixture(scope="module")
def showcase_site(serve: Callable[..., Site]) -> Site:
    """One invented trust: seven divisions, three finished rounds and an open one."""
    return serve("showcase")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for a browser by name, so that nobody has to remember to."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def start_chromium(chromium: BrowserType) -> Browser:
    """Start the system's Chromium, else the one that Playwright has installed."""
    system = {"executable_path": SYSTEM_CHROMIUM} if SYSTEM_CHROMIUM.exists() else {}
    try:
        return chromium.launch(args=list(QUIET), **system)
    except Error as fault:
        give_up(f"no Chromium started; install Debian's chromium: {fault.message}")


@contextmanager
def opened(browser: Browser, site: Site, complaints: list[str], **options: Any) -> Iterator[Page]:
    """Open an empty page of a fresh browser profile; what it complains of is collected."""
    context = browser.new_context(base_url=site.address, **({"viewport": DESKTOP} | options))
    context.set_default_timeout(PATIENCE)
    listen(context, complaints)
    try:
        yield context.new_page()
    finally:
        context.close()


def listen(context: BrowserContext, complaints: list[str]) -> None:
    """Collect console errors (broken content policy too), script faults and missing files."""

    def hear(message: ConsoleMessage) -> None:
        # a page that answers 404 on purpose is no missing file; those are counted below
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(f"console: {message.text}")

    def see(response: Response) -> None:
        request = response.request
        # a save that is refused is an answer, which the script shows
        said = request.headers.get("accept") == "application/json" and response.status in REFUSALS
        if response.status >= HTTPStatus.BAD_REQUEST and not (
            said or request.is_navigation_request()
        ):
            complaints.append(f"{response.status}: {response.url}")

    context.on("console", hear)
    context.on("response", see)
    context.on("weberror", lambda fault: complaints.append(f"script: {fault.error}"))


def fill(scenario: str, data: Path) -> Path:
    """Make a database in ``data`` with the demo command."""
    options = ("--scenario", scenario, "--data", str(data), "--password", PASSWORD, "--no-serve")
    run = CliRunner().invoke(main, ["demo", *options])
    assert run.exit_code == 0, run.output
    return data


@contextmanager
def serving(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[Site]:
    """Serve the database in ``data`` on a free port; stop that process at the end."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", data)
    command = [*SERVE, "--data", str(data), "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment() | dict(settings or {}), stdout=log, stderr=log
        )
    try:
        wait_until_ready(site, port, process)
        yield site
    finally:
        process.terminate()
        process.wait(START_UP)
    assert "Traceback" not in site.log, site.log


def environment() -> dict[str, str]:
    """Leave out the settings of whoever runs the tests: they could point at real data."""
    ours = ("BENCHMARK_", "DATABASE_URL", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_ready(site: Site, port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_UP
    while time.monotonic() < end and process.poll() is None:
        if answers(port):
            return
        time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{site.log}", pytrace=False)


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=START_UP)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
