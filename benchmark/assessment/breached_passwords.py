"""A set of breached passwords in a file of the operator's, asked without any network.

The file is as the set of Have I Been Pwned comes: a line each, the SHA-1 of a password in capital
hex digits, with or without ":" and how often it was seen, sorted. Its size does not matter: a
password takes some forty looks into it.
"""

import hashlib
import mmap
import re
from pathlib import Path

LINE = re.compile(rb"[0-9A-F]{40}(:[0-9]+)?\r?")
DIGITS = 40


class BreachedFault(Exception):
    """The file cannot be used; the message says why."""


def is_breached(file: Path, password: str) -> bool:
    """Whether the set holds the password; ``OSError`` when the file is gone: nothing is let by."""
    # the set comes in SHA-1: it names passwords here and protects none
    digest = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False)
    wanted = digest.hexdigest().upper().encode()
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        return _holds(lines, wanted)


def _holds(lines: mmap.mmap, wanted: bytes) -> bool:
    """Halve the file again and again, each time at the beginning of a line."""
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
        found = lines[start : start + DIGITS]
        if found == wanted:
            return True
        if found < wanted:
            end = lines.find(b"\n", start, high)
            low = high if end < 0 else end + 1
        else:
            high = start
    return False


def check_set(file: Path) -> None:
    """Refuse a file that is missing, empty, of another form, or plainly not sorted."""
    try:
        with file.open("rb") as opened:
            first = opened.readline(DIGITS * 2).rstrip(b"\n")
            size = opened.seek(0, 2)
            opened.seek(max(0, size - DIGITS * 4))
            last = opened.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError as fault:
        raise BreachedFault(f"{file} cannot be read: {fault.strerror}") from fault
    for line in (first, last):
        if not LINE.fullmatch(line):
            raise BreachedFault(
                f"{file} is no sorted list of passwords as SHA-1: a line is 40 hex digits in "
                "capitals, then perhaps ':' and a number"
            )
    if first[:DIGITS] > last[:DIGITS]:
        raise BreachedFault(f"{file} is not sorted by hash")
