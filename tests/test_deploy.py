"""The units of systemd: where it is, systemd itself finds no fault, and what they name exists.

tests/battery/test_installed.py starts their commands.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from benchmark.commands.examinations.in_force import KNOWN
from benchmark.commands.main import COMMANDS
from benchmark.web.settings import read_settings
from tests.running import PROGRAMS
from tests.units import DEPLOY, INSTALLED, SERVICES, UNITS, command_of, faults_in, unit


def test_there_is_a_unit_for_each_thing_that_runs() -> None:
    assert UNITS == [
        "benchmark-backup.service",
        "benchmark-backup.timer",
        "benchmark-web.service",
        "benchmark-worker.service",
    ]


def test_neither_systemd_nor_our_own_reading_finds_a_fault(tmp_path: Path) -> None:
    assert faults_in(DEPLOY) == []
    assert not faults_of_systemd(DEPLOY, tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("KillMode=mixed", "KillMode=gently"),
        ("TimeoutStopSec=40", "TimeoutStopSeconds=40"),
        (f"{INSTALLED}gunicorn", f"{INSTALLED}unicorn"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    planted = tmp_path / "planted"
    shutil.copytree(DEPLOY, planted)
    file = planted / "benchmark-web.service"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert faults_in(planted)
    assert faults_of_systemd(planted, tmp_path) != ""


def faults_of_systemd(folder: Path, tmp_path: Path) -> str | None:
    """What ``systemd-analyze verify`` says of the units, with our programs in their place.

    None on a machine without it: our own reading has to do there.
    """
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    copies = tmp_path / "units"
    copies.mkdir()
    for name in UNITS:
        text = (folder / name).read_text(encoding="utf-8")
        (copies / name).write_text(text.replace(INSTALLED, f"{PROGRAMS}/"), encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", *(str(copies / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [
        line for line in done.stderr.splitlines() if "benchmark-" in line or str(copies) in line
    ]
    return "\n".join(ours)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_what_there_is_as_somebody_who_may_do_little(name: str) -> None:
    service = unit(name)["Service"]
    assert service["User"] == "benchmark"
    assert service["UMask"] == "0077"
    assert service["NoNewPrivileges"] == "true"
    assert (service["IPAddressDeny"], service["IPAddressAllow"]) == ("any", "localhost")
    words = " ".join(command_of(name))
    if "gunicorn" not in words:
        assert words.partition(f"{INSTALLED}benchmark ")[2].split()[0] in COMMANDS


def test_a_stop_lets_gunicorn_finish() -> None:
    service = unit("benchmark-web.service")["Service"]
    assert service["KillMode"] == "mixed"  # SIGTERM to the master only
    assert int(service["TimeoutStopSec"]) > 30  # the graceful_timeout of gunicorn


def test_the_example_of_settings_is_taken_once_it_has_a_key() -> None:
    lines = (DEPLOY / "settings.env.example").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert named.keys() <= KNOWN
    assert read_settings(named | {"SECRET_KEY": "k" * 64}).production
