"""What a process writes and whom it asks, as Python itself tells it: in this process, or in others.

PostgreSQL's own library is not Python and tells nothing; whom it asks is in its address.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

TOLD = ("socket.connect", "socket.sendto")
# runs in each Python that finds it on its path, before anything else
SITE = """
import json, os, sys
_told = os.open(os.environ["FOLLOWED_IN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND

def _follow(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        _tell("asked", arguments[1])
    elif event == "open" and isinstance(arguments[2], int) and arguments[2] & _writing:
        _tell("written", arguments[0])
    elif event == "subprocess.Popen":
        _tell("started", arguments[0])

def _tell(kind, what):
    os.write(_told, (json.dumps([kind, repr(what)]) + "\\n").encode())

sys.addaudithook(_follow)
"""


@dataclass
class Ear:
    """What hears of each address that this process asks, while somebody listens."""

    asked: list[Any] = field(default_factory=list)
    listening: bool = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.listening and event in TOLD:
            self.asked.append(arguments[1])


@cache
def ear() -> Ear:
    made = Ear()
    sys.addaudithook(made.hear)  # it stays for as long as the process
    return made


@contextmanager
def addresses_asked() -> Iterator[list[Any]]:
    """Every address that this process asks for the length of the block."""
    ear().asked.clear()
    ear().listening = True
    try:
        yield ear().asked
    finally:
        ear().listening = False


@dataclass
class Followed:
    """Processes that tell what they do; give each ``environment``."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "sitecustomize.py").write_text(SITE, encoding="utf-8")
        self.file = self.folder / "told"
        self.file.touch()

    @property
    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.folder), "FOLLOWED_IN": str(self.file)}

    def told(self, kind: str) -> list[str]:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return [what for each, what in map(json.loads, lines) if each == kind]

    def run(self, *command: str, cwd: Path, **told: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env=bare() | self.environment | told,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


def bare() -> dict[str, str]:
    """Our environment without settings of this software."""
    ours = ("BENCHMARK_", "DATABASE_URL", "SECRET_KEY")
    return {name: text for name, text in os.environ.items() if not name.startswith(ours)}
