"""benchmark serve: refuses with a plain message; the servers themselves run in tests/web."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmark.commands.main import main


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
