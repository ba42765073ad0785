"""What uv.lock holds, beside what is published: faults of components, and versions long available.

The times are those of docs/controls.md. Both questions are asked by uv, as it is set up here.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
CONTROLS = ROOT / "docs/controls.md"
UV = ROOT / ".uv/bin/uv"
LOWEST = re.compile(r'(?m)^(\s*"[\w.\[\]-]+)>=[^",;]+,?')  # of a requirement: the least it takes
UPDATE = re.compile(r"(?m)^Update (\S+) (.+) -> (.+)$")
DAYS = re.compile(r"^\| (.+?) \| (\d+) days \|$", re.MULTILINE)
PREVIEW = "audit-command,json-output"
WITH_FAULTS = (0, 1)  # how uv ends when it could ask: without and with faults


class AwayError(Exception):
    """Who was to be asked does not answer; the message is uv's last line."""


def days_allowed() -> list[int]:
    """Days after a critical, a high and any other fault, and after a new version without one."""
    return [int(days) for _, days in DAYS.findall(CONTROLS.read_text(encoding="utf-8"))][-4:]


def component_faults(now: datetime) -> tuple[list[str], list[str]]:
    """What is wrong with what we carry, and what could not be asked."""
    found: list[str] = []
    unasked: list[str] = []
    for words, question in (("faults", known_faults), ("versions", overdue_versions)):
        try:
            found += question(ROOT, now)
        except AwayError as away:
            unasked.append(f"{words} of components: {away}")
    return found, unasked


def known_faults(root: Path, now: datetime, service: str = "") -> list[str]:
    """Published faults of components, each with the day from which it is overdue.

    uv does not tell how bad a fault is, so each has the time of the worst. ``service`` is asked
    in the place of the usual one.
    """
    options = ["--frozen", "--output-format", "json", "--preview-features", PREVIEW]
    options += ["--service-url", service] if service else []
    told = json.loads(_uv(root, {}, "audit", *options).stdout)
    return [_fault_in_words(fault, now) for fault in told["vulnerabilities"]]


def _fault_in_words(fault: Any, now: datetime) -> str:
    due = datetime.fromisoformat(fault["published"]) + timedelta(days=days_allowed()[0])
    component = fault["dependency"]
    state = "is overdue" if due < now else f"is overdue from {due:%d %B}"
    named = f"{component['name']} {component['version']}: {fault['id']}"
    return f"{named} {state}; mended in {fault['fix_versions']}"


def overdue_versions(root: Path, now: datetime, index: str = "") -> list[str]:
    """Components of which a newer version was there already that many days ago.

    The lock file of that day is made anew, without what our project says it needs at least.
    ``index`` is asked in the place of the usual one.
    """
    environment = {"UV_DEFAULT_INDEX": index} if index else {}
    day = now - timedelta(days=days_allowed()[-1])
    with _without_lowest(root) as copy:
        then = ("--upgrade", "--dry-run", "--exclude-newer", day.isoformat())
        told = _uv(copy, environment, "lock", *then).stderr
    return [
        f"{name} {locked}: {newer} has been there for {days_allowed()[-1]} days"
        for name, locked, newer in UPDATE.findall(told)
        if _latest(newer) > _latest(locked)
    ]


def _latest(versions: str) -> Version:
    return max(Version(each.removeprefix("v")) for each in versions.split(", "))


@contextmanager
def _without_lowest(root: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("pyproject.toml", "uv.lock", "README.md"):
            shutil.copy(root / name, folder)
        project = Path(folder) / "pyproject.toml"
        project.write_text(LOWEST.sub(r"\1", project.read_text(encoding="utf-8")), encoding="utf-8")
        yield Path(folder)


def _uv(
    root: Path, environment: Mapping[str, str], command: str, *options: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(UV), command, *options, "--color", "never"],
        cwd=root,
        env=os.environ | {"UV_HTTP_RETRIES": "0"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in WITH_FAULTS or "error:" in done.stderr:
        raise AwayError(done.stderr.strip().splitlines()[-1].strip())
    return done
