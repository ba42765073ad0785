"""benchmark doctor: all is well, or exit code 1 with what to do."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main
from tests.commands.test_worker import environment
from tests.mail_server import PostOffice
from tests.running import free_port


def doctor(*options: str, env: Mapping[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, ["doctor", *options], env=dict(env or {}))


def test_an_installation_that_is_well(data: Path, post_office: PostOffice) -> None:
    before = {file: file.read_bytes() for file in data.iterdir() if file.suffix == ".sqlite"}
    result = doctor("--data", str(data), env=environment(post_office))
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("All is well.\n")
    assert "FAULT" not in result.stdout
    for what in ("setting: ", "schema: ", "clock: ", "work: ", "mail: ", "storage: ", "backup: "):
        assert what in result.stdout
    assert post_office.arrived == []
    assert {file: file.read_bytes() for file in before} == before
    assert not (data / "secret-key").exists()


def test_each_fault_comes_with_what_to_do(data: Path, post_office: PostOffice) -> None:
    told = environment(post_office) | {"BENCHMARK_SMTP_PORT": str(free_port())}
    told |= {"BENCHMARK_MODUS": "production"}
    (data / "secret-key").touch(0o644)
    result = doctor("--data", str(data), env=told)
    assert result.exit_code == 1
    assert "Error: 3 to mend" in result.stderr
    lines = result.stdout.splitlines()
    said = [number for number, line in enumerate(lines) if line.startswith("FAULT")]
    assert len(said) == 3
    assert all(lines[number + 1].startswith("      -> ") for number in said)


def test_a_mail_is_sent_when_it_is_asked_for(data: Path, post_office: PostOffice) -> None:
    options = ("--data", str(data), "--send-to", "somebody@trust.example")
    assert doctor(*options, env=environment(post_office)).exit_code == 0
    assert len(post_office.arrived) == 1
    assert doctor("--data", str(data), "--send-to", "nobody").exit_code == 2


def test_a_database_that_is_missing_ends_no_other_look(tmp_path: Path) -> None:
    result = doctor("--data", str(tmp_path))
    assert result.exit_code == 1
    assert "run benchmark migrate" in result.stdout
    assert "storage: " in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address", ["postgresql://u:pass-word@127.0.0.1:{port}/x", "a:pass-word@b"]
)
def test_a_server_that_is_away_is_told_without_its_password(tmp_path: Path, address: str) -> None:
    told = {"DATABASE_URL": address.format(port=free_port()), "BENCHMARK_DATA": str(tmp_path)}
    result = doctor(env=told)
    assert result.exit_code == 1
    assert "pass-word" not in result.output
    assert "DATABASE_URL" in result.output
