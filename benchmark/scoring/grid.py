"""Submitted sheets become one array: divisions, the three roles, practices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from benchmark.scoring.answers import HIGHEST, LOWEST, NOTHING
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
    given = list(sheets)
    if given:
        keys, roles, packed = zip(*given, strict=True)
        places = _places(keys, roles, rows)
        together = np.frombuffer(b"".join(packed), dtype=np.int8)
        outside = together.min(initial=0) < LOWEST or together.max(initial=0) > HIGHEST
        if places is None or outside or set(map(len, packed)) != {len(practices)}:
            _refuse(given, rows, len(practices))
        levels.reshape(-1, len(practices))[places] = together.reshape(-1, len(practices))
    levels.flags.writeable = False
    kept_trusts = None if trusts is None else tuple(trusts)
    return Grid(tuple(divisions), ROLES, tuple(practices), levels, kept_trusts)


def _places(
    divisions: Sequence[str], roles: Sequence[str], rows: dict[str, int]
) -> list[int] | None:
    """The line of each sheet in the grid, all at once; None if one has no line of its own."""
    places = {role: index for index, role in enumerate(ROLES)}
    try:
        found = [
            rows[division] * len(ROLES) + places[role]
            for division, role in zip(divisions, roles, strict=True)
        ]
    except KeyError:
        return None
    return found if len(set(found)) == len(found) else None


def _refuse(sheets: list[tuple[str, str, bytes]], rows: dict[str, int], practices: int) -> NoReturn:
    """Name the first fault: looked for one by one, once it is known that there is one."""
    seen: set[tuple[str, str]] = set()
    for division, role, sheet in sheets:
        _refuse_stranger(division, role, rows, seen)
        seen.add((division, role))
        _refuse_damage(division, role, sheet, practices)
    raise ValueError("the sheets have a fault")


def _refuse_stranger(
    division: str, role: str, rows: dict[str, int], seen: set[tuple[str, str]]
) -> None:
    if division not in rows:
        raise ValueError(f"'{division}' is not one of the divisions")
    if role not in ROLES:
        raise ValueError(f"'{role}' is not a role: {', '.join(ROLES)}")
    if (division, role) in seen:
        raise ValueError(f"two sheets of the {role} lead of '{division}'")


def _refuse_damage(division: str, role: str, sheet: bytes, practices: int) -> None:
    if len(sheet) != practices:
        whose = f"the sheet of the {role} lead of '{division}'"
        raise ValueError(f"{whose} has {len(sheet)} answers for {practices} practices")
    unpack(sheet)
