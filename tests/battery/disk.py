"""A disk of which we know what has reached it: SQLite's own files, with what was not synced yet.

SQLite writes through a "VFS", a table of C functions. We put three functions of ours (write,
truncate, sync) before those of the machine, in the very library that Python's ``sqlite3`` uses, so
that it is our own engine, session and web application that are watched, with all their threads,
and nothing has to be installed or compiled. Each call is told in order; `after_power_cut` then
makes the files as a machine without power may leave them: what was synced is there, and of the
rest some, none, or torn pieces of 512 bytes in any order.

Two rules are those of SQLite itself (https://www.sqlite.org/psow.html): a write never spoils bytes
beside it, and a sync that has answered has reached the disk. The index of the log (``-shm``) is
memory only and goes with the power.
"""

import _sqlite3
import ctypes
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

SECTOR = 512
WELL = 0
Call = tuple[str, str, int, bytes]  # write, truncate, sync or delete; file; offset or size; bytes
Event = Call | tuple[str, Any]  # or what the test notes between the calls
Refuse = Callable[[str, str], int]  # what is called on which file -> a result code of SQLite


@dataclass
class Disk:
    """All calls on the files of a folder, in order, and what the test has noted between them."""

    folder: Path
    events: list[Event] = field(default_factory=list)
    refuse: Refuse = lambda *_: WELL
    lock: RLock = field(default_factory=RLock)

    def note(self, kind: str, content: Any) -> None:
        with self.lock:
            self.events.append((kind, content))


@contextmanager
def watched(folder: Path) -> Iterator[Disk]:
    """Watch every SQLite file of the folder that is opened from now on."""
    disk = Disk(folder)
    DISKS.append(disk)
    _LIBRARY.sqlite3_vfs_register(ctypes.byref(_OURS), 1)
    try:
        yield disk
    finally:
        _LIBRARY.sqlite3_vfs_register(_MACHINE, 1)
        DISKS.remove(disk)


def after_power_cut(
    before: Path, disk: Disk, cut: int, after: Path, chance: random.Random | None
) -> None:
    """Make the files that the machine finds when the power is back.

    ``before`` holds what was on the disk at the start, and the power goes before event ``cut``.
    Without ``chance`` nothing survives but what was synced.
    """
    synced = {file.name: bytearray(file.read_bytes()) for file in before.iterdir()}
    waiting: dict[str, list[Call]] = {}
    for event in disk.events[:cut]:
        if len(event) == 4:
            _carry_out(event, synced, waiting)
    for name, calls in waiting.items():
        for call in _survivors(calls, chance) if chance else []:
            _apply(synced.setdefault(name, bytearray()), call)
    after.mkdir()
    for name, content in synced.items():
        (after / name).write_bytes(content)


def _carry_out(call: Call, synced: dict[str, bytearray], waiting: dict[str, list[Call]]) -> None:
    kind, name, *_ = call
    if kind == "sync":
        content = synced.setdefault(name, bytearray())
        for earlier in waiting.pop(name, []):
            _apply(content, earlier)
    elif kind == "delete":
        waiting.pop(name, None)
        synced.pop(name, None)
    else:
        waiting.setdefault(name, []).append(call)


def _apply(content: bytearray, call: Call) -> None:
    kind, _, place, written = call
    if kind == "truncate":
        del content[place:]
        return
    content.extend(bytes(max(0, place + len(written) - len(content))))
    content[place : place + len(written)] = written


def _survivors(calls: list[Call], chance: random.Random) -> list[Call]:
    """Of the calls that nothing has synced: some whole, some torn, in any order."""
    pieces = [piece for call in calls for piece in _torn(call, chance) if chance.random() < 0.5]
    chance.shuffle(pieces)
    return pieces


def _torn(call: Call, chance: random.Random) -> list[Call]:
    kind, name, place, written = call
    if kind == "truncate" or chance.random() < 0.5:
        return [call]
    starts = range(0, len(written), SECTOR)
    return [(kind, name, place + start, written[start : start + SECTOR]) for start in starts]


# From here on the C side, as https://www.sqlite.org/c3ref/vfs.html and io_methods.html print it.

_Pointer = ctypes.c_void_p
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int, _Pointer, _Pointer, _Pointer, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_char_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, _Pointer, ctypes.c_int, ctypes.c_int64)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, _Pointer, ctypes.c_int)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("size_of_file", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _Pointer),
        ("name", ctypes.c_char_p),
        ("data", _Pointer),
        ("open", _Open),
        ("delete", _Delete),
        ("others", _Pointer * 14),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("close", _Pointer),
        ("read", _Pointer),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("others", _Pointer * 13),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


def _library() -> ctypes.CDLL:
    """Find SQLite where Python's own module finds it, linked into it or beside it."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    return library


DISKS: list[Disk] = []
_LIBRARY = _library()
_MACHINE = _LIBRARY.sqlite3_vfs_find(None)
_REAL: _Vfs = _MACHINE.contents
_FILES: dict[int, Path] = {}  # address of an open file -> its path
_METHODS: dict[int, tuple[_Methods, _Methods]] = {}  # address of the machine's -> theirs, ours
_BEHIND: dict[int, _Methods] = {}  # address of an open file -> the machine's methods


def _disk_of(path: Path | None) -> Disk | None:
    return next((disk for disk in DISKS if path and path.parent == disk.folder), None)


def _told(kind: str, path: Path | None, rest: tuple[int, bytes], call: Callable[[], int]) -> int:
    disk = _disk_of(path)
    if disk is None or path is None:
        return call()
    with disk.lock:  # what is told stands in the order in which it happens
        refused = disk.refuse(kind, path.name)
        code = refused or call()
        if code == WELL:
            disk.events.append((kind, path.name, *rest))
        return code


@_Open
def _open(vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
    # the name goes on as the pointer that it is: the machine's functions keep it with the file
    code: int = _REAL.open(vfs, name, file, flags, out)
    if code == WELL and name is not None:
        opened = _File.from_address(file)
        _FILES[file] = Path(ctypes.string_at(name).decode())
        _BEHIND[file], ours = _methods(opened.methods)
        opened.methods = ctypes.pointer(ours)
    return code


def _methods(machine: Any) -> tuple[_Methods, _Methods]:
    address = ctypes.addressof(machine.contents)
    if address not in _METHODS:
        ours = _Methods.from_buffer_copy(machine.contents)
        ours.write, ours.truncate, ours.sync = _write, _truncate, _sync
        _METHODS[address] = machine.contents, ours
    return _METHODS[address]


@_Delete
def _delete(vfs: int, name: bytes, in_folder: int) -> int:
    return _told(
        "delete", Path(name.decode()), (0, b""), lambda: _REAL.delete(vfs, name, in_folder)
    )


@_Write
def _write(file: int, content: int, length: int, place: int) -> int:
    rest = (place, ctypes.string_at(content, length))
    return _told(
        "write", _FILES.get(file), rest, lambda: _BEHIND[file].write(file, content, length, place)
    )


@_Truncate
def _truncate(file: int, size: int) -> int:
    return _told(
        "truncate", _FILES.get(file), (size, b""), lambda: _BEHIND[file].truncate(file, size)
    )


@_Sync
def _sync(file: int, flags: int) -> int:
    return _told("sync", _FILES.get(file), (0, b""), lambda: _BEHIND[file].sync(file, flags))


_OURS = _Vfs.from_buffer_copy(_REAL)
_OURS.name, _OURS.open, _OURS.delete = b"watched", _open, _delete
