"""The command as people type it."""

import subprocess
import sys
from pathlib import Path

import click
from click.testing import CliRunner

from benchmark import commands
from benchmark.commands.main import COMMANDS, main

MODULES = {path.stem for path in Path(commands.__file__).parent.glob("*.py")}
NO_COMMANDS = {"__init__", "main", "database_option", "environment", "import_file", "progress"}
LOADED = """
import sys
from benchmark.commands.main import main
main(["check-questionnaires"], standalone_mode=False)
print(sorted({"flask", "reportlab", "alembic"} & set(sys.modules)))
"""


def test_help_lists_every_command() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    for command in COMMANDS:
        assert f"  {command} " in text


def test_every_module_of_a_command_is_listed_and_loads() -> None:
    assert {place.partition(":")[0] for place, _ in COMMANDS.values()} == MODULES - NO_COMMANDS
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert command.name == name


def test_a_command_loads_only_what_it_needs() -> None:
    """Checking questionnaire files needs no database, pages or PDFs, and must start at once."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["analyze"]).exit_code == 2


def test_the_installed_script_runs() -> None:
    script = Path(sys.executable).with_name("benchmark")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "version 0.1.0" in done.stdout
