"""The real servers as processes of their own: gunicorn in production, waitress built in."""

import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder
from benchmark.web.receiving import LARGEST_BODY
from tests.running import PROGRAMS, STARTS_WITHIN, fetch, running, token, wait_for
from tests.servers import FIRST, PASSWORD

STOPS_WITHIN = 20
BEFORE = "Laying out care around the patient's journey"  # the name of patient-flow
AFTER = "Laying out care around the patient's pathway"
COMMANDS = {
    "gunicorn": ["gunicorn", "-w", "2", "-b", "127.0.0.1:{port}", "wsgi:app"],
    "waitress": ["benchmark", "serve", "--port", "{port}"],
}


@contextmanager
def started(
    server: str, data: Path, log: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with running(COMMANDS[server], data, log, **environment) as both:
        yield both


@pytest.mark.parametrize("server", COMMANDS)
def test_a_server_serves_a_lead_and_stops_when_asked(
    server: str, data: Path, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    log = tmp_path / "log"
    with started(server, data, log) as (process, address):
        wait_for(process, address, log)
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        form = fetch(opener, f"{address}/")
        assert "<h1>Sign in</h1>" in form
        email = "clinical.medicine@north.example"
        start = fetch(
            opener, f"{address}/sign-in", csrf_token=token(form), email=email, password=PASSWORD
        )
        (response,) = set(re.findall(r'href="(/responses/[a-z0-9]{16})"', start))
        page = f"{address}{response}/{questionnaire.keys[0]}"
        following = fetch(
            opener,
            page,
            csrf_token=token(fetch(opener, page)),
            version="0",
            answer="4",
            evidence="kept by a real server",
        )
        assert questionnaire.practices[1].name in following
        assert "kept by a real server" in fetch(opener, page)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOPS_WITHIN) == 0, log.read_text()
    assert "Traceback" not in log.read_text()
    with started(server, data, log) as (process, address):
        wait_for(process, address, log)
        # the same browser is still signed in, and what was saved is still there
        page = page.replace(page[: page.index("/responses")], address)
        assert "kept by a real server" in fetch(opener, page)


@pytest.mark.parametrize("server", COMMANDS)
def test_a_server_refuses_a_database_that_was_never_migrated(server: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started(server, tmp_path, log) as (process, _):
        assert process.wait(STARTS_WITHIN) != 0
    told = log.read_text()
    assert "Error: " in told
    assert "run benchmark migrate" in told
    assert "Traceback" not in told


def edited(folder: Path) -> Path:
    """The product's questionnaires with one word changed in the version that rounds use."""
    shutil.copytree(questionnaire_folder(), folder)
    file = folder / f"{FIRST}.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    file.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
    return folder


def dump(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "benchmark.sqlite")) as database:
        return list(database.iterdump())


@pytest.mark.parametrize("server", COMMANDS)
def test_a_server_refuses_a_used_questionnaire_with_one_word_changed(
    server: str, data: Path, tmp_path: Path
) -> None:
    log, before = tmp_path / "log", dump(data)
    folder = str(edited(tmp_path / "edited"))
    for _restart in range(2):
        with started(server, data, log, BENCHMARK_QUESTIONNAIRES=folder) as (process, _):
            assert process.wait(STARTS_WITHIN) != 0
        told = log.read_text()
        assert f"Error: {FIRST} has changed since a round first used it" in told
        assert f"practice patient-flow, name\n  - {BEFORE}\n  + {AFTER}\n" in told
        assert "give the file a new version" in " ".join(told.split())
        assert "Traceback" not in told
        assert dump(data) == before
    with started(server, data, log) as (process, address):
        wait_for(process, address, log)
    assert dump(data) == before


@pytest.mark.parametrize("server", COMMANDS)
def test_a_server_needs_no_file_of_a_questionnaire_that_rounds_use(
    server: str, data: Path, tmp_path: Path
) -> None:
    folder, log = tmp_path / "newer", tmp_path / "log"
    shutil.copytree(questionnaire_folder(), folder)
    (folder / f"{FIRST}.yaml").unlink()
    with started(server, data, log, BENCHMARK_QUESTIONNAIRES=str(folder)) as (process, address):
        wait_for(process, address, log)
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        form, email = fetch(opener, f"{address}/"), "clinical.medicine@north.example"
        signing_in = {"csrf_token": token(form), "email": email, "password": PASSWORD}
        start = fetch(opener, f"{address}/sign-in", **signing_in)
        (response,) = set(re.findall(r'href="(/responses/[a-z0-9]{16})"', start))
        assert "Laying out care around the" in fetch(opener, f"{address}{response}/patient-flow")


@pytest.mark.parametrize("server", COMMANDS)
def test_a_server_refuses_a_body_that_is_too_large(server: str, data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started(server, data, log) as (process, address):
        wait_for(process, address, log)
        with pytest.raises(HTTPError) as refused:
            fetch(build_opener(), f"{address}/sign-in", email="x" * LARGEST_BODY)
        with refused.value as answer:
            assert answer.code == 413
            assert "Content-Security-Policy" in answer.headers


def test_the_command_line_names_the_programs_that_are_tried() -> None:
    assert all(shutil.which(command[0], path=str(PROGRAMS)) for command in COMMANDS.values())
