"""The wheel, installed where there is no checkout: the demo, reports, and the units of systemd.

What it depends on comes in the versions of uv.lock, as in production.
"""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from benchmark.database.migration import revision_needed
from tests.running import ROOT, fetch, free_port, token, wait_for
from tests.servers import PASSWORD
from tests.units import INSTALLED, command_of
from tests.wheels import uv

pytestmark = pytest.mark.battery
REPORT = re.compile(r'href="(/reports/[a-z0-9]{16}\.pdf)"')
GUNICORN = ("--config", "python:benchmark.gunicorn_conf", "--workers", "2", "benchmark.wsgi:app")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an empty environment, installed from what make build writes."""
    folder = tmp_path_factory.mktemp("installed")
    environment, dist = folder / "environment", folder / "dist"
    subprocess.run(["make", "--silent", "build", f"DIST={dist}"], cwd=ROOT, check=True)
    (wheel,) = dist.glob("*.whl")
    locked = str(dist / "requirements.txt")
    uv("venv", str(environment), folder=folder)
    into = ("pip", "install", "--python", str(environment / "bin" / "python"))
    uv(*into, "--require-hashes", "--requirements", locked, folder=folder)
    uv(*into, "--no-deps", str(wheel), folder=folder)
    return environment / "bin"


@pytest.fixture(scope="module")
def showcase(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder away from everything, in which the installed demo has made its data."""
    away = tmp_path_factory.mktemp("away")
    options = ("--scenario", "showcase", "--password", PASSWORD, "--data", "data", "--no-serve")
    said = run(programs, away, "benchmark", "demo", *options)
    assert "Invented data (showcase)" in said
    (away / "said").write_text(said, encoding="utf-8")
    return away


def test_it_runs_from_its_own_folder(programs: Path, showcase: Path) -> None:
    said = run(programs, showcase, "python", "-c", "import benchmark; print(benchmark.__file__)")
    assert Path(said.strip()).is_relative_to(programs.parent)
    assert revision_needed() in run(programs, showcase, "benchmark", "migrate", "--data", "data")
    run(programs, showcase, "benchmark", "check-questionnaires")


def test_it_writes_the_reports_of_a_round(programs: Path, showcase: Path) -> None:
    options = ("--round", "latest", "--data", "data", "--out", "reports")
    files = run(programs, showcase, "benchmark", "report", *options).split()
    assert "reports/zzf-surgery-L1.pdf" in files
    assert len(files) == 8
    assert all((showcase / file).read_bytes().startswith(b"%PDF-1.7") for file in files)


@pytest.mark.parametrize("server", ["gunicorn", "demo"])
def test_a_report_is_issued_over_http(programs: Path, showcase: Path, server: str) -> None:
    port = str(free_port())
    command = {
        "gunicorn": ("gunicorn", "--bind", f"127.0.0.1:{port}", *GUNICORN),
        "demo": ("benchmark", "demo", "--data", "data", "--port", port),
    }[server]
    division = {"gunicorn": "surgery", "demo": "medicine"}[server]
    with serving(programs, showcase, command, port) as address:
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = f"{address}/divisions/zzf-{division}/handover"
        sign_in(opener, address, somebody(showcase))
        assert REPORT.search(fetch(opener, page)) is None
        issued = fetch(opener, page, csrf_token=token(fetch(opener, page)))
        found = REPORT.search(issued)
        assert found, issued
        with opener.open(f"{address}{found[1]}", timeout=30) as answer:
            assert answer.read().startswith(b"%PDF-1.7")
        style = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', issued)
        assert all(fetch(opener, f"{address}{file}") for file in style)
        assert style


def test_the_unit_of_the_pages_serves_and_says_so(programs: Path, showcase: Path) -> None:
    """Systemd is told when gunicorn serves: this is its end of the line."""
    port = str(free_port())
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    with closing(told):
        told.bind(str(showcase / "notify"))
        told.settimeout(60)
        command = placed(programs, "benchmark-web.service", {"127.0.0.1:8000": f"127.0.0.1:{port}"})
        with started(command, showcase, NOTIFY_SOCKET=str(showcase / "notify")) as process:
            while b"READY=1" not in told.recv(1000):
                pass
            assert "<h1>Sign in</h1>" in fetch(build_opener(), f"http://127.0.0.1:{port}/sign-in")
            process.send_signal(signal.SIGTERM)
            assert process.wait(40) == 0


def test_the_unit_of_the_worker_works_until_it_is_stopped(programs: Path, showcase: Path) -> None:
    with started(placed(programs, "benchmark-worker.service"), showcase) as process:
        log = showcase / "started.log"
        until = time.monotonic() + 60
        while "Working" not in log.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    assert log.read_text().endswith("Stopped\n")


def test_the_unit_of_backups_makes_one_each_time(programs: Path, showcase: Path) -> None:
    folder = showcase / "backups"
    folder.mkdir()
    command = placed(programs, "benchmark-backup.service", {"/var/backups/benchmark": str(folder)})
    with started(command, showcase) as process:
        assert process.wait(60) == 0, (showcase / "started.log").read_text()
    (file,) = folder.iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z\.backup", file.name)
    run(programs, showcase, "benchmark", "check-backup", str(file))
    said = run(programs, showcase, "benchmark", "doctor", "--data", "data", "--backups", "backups")
    assert said.endswith("All is well.\n")


def placed(programs: Path, name: str, changed: dict[str, str] | None = None) -> list[str]:
    """The command of a unit word by word, with our places for those of a server."""
    places = {INSTALLED: f"{programs}/"} | (changed or {})
    words = command_of(name)
    for theirs, ours in places.items():
        assert any(theirs in word for word in words)
        words = [word.replace(theirs, ours) for word in words]
    return words


@contextmanager
def started(command: list[str], away: Path, **told: str) -> Iterator["subprocess.Popen[bytes]"]:
    with (away / "started.log").open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=away,
            env=environment(BENCHMARK_DATA="data", **told),
            stdout=written,
            stderr=written,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def somebody(showcase: Path) -> str:
    """The improvement team of the trust, as the demo names it."""
    said = (showcase / "said").read_text(encoding="utf-8")
    (email,) = re.findall(r"(\S+@\S+) +improvement \(ZZF\)", said)
    return str(email)


def sign_in(opener: OpenerDirector, address: str, email: str) -> None:
    form = token(fetch(opener, f"{address}/sign-in"))
    fetch(opener, f"{address}/sign-in", csrf_token=form, email=email, password=PASSWORD)


@contextmanager
def serving(programs: Path, away: Path, command: tuple[str, ...], port: str) -> Iterator[str]:
    log, address = away / f"{command[0]}.log", f"http://127.0.0.1:{port}"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(programs / command[0]), *command[1:]],
            cwd=away,
            env=environment(BENCHMARK_DATA="data"),
            stdout=written,
            stderr=written,
        )
    try:
        wait_for(process, address, log)
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def run(programs: Path, away: Path, program: str, *arguments: str) -> str:
    done = subprocess.run(
        [str(programs / program), *arguments],
        cwd=away,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment(**ours: str) -> dict[str, str]:
    """Nothing of this checkout, and no setting of whoever runs the tests."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | ours
