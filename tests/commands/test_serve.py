"""benchmark serve: refuses with a plain message; the servers themselves run in tests/web."""

import dataclasses
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmark.commands.main import main
from benchmark.commands.serve import at_home
from benchmark.jobs.mail_settings import NO_MAIL
from tests.browsers import answers, free_port
from tests.commands.test_worker import environment
from tests.databases import closing
from tests.jobs.test_worker import invite_one, wait_until
from tests.mail_server import PostOffice


def test_an_address_in_use_is_told(showcase: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--data", str(showcase), "--port", port])
    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
    assert "choose another --port" in result.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"BENCHMARK_MODE": "production"}, "SECRET_KEY is missing"),
        ({"BENCHMARK_MODE": "test"}, "BENCHMARK_MODE is 'test'"),
        ({"BENCHMARK_PROXIES": "one"}, "BENCHMARK_PROXIES is 'one'"),
        ({"BENCHMARK_QUESTIONNAIRES": "/nowhere"}, "there is no questionnaire"),
    ],
)
def test_it_does_not_start_with_wrong_settings(
    showcase: Path, environment: dict[str, str], words: str
) -> None:
    result = CliRunner().invoke(main, ["serve", "--data", str(showcase)], env=environment)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_it_does_not_start_without_a_database(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--data", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "run benchmark migrate" in result.stderr


def test_links_lead_to_this_server_unless_another_address_is_named() -> None:
    assert at_home(NO_MAIL, "127.0.0.1", 8080).base_address == "http://127.0.0.1:8080"
    assert at_home(NO_MAIL, "::1", 80).base_address == "http://[::1]:80"
    named = dataclasses.replace(NO_MAIL, base_address="https://benchmark.example")
    assert at_home(named, "127.0.0.1", 8080) is named


@pytest.mark.parametrize("options", [[], ["--no-worker"]])
def test_a_worker_sends_mail_beside_the_server_unless_it_is_left_out(
    acceptance: str, tmp_path: Path, post_office: PostOffice, options: list[str]
) -> None:
    with closing(acceptance) as engine:
        invite_one(engine)
    before, port = signal.getsignal(signal.SIGTERM), free_port()
    stopping = threading.Thread(target=stop_server, args=(port, post_office, not options))
    stopping.start()
    arguments = ["serve", "--data", str(tmp_path), "--port", str(port), *options]
    result = CliRunner().invoke(main, arguments, env=environment(post_office))
    stopping.join()
    signal.signal(signal.SIGTERM, before)
    assert result.exit_code == 0, result.output
    assert len(post_office.arrived) == (0 if options else 1)
    assert "worker" not in [thread.name for thread in threading.enumerate()]


def stop_server(port: int, office: PostOffice, mail: bool) -> None:
    """Tell this process to stop, once the server answers and has taken the signal over."""
    wait_until(lambda: answers(port))
    if mail:
        wait_until(lambda: bool(office.arrived))
    time.sleep(0.5)  # for the server to see that our question is over
    os.kill(os.getpid(), signal.SIGTERM)
