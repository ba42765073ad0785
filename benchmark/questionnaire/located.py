"""Faults that say where: file, line and column, and what to do about it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MOST_NAMES = 100  # that are looked through for one that is near
SHOWN = 20  # faults that a message lists; the rest are counted


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of one file.

    ``line`` counts from 1, and so does ``column`` in a text; in a table ``column`` is the name of
    the column. ``severity``: an error stops the reading, advice is a warning to the author only.
    """

    path: Path
    line: int
    column: int | str
    message: str
    severity: Literal["error", "advice"] = "error"

    def __str__(self) -> str:
        said = "warning: " if self.severity == "advice" else ""
        return f"{self.path}:{self.line}:{self.column}: {said}{self.message}"


class FaultyFile(ValueError):
    """A file that cannot be used, with all of its faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        more = len(self.faults) - SHOWN
        return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)


def read_text(path: Path, most: int) -> str:
    """Return the UTF-8 text of a file of at most ``most`` bytes, without a byte-order mark.

    Raises ``FaultyFile`` for a file that is missing, too large, or in another encoding.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise FaultyFile([Fault(path, 1, 1, _unopened(error))]) from error
    if len(content) > most:
        message = f"the file is larger than {most / 2**20:g} MiB, the most that is read"
        raise FaultyFile([Fault(path, 1, 1, message)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultyFile([_not_utf8(path, content)]) from error


def _unopened(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "this is a folder, not a file"
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "there is no such file"
    return f"the file cannot be opened: {error.strerror}"


def _not_utf8(path: Path, content: bytes) -> Fault:
    """Say where the first byte stands that UTF-8 does not have."""
    text = content.decode("utf-8", errors="surrogateescape")
    offset = next(i for i, character in enumerate(text) if "\udc80" <= character <= "\udcff")
    before = text[:offset].lstrip("\ufeff")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    byte = ord(text[offset]) - 0xDC00
    message = f"byte 0x{byte:02x} is not UTF-8: save the file again with the encoding UTF-8"
    return Fault(path, line, column, message)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return ``"; did you mean 'a' or 'b'?"`` with the nearest names, or nothing.

    Among very many names nothing is looked for: that would take longer than reading them.
    """
    known = list(names)
    nearest = difflib.get_close_matches(name, known if len(known) <= MOST_NAMES else [], n=3)
    return f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
