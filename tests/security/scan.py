"""Other people's scanners over the code and the pages, each shown to find a planted hole first.

``make scan`` runs it. What a scanner finds and may stay stands in a table here, with its reason;
anything else is a fault, and so is a row of the table that nothing is found for.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.security.attacking import attack, planted_faults
from tests.security.components import component_faults

ROOT = Path(__file__).resolve().parents[2]
SCANNERS = ROOT / ".uv/scanners/bin"
PLANTED = ROOT / "tests/security/planted.py.txt"
RULES = ROOT / "tests/security/rules.yml"
SECONDS_EACH = 5  # for one kind of attack on all pages of one person
Found = dict[tuple[str, str], int]  # rule and file, how often

PROGRAM = "runs pg_dump and pg_restore by their full path, with words of ours, without a shell"
OWN_XML = "writes XML or reads our own; files of others go through the parsers of their libraries"
SEEDED = "a seeded generator that makes data of simulations, never a secret"
WORDS = "words on a page that have password in them"
BANDIT = {
    ("B404", "benchmark/database/programs.py"): PROGRAM,
    ("B603", "benchmark/database/programs.py"): PROGRAM,
    ("B405", "benchmark/export/reading.py"): "names the error of a parser only",
    ("B406", "benchmark/report/archive.py"): OWN_XML,
    ("B406", "benchmark/report/characters.py"): OWN_XML,
    ("B311", "benchmark/variation/chance_agreement.py"): SEEDED,
    ("B311", "benchmark/variation/lead_changes.py"): SEEDED,
    ("B311", "benchmark/variation/simulations.py"): SEEDED,
    ("B105", "benchmark/web/account/sign_ins.py"): WORDS,
    ("B105", "benchmark/web/mails/panel.py"): WORDS,
}
NAMES = "a name of ours, where the database takes no parameter"
SEMGREP = {
    ("sql-from-strings", "benchmark/database/migration.py"): NAMES,
    ("sql-from-strings", "benchmark/database/restoring.py"): NAMES,
    ("sql-from-strings", "benchmark/database/sqlite.py"): NAMES,
    ("guessable-secret", "benchmark/assessment/breached_passwords.py"): (
        "the form in which a set of breached passwords comes; it makes no secret"
    ),
    ("guessable-secret", "benchmark/variation/chance_agreement.py"): SEEDED,
    ("guessable-secret", "benchmark/variation/lead_changes.py"): SEEDED,
}


def main() -> int:
    """All scanners; 1 when one of them finds something, or does not find what was planted."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS_EACH
    published, unasked = component_faults(datetime.now(UTC))
    for away in unasked:
        click.echo(f"NOT COMPARED with what is published: {away}")
    faults = [*published, *code_faults(), *planted_faults(SCANNERS), *attack(SCANNERS, seconds)]
    for fault in faults:
        click.echo(f"FOUND {fault}")
    click.echo("nothing found" if not faults else f"{len(faults)} found")
    return bool(faults)


def code_faults() -> list[str]:
    """What bandit and semgrep find in the product, and what they miss of the planted file."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("planted.py", "planted.html"):
            shutil.copy(PLANTED, Path(folder) / name)
        planted = [*unfound(bandit(folder), BANDIT_FINDS), *unfound(semgrep(folder), rule_names())]
    told = [f"planted hole: {fault}" for fault in planted]
    for name, found, allowed in (
        ("bandit", bandit("benchmark"), BANDIT),
        ("semgrep", semgrep("benchmark", "templates"), SEMGREP),
    ):
        click.echo(f"{name}: {sum(found.values())} found, {len(allowed)} kinds and places may stay")
        told += [f"{name}: {fault}" for fault in differences(found, allowed)]
    return told


BANDIT_FINDS = {"B608", "B704", "B501", "B311", "B324", "B301", "B602", "B605", "B307"}


def rule_names() -> set[str]:
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return {line.partition("- id: ")[2] for line in lines if line.startswith("  - id: ")}


def unfound(found: Found, expected: set[str]) -> list[str]:
    return [f"{rule} does not find it" for rule in sorted(expected - {rule for rule, _ in found})]


def differences(found: Found, allowed: Mapping[tuple[str, str], str]) -> list[str]:
    """What may not stay, and what is allowed for nothing."""
    new = [f"{rule} in {file}" for rule, file in sorted(found.keys() - allowed.keys())]
    stale = [f"{rule} in {file} is not found" for rule, file in sorted(allowed.keys() - found)]
    return new + stale


def bandit(*places: str) -> Found:
    told = run("bandit", "-q", "-r", "-f", "json", *places)
    rows = json.loads(told[told.index("{") :])["results"]
    return counted([(row["test_id"], row["filename"]) for row in rows])


def semgrep(*places: str) -> Found:
    quiet = ("--metrics=off", "--disable-version-check", "--json", "--quiet", "--no-git-ignore")
    told = json.loads(run("semgrep", "scan", "--config", str(RULES), *quiet, *places))
    if told["errors"]:
        raise RuntimeError(f"semgrep: {told['errors']}")
    return counted([(row["check_id"].split(".")[-1], row["path"]) for row in told["results"]])


def counted(pairs: list[tuple[str, str]]) -> Found:
    return {pair: pairs.count(pair) for pair in pairs}


def run(program: str, *words: str) -> str:
    """What a scanner prints; it says by other codes than 0 that it has found something."""
    own = {"PATH": f"{SCANNERS}:{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
    command = [str(SCANNERS / program), *words]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, check=False
    )
    if "{" not in done.stdout:
        raise RuntimeError(f"{program} did not run: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
