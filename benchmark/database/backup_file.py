"""The file of a backup: a zip of one database and its manifest, sealed by a hash of every byte.

The comment of the zip is the SHA-256 of all bytes before it, so that a cut, a flipped bit or a
foreign file is found before anything is read out of it. Any program for zip files can open it.
This guards against accidents, and against somebody who changes the file without knowing how: who
can write backups can also forge one, so keep the hash that is printed somewhere else.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from benchmark.database.contents import TableFacts

FORMAT = 1
MANIFEST = "manifest.json"
CONTENT = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
SEAL = 64  # hexadecimal characters of a SHA-256
PIECE = 1024 * 1024
LARGEST_MANIFEST = 4 * 1024 * 1024
OWNER_ONLY = 0o600


class BackupFault(Exception):
    """A backup cannot be made, trusted or restored; the message says why."""


class Manifest(BaseModel):
    """What is in a backup, and when it was so."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1]
    kind: Literal["sqlite", "postgresql"]
    version: str  # of the software that made it
    revision: str  # of the schema
    moment: datetime
    content_bytes: int
    content_sha256: str
    tables: dict[str, TableFacts]

    @property
    def rows(self) -> int:
        return sum(facts.rows for facts in self.tables.values())


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A folder that only its owner can look into, on the same disk, gone at the end."""
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as folder:
            yield Path(folder)
    except OSError as error:
        raise BackupFault(f"cannot write in {beside}: {error.strerror}") from error


def pack(content: Path, manifest: Manifest, out: Path) -> str:
    """Write a backup beside the content and move it to ``out`` when it is whole; the seal."""
    made = content.with_suffix(".zip")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        archive.write(content, CONTENT[manifest.kind])
        archive.comment = b"0" * SEAL
    with made.open("r+b") as written:
        seal = _hash_of(written, made.stat().st_size - SEAL)
        written.seek(-SEAL, os.SEEK_END)
        written.write(seal.encode())
    made.chmod(OWNER_ONLY)
    keep(made, out)
    return seal


def keep(made: Path, place: Path) -> None:
    """Move a whole file to its place, so that it is on disk there or not there at all."""
    flush(made)
    if place.exists():
        raise BackupFault(f"{place} is there already; name another file")
    made.rename(place)
    flush(place.parent)


def flush(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sealed(file: Path) -> tuple[Manifest, str]:
    """Check every byte of a backup; its manifest and its seal.

    Raises `BackupFault` for what was cut or changed, and for what is no backup.
    """
    try:
        with file.open("rb") as opened:
            seal = _check_seal(opened, file)
        return _manifest_of(file), seal
    except OSError as error:
        raise BackupFault(f"cannot read {file}: {error.strerror}") from error


def unpack(file: Path, manifest: Manifest, place: Path) -> None:
    """Write the database of a checked backup to a new file, for its owner only."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with (
        os.fdopen(descriptor, "wb") as written,
        zipfile.ZipFile(file) as archive,
        archive.open(CONTENT[manifest.kind]) as content,
    ):
        shutil.copyfileobj(content, written, PIECE)
    if fingerprint(place) != (manifest.content_bytes, manifest.content_sha256):
        raise BackupFault(f"{file}: the database in it is not the one that its manifest names")


def fingerprint(file: Path) -> tuple[int, str]:
    """The size of a file and its SHA-256."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        return size, _hash_of(opened, size)


def _check_seal(opened: BinaryIO, file: Path) -> str:
    size = os.fstat(opened.fileno()).st_size
    found = _hash_of(opened, max(size - SEAL, 0))
    if size <= SEAL or opened.read(SEAL) != found.encode():
        raise BackupFault(
            f"{file} is not a backup of this software, or it was cut or changed after it was made: "
            "it does not end with its own SHA-256. Nothing was read from it; use another copy."
        )
    return found


def _manifest_of(file: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise BackupFault(f"{file}: its manifest is too large to be ours")
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            archive.getinfo(CONTENT[manifest.kind])
    except (zipfile.BadZipFile, KeyError, ValidationError) as error:
        raise BackupFault(
            f"{file} holds no manifest that this software can read; newer software may"
        ) from error
    return manifest


def _hash_of(opened: BinaryIO, length: int) -> str:
    """SHA-256 of the first bytes of a file, which is left standing behind them."""
    opened.seek(0)
    running = hashlib.sha256()
    while length and (piece := opened.read(min(PIECE, length))):
        running.update(piece)
        length -= len(piece)
    return running.hexdigest()
