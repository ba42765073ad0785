"""A partition: the submitted sheets of one questionnaire version, one round and one region.

One Parquet file, one row a sheet: ``trust``, ``role``, ``division`` (texts), then one signed byte a
practice under the practice's key, as a sheet has it (1 to 5, 0 nothing, -1 do not know, -2 does not
apply, -3 not in place). Rows ascend by trust, role, division, so that a trust's leads of one role
stand together. No column may be null, which spares a reader the marks of what is. The file's
metadata say which questionnaire it is, so that a pool needs no database; each page has a checksum.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from benchmark.pool.libraries import library
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.grid import ROLES

LABELS = ("trust", "role", "division")
METADATA = b"benchmark"
FILE_NAME = "answers.parquet"
OWNER_ONLY = 0o600  # identified judgements
ROWS_TOGETHER = 131_072  # of a row group: four megabytes of answers are in memory at once
NO_REGION = "none"

Levels = NDArray[np.int8]
Places = NDArray[np.int64]


class About(BaseModel):
    """Where the sheets of a partition come from. ``round`` is the month in which it closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    questionnaire: str
    content_hash: str
    sections: dict[str, tuple[str, ...]]  # practices of each section, in the questionnaire's order
    round: str
    region: str
    invented: bool

    @property
    def practices(self) -> tuple[str, ...]:
        return tuple(practice for part in self.sections.values() for practice in part)


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """The rows of a partition in their order; ``trust`` and ``role`` (rows,) are places."""

    about: About
    trusts: tuple[str, ...]  # ascending
    trust: Places
    role: Places  # among ROLES
    division: tuple[NDArray[Any], tuple[str, ...]]  # places (rows,) among the names
    columns: tuple[Levels, ...]  # one (rows,) a practice


def place_of(folder: Path, about: About) -> Path:
    """Where a partition stands in a folder, named as other programs find it without being told."""
    parts = {"questionnaire": about.questionnaire, "round": about.round, "region": about.region}
    return folder.joinpath(*(f"{name}={value}" for name, value in parts.items()), FILE_NAME)


def write_partition(
    path: Path, about: About, labels: Mapping[str, Sequence[str]], levels: Levels
) -> None:
    """Write a partition whole or not at all, for its owner only.

    ``labels`` gives trust, role and division of each sheet, ``levels`` (sheets, practices).
    Raises ``ValueError`` where they do not fit.
    """
    if {levels.shape} != {(len(labels[name]), len(about.practices)) for name in LABELS}:
        raise ValueError("levels need the shape (sheets, practices), with three labels a sheet")
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    roles = [ROLES.index(role) for role in labels["role"]]
    order = np.lexsort((labels["division"], roles, labels["trust"]))
    fields = [arrow.field(name, arrow.string(), nullable=False) for name in LABELS]
    fields += [arrow.field(key, arrow.int8(), nullable=False) for key in about.practices]
    metadata = {METADATA: about.model_dump_json().encode()}
    arrays = [arrow.array(np.asarray(labels[name], object)[order]) for name in LABELS]
    arrays += [arrow.array(column) for column in levels[order].T]
    table = arrow.Table.from_arrays(arrays, schema=arrow.schema(fields, metadata=metadata))
    with unfinished(path) as file:
        parquet.write_table(
            table,
            file,
            row_group_size=ROWS_TOGETHER,
            compression="snappy",
            write_page_checksum=True,
        )


@contextmanager
def unfinished(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is on disk; its owner alone reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_partition(path: Path) -> Partition:
    """Return a partition; raises ``FaultyFile`` for a file that is cut, damaged or another's."""
    parquet = library("pyarrow.parquet")
    with _whole(path):
        schema = parquet.read_schema(path)
    about = _about(path, schema)
    # one thread: partitions are read side by side, each in a process of its own
    options = {"page_checksum_verification": True, "read_dictionary": [*LABELS]}
    with _whole(path), parquet.ParquetFile(path, memory_map=True, **options) as file:
        table = file.read(use_threads=False)
    if not table.num_rows:
        refuse(path, "the partition is empty")
    trust, role, division = (_label(table.column(name)) for name in LABELS)
    columns = tuple(table.column(key).to_numpy() for key in about.practices)
    made = Partition(about, trust[1], trust[0], _role_places(path, role), division, columns)
    _refuse_disorder(path, made)
    return made


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Turn whatever a cut or damaged file makes its reader say into one located fault."""
    try:
        yield
    except (OSError, ValueError, MemoryError) as error:
        refuse(path, f"this is no whole partition: {_reason(error)}")


def refuse(path: Path, message: str, line: int = 1, column: str | int = 1) -> NoReturn:
    raise FaultyFile([Fault(path, line, column, message)])


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else "unreadable"


def _about(path: Path, schema: Any) -> About:
    written = (schema.metadata or {}).get(METADATA)
    if written is None:
        refuse(path, "this Parquet file is no partition: benchmark pool export writes them")
    try:
        about = About.model_validate_json(written)
    except ValidationError:
        refuse(path, "what the partition says of itself cannot be read by this software")
    kinds = ["string"] * len(LABELS) + ["int8"] * len(about.practices)
    found = [(field.name, str(field.type), field.nullable) for field in schema]
    names = (*LABELS, *about.practices)
    if found != [(name, kind, False) for name, kind in zip(names, kinds, strict=True)]:
        refuse(path, "the columns are not those of its questionnaire")
    return about


def _label(column: Any) -> tuple[Places, tuple[str, ...]]:
    """Places (rows,) of a text column among its ascending names."""
    whole = column.unify_dictionaries().combine_chunks()
    names = whole.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(names))
    return place[whole.indices.to_numpy()], tuple(names[at] for at in order)


def _role_places(path: Path, role: tuple[Places, tuple[str, ...]]) -> Places:
    places, names = role
    if strangers := [name for name in names if name not in ROLES]:
        row = int(np.flatnonzero(places == names.index(strangers[0]))[0])
        refuse(path, f"'{strangers[0]}' is not a role: {', '.join(ROLES)}", row + 1, "role")
    return np.array([ROLES.index(name) for name in names], np.int64)[places]


def _refuse_disorder(path: Path, made: Partition) -> None:
    """Rows ascend, so that no lead is there twice and a trust's leads stand together."""
    group = np.diff(made.trust * len(ROLES) + made.role)
    wrong = (group < 0) | ((group == 0) & (np.diff(made.division[0]) <= 0))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0]) + 2
        message = "the row repeats a lead, or stands before its place: trust, role, division"
        refuse(path, message, row, "division")
