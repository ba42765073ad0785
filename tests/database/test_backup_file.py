"""The file of a backup: whole or not there, and no byte of it can change unseen."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmark.database.backup_file import (
    SEAL,
    BackupFault,
    Manifest,
    fingerprint,
    flush,
    keep,
    pack,
    sealed,
    unpack,
    work_folder,
)
from benchmark.database.contents import TableFacts

NO_BACKUP = "is not a backup of this software, or it was cut or changed"


def manifest_of(content: Path) -> Manifest:
    size, digest = fingerprint(content)
    return Manifest(
        format=1,
        kind="sqlite",
        version="0.1.0",
        revision="012",
        moment=datetime(2026, 1, 1, tzinfo=UTC),
        content_bytes=size,
        content_sha256=digest,
        tables={"people": TableFacts(rows=3, sha256="abc")},
    )


@pytest.fixture
def content(tmp_path: Path) -> Path:
    file = tmp_path / "content"
    file.write_bytes(b"rows of people " * 40)
    return file


@pytest.fixture
def packed(content: Path, tmp_path: Path) -> Path:
    pack(content, manifest_of(content), tmp_path / "out")
    return tmp_path / "out"


def test_what_was_packed_comes_out(content: Path, packed: Path, tmp_path: Path) -> None:
    manifest, seal = sealed(packed)
    assert manifest == manifest_of(content)
    assert manifest.rows == 3
    assert packed.read_bytes()[-SEAL:] == seal.encode()
    unpack(packed, manifest, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == content.read_bytes()
    assert {each.stat().st_mode & 0o777 for each in (packed, tmp_path / "again")} == {0o600}


def test_any_program_for_zip_files_opens_it(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json"))["tables"]["people"]["rows"] == 3


def test_any_one_byte_flipped_is_found(packed: Path) -> None:
    whole = packed.read_bytes()
    for place in range(len(whole)):
        packed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupFault, match=NO_BACKUP):
            sealed(packed)
    packed.write_bytes(whole)
    assert sealed(packed)


def test_a_zip_program_alone_would_not_find_every_byte(packed: Path) -> None:
    """The reason for the seal: somebody's byte in a time stamp changes no check sum of the zip."""
    whole = bytearray(packed.read_bytes())
    whole[10] ^= 1  # the hour in the header of the first file
    packed.write_bytes(whole)
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
    with pytest.raises(BackupFault, match=NO_BACKUP):
        sealed(packed)


@pytest.mark.parametrize("kept", [0, 1, SEAL, SEAL + 1, -1])
def test_a_cut_file_is_refused(packed: Path, kept: int) -> None:
    packed.write_bytes(packed.read_bytes()[:kept])
    with pytest.raises(BackupFault, match=NO_BACKUP):
        sealed(packed)


def test_more_at_the_end_is_refused(packed: Path) -> None:
    packed.write_bytes(packed.read_bytes() + b"\n")
    with pytest.raises(BackupFault, match=NO_BACKUP):
        sealed(packed)


def foreign(packed: Path, manifest: str) -> Path:
    """A file that is sealed like ours and has something else in it."""
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", manifest)
    reseal(packed)
    return packed


def reseal(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"0" * SEAL
        archive.writestr("more", "")
    before = file.read_bytes()[:-SEAL]
    file.write_bytes(before)
    file.write_bytes(before + fingerprint(file)[1].encode())


@pytest.mark.parametrize("manifest", ["", "{}", '{"format": 2}', "[1]"])
def test_another_manifest_is_refused(packed: Path, manifest: str) -> None:
    with pytest.raises(BackupFault, match="holds no manifest that this software can read"):
        sealed(foreign(packed, manifest))


def test_a_huge_manifest_is_not_read(packed: Path) -> None:
    with pytest.raises(BackupFault, match="too large to be ours"):
        sealed(foreign(packed, " " * 5_000_000))


def test_content_that_the_manifest_does_not_name_is_refused(content: Path, tmp_path: Path) -> None:
    other = manifest_of(content).model_copy(update={"content_sha256": "0" * 64})
    pack(content, other, tmp_path / "out")
    manifest, _ = sealed(tmp_path / "out")
    with pytest.raises(BackupFault, match="is not the one that its manifest names"):
        unpack(tmp_path / "out", manifest, tmp_path / "again")


def test_nothing_is_overwritten(content: Path, packed: Path) -> None:
    before = packed.read_bytes()
    with pytest.raises(BackupFault, match="is there already; name another file"):
        keep(content, packed)
    assert packed.read_bytes() == before


def test_a_file_out_of_reach_is_a_plain_fault(tmp_path: Path) -> None:
    with pytest.raises(BackupFault, match=r"cannot read .*No such file"):
        sealed(tmp_path / "nowhere")
    with (
        pytest.raises(BackupFault, match=r"cannot write in .*No such file"),
        work_folder(tmp_path / "nowhere"),
    ):
        pass
    with pytest.raises(FileNotFoundError):
        flush(tmp_path / "nowhere")


def test_nobody_else_looks_into_the_work_folder(tmp_path: Path) -> None:
    with work_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []
