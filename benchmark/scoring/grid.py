"""Submitted sheets become one array: divisions, the three roles, practices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmark.scoring.answers import NOTHING
from benchmark.scoring.sheet import unpack

ROLES = ("clinical", "operational", "nursing")


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Answers (divisions, roles, practices) as int8, read-only; a lead without sheet is all 0."""

    divisions: tuple[str, ...]
    roles: tuple[str, ...]
    practices: tuple[str, ...]
    levels: NDArray[np.int8]
    trusts: tuple[str, ...] | None = None  # the trust of each division, if there are several


def grid_of(
    sheets: Iterable[tuple[str, str, bytes]],
    divisions: Sequence[str],
    practices: Sequence[str],
    *,
    trusts: Sequence[str] | None = None,
) -> Grid:
    """Return the grid of sheets given as (division, role, packed sheet), in any order.

    ``divisions`` are keys that differ over all trusts; ``trusts`` names the trust of each.

    Raises ``ValueError`` for an unknown division or role, two sheets of one lead, a sheet of
    another length, or ``trusts`` that do not give one trust a division.
    """
    if trusts is not None and len(trusts) != len(divisions):
        raise ValueError(f"{len(trusts)} trusts for {len(divisions)} divisions: give one for each")
    rows = {name: index for index, name in enumerate(divisions)}
    if len(rows) != len(divisions):
        raise ValueError("two divisions have the same name")
    levels = np.full((len(divisions), len(ROLES), len(practices)), NOTHING, dtype=np.int8)
    seen: set[tuple[str, str]] = set()
    for division, role, sheet in sheets:
        _refuse_stranger(division, role, rows, seen)
        seen.add((division, role))
        levels[rows[division], ROLES.index(role)] = _answers(division, role, sheet, len(practices))
    levels.flags.writeable = False
    kept_trusts = None if trusts is None else tuple(trusts)
    return Grid(tuple(divisions), ROLES, tuple(practices), levels, kept_trusts)


def _refuse_stranger(
    division: str, role: str, rows: dict[str, int], seen: set[tuple[str, str]]
) -> None:
    if division not in rows:
        raise ValueError(f"'{division}' is not one of the divisions")
    if role not in ROLES:
        raise ValueError(f"'{role}' is not a role: {', '.join(ROLES)}")
    if (division, role) in seen:
        raise ValueError(f"two sheets of the {role} lead of '{division}'")


def _answers(division: str, role: str, sheet: bytes, practices: int) -> NDArray[np.int8]:
    if len(sheet) != practices:
        whose = f"the sheet of the {role} lead of '{division}'"
        raise ValueError(f"{whose} has {len(sheet)} answers for {practices} practices")
    return unpack(sheet)
