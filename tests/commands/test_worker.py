"""benchmark worker: one pass, or until somebody stops it."""

import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmark.commands.main import main
from benchmark.commands.worker import NOT_SET_UP, STOPPING
from benchmark.database.session import sqlite_url
from benchmark.jobs.mail_settings import SENDER_NAME
from tests.databases import closing
from tests.jobs.test_worker import invite_one, states
from tests.mail_server import SENDER, PostOffice


@pytest.fixture
def data(acceptance: str, tmp_path: Path) -> Path:
    with closing(acceptance) as engine:
        invite_one(engine)
    return tmp_path


def environment(office: PostOffice) -> dict[str, str]:
    return {
        "BENCHMARK_SMTP_HOST": "127.0.0.1",
        "BENCHMARK_SMTP_PORT": str(office.port),
        "BENCHMARK_SMTP_SECURITY": "none",
        "BENCHMARK_MAIL_FROM": SENDER,
    }


def test_one_pass(data: Path, acceptance: str, post_office: PostOffice) -> None:
    arguments = ["worker", "--once", "--data", str(data)]
    result = CliRunner().invoke(main, arguments, env=environment(post_office))
    assert (result.exit_code, result.stdout) == (0, "1 sent\n"), result.output
    assert post_office.arrived[0]["From"] == f"{SENDER_NAME} <{SENDER}>"
    with closing(acceptance) as engine:
        assert states(engine) == ["sent"]


def test_without_a_mail_server_it_says_so(data: Path) -> None:
    result = CliRunner().invoke(main, ["worker", "--once", "--data", str(data)])
    assert (result.exit_code, result.stdout) == (0, "0 sent\n")
    assert NOT_SET_UP in result.stderr


def test_a_wrong_setting_is_a_plain_message(data: Path) -> None:
    wrong = {"BENCHMARK_SMTP_HOST": "mail.example"}
    result = CliRunner().invoke(main, ["worker", "--data", str(data)], env=wrong)
    assert result.exit_code == 1
    assert "BENCHMARK_MAIL_FROM is ''" in result.stderr


@pytest.mark.parametrize("number", STOPPING)
def test_it_stops_when_it_is_told_to(
    data: Path, post_office: PostOffice, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    # told while it sends: the mail that is on its way is finished first
    post_office.meanwhile = lambda: os.kill(os.getpid(), number)
    arguments = ["worker", "--data", str(data)]
    result = CliRunner().invoke(main, arguments, env=environment(post_office))
    assert result.exit_code == 0
    assert result.stderr.endswith("Stopped\n")
    with closing(sqlite_url(data)) as engine:
        assert states(engine) == ["sent"]
    assert signal.getsignal(number) is before
