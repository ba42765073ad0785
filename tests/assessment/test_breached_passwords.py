"""The operator's set of breached passwords: what is in it is found, wherever it stands."""

import hashlib
from pathlib import Path

import pytest

from benchmark.assessment.breached_passwords import BreachedFault, check_set, is_breached

HELD = tuple(f"a password of number {number}" for number in range(300))
FREE = tuple(f"another one of number {number}" for number in range(300))


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def a_set(folder: Path, passwords: tuple[str, ...], ending: str = "\n", last: str = "\n") -> Path:
    """A file of the form of Have I Been Pwned, with counts of one to four digits."""
    hashes = sorted(map(digest, passwords))
    lines = (f"{each}:{7 ** (place % 4)}" for place, each in enumerate(hashes))
    file = folder / "breached.txt"
    file.write_bytes((ending.join(lines) + last).encode())
    return file


@pytest.mark.parametrize(("ending", "last"), [("\n", "\n"), ("\r\n", "\r\n"), ("\n", "")])
@pytest.mark.parametrize("size", [1, 2, 3, 300])
def test_each_of_the_set_is_found_and_no_other(
    tmp_path: Path, size: int, ending: str, last: str
) -> None:
    file = a_set(tmp_path, HELD[:size], ending, last)
    check_set(file)
    assert [each for each in HELD if is_breached(file, each)] == list(HELD[:size])
    assert [each for each in FREE if is_breached(file, each)] == []


def test_hashes_without_counts_and_letters_beyond_ascii(tmp_path: Path) -> None:
    file = tmp_path / "plain.txt"
    file.write_text("".join(sorted(f"{digest(each)}\n" for each in ("llyfr ŵy 木", "b"))))
    check_set(file)
    assert is_breached(file, "llyfr ŵy 木")
    assert is_breached(file, "b")
    assert not is_breached(file, "\ud800")  # half a letter, as a form may send it


FAULTS = {
    "empty": (b"", "no sorted list"),
    "words": (b"password\n123456\n", "no sorted list"),
    "small letters": (digest("a").lower().encode() + b"\n", "no sorted list"),
    "not sorted": (
        "\n".join(sorted(map(digest, HELD[:5]), reverse=True)).encode(),
        "is not sorted by hash",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_another_file_is_refused_before_it_is_used(tmp_path: Path, kind: str) -> None:
    content, words = FAULTS[kind]
    file = tmp_path / "breached.txt"
    file.write_bytes(content)
    with pytest.raises(BreachedFault, match=words):
        check_set(file)


def test_a_file_that_is_gone_lets_nothing_by(tmp_path: Path) -> None:
    with pytest.raises(BreachedFault, match="cannot be read: No such file"):
        check_set(tmp_path / "gone.txt")
    with pytest.raises(OSError, match="No such file"):
        is_breached(tmp_path / "gone.txt", "a password")
