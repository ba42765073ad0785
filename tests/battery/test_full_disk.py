"""A real server on a disk that is full or read-only: what it says, and that it goes on afterwards.

A small disk in memory is filled to the last byte, or turned read-only, under a running gunicorn;
only root may make one. Everywhere the kernel is told to let the server's files grow no further.
What the pages look like in each kind of trouble is in ``tests/web/test_unavailable.py``.
"""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, Serving, gunicorn
from tests.battery.writers import (
    Lead,
    Told,
    over_http,
    practices_of,
    rows_at,
    settled,
    six_leads,
    untrue,
    writing,
)
from tests.missing import give_up
from tests.servers import copied

pytestmark = pytest.mark.battery

SMALL = 12 * 1024 * 1024  # bytes of the disk in memory
SAVES = 10
SWALLOWING = "tests.battery.broken:swallowing()"
Trouble = Callable[[Serving, Path], AbstractContextManager[None]]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        give_up("only root may make a small disk in memory")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def filled(_: Serving, folder: Path) -> Iterator[None]:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            continue
    yield
    ballast.unlink()


@contextmanager
def growing_no_further(server: Serving, folder: Path) -> Iterator[None]:
    """No file of the server may grow beyond the log of the database as it is."""
    size = (folder / "benchmark.sqlite-wal").stat().st_size
    for process in server.group():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    yield
    for process in server.group():
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)


def test_a_server_on_a_full_disk_says_so_and_goes_on_when_there_is_space(
    small_disk: Path, acceptance_sqlite_model: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    address = copied(acceptance_sqlite_model, small_disk)
    assert faults(OURS, filled, address, small_disk, questionnaire, tmp_path) == []


def test_a_server_whose_files_may_not_grow_says_so_and_goes_on_when_they_may(
    acceptance_sqlite_model: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    address = copied(acceptance_sqlite_model, folder)
    assert faults(OURS, growing_no_further, address, folder, questionnaire, tmp_path) == []


def test_a_server_that_says_saved_all_the_same_is_caught(
    acceptance_sqlite_model: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    address = copied(acceptance_sqlite_model, folder)
    found = faults(SWALLOWING, growing_no_further, address, folder, questionnaire, tmp_path)
    assert "503 was never said" in found
    assert any("was acknowledged" in fault for fault in found)


def test_a_server_on_a_read_only_disk_serves_says_so_and_saves_when_it_may_write(
    small_disk: Path, acceptance_sqlite_model: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    """The server is started there: a disk cannot be turned read-only while a file is written."""
    address = copied(acceptance_sqlite_model, small_disk)
    lead, practices = six_leads(address)[0], practices_of(questionnaire)
    told = settled(rows_at(address))
    with gunicorn(address, tmp_path) as server:
        assert statuses(server, lead, practices, told) == {200}
        server.kill()  # its log stays, as a reader needs it
    remount(small_disk, "ro")
    with gunicorn(address, tmp_path) as server:
        assert statuses(server, lead, practices, told) == {503}
        remount(small_disk, "rw")
        assert statuses(server, lead, practices, told) == {200}
    assert untrue(told, rows_at(address)) == []


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def faults(
    app: str,
    trouble: Trouble,
    address: str,
    folder: Path,
    questionnaire: Questionnaire,
    tmp_path: Path,
) -> list[str]:
    """What is wrong before, during and after the trouble, and with what was told to be saved."""
    lead, practices = six_leads(address)[0], practices_of(questionnaire)
    told = settled(rows_at(address))
    with gunicorn(address, tmp_path, app) as server:
        before = statuses(server, lead, practices, told)
        with trouble(server, folder):
            during = statuses(server, lead, practices, told)
        after = statuses(server, lead, practices, told)
        server.kill()
    checks = {
        f"before: {before}": before == {200},
        f"during: {during}": during <= {200, 503},
        "503 was never said": 503 in during,
        f"after: {after}": after == {200},
    }
    return [name for name, holds in checks.items() if not holds] + untrue(told, rows_at(address))


def statuses(server: Serving, lead: Lead, practices: tuple[str, ...], told: Told) -> set[int]:
    """Save again and again; the statuses of the saves."""
    save = over_http(server.place, lead)
    return set(islice(writing(lead, practices, told, told.note, save), SAVES))
