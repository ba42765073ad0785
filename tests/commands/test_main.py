"""The command as people type it."""

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from benchmark.commands.main import main

COMMANDS = [
    "analyse",
    "carry-forward",
    "check-questionnaires",
    "demo",
    "import-people",
    "import-trusts",
    "migrate",
    "report",
    "routes",
    "serve",
    "worker",
]


def test_help_lists_every_command() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    for command in COMMANDS:
        assert f"  {command} " in text


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["analyze"]).exit_code == 2


def test_the_installed_script_runs() -> None:
    script = Path(sys.executable).with_name("benchmark")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "version 0.1.0" in done.stdout
