"""A reader who collects all that they can fetch, and works back to what single leads answered.

A hidden value is safe when two worlds exist that look the same to the reader and differ in it. The
worlds are found, not assumed: steps of the integer lattice that leave the sums in view as they are
(by lead and section, by role and practice), put together so that the sums of squares stay too, with
every middle level in its place. What the reader sees of each world is then compared whole, so a
wrong idea of what is in view only makes the search fail, and failing counts as worked out.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]  # (divisions, roles, practices)
See = Callable[[Levels], Hashable]
Cell = tuple[int, int]  # division and practice
Found = tuple[str, int, int, int]
LOWEST, HIGHEST = 1, 5
SIZES = (1, -1, 2, -2, 3, -3)
ROLES = range(3)


@dataclass(frozen=True, slots=True)
class Step:
    """Changes of single answers, and what they do to the two sums of squares in view."""

    changes: tuple[tuple[int, int, int, int], ...]  # division, role, practice, by how much
    squares: tuple[int, int] = (0, 0)  # of answers, and of sums by division and practice

    @property
    def cells(self) -> frozenset[Cell]:
        return frozenset((division, practice) for division, _, practice, _ in self.changes)


Known = dict[tuple[int, int], list[Step]]  # by what they do to the squares


def a_world(seed: int, divisions: int, practices: int) -> Levels:
    """Answers as leads give them: divisions differ, leads of one division differ somewhat."""
    draw = np.random.default_rng(seed)
    middle = draw.integers(2, 5, (divisions, 1, practices))
    levels = np.clip(middle + draw.integers(-1, 2, (divisions, 3, practices)), LOWEST, HIGHEST)
    ends = np.isin(np.median(levels, axis=1), (LOWEST, HIGHEST))
    # with the middle level at an end of the scale, two of the three stand there for all to see
    return np.where(ends[:, None, :], middle, levels).astype(np.int8)


def derivable(
    levels: Levels, unknown: list[int], sections: list[list[int]], see: See
) -> list[Found]:
    """What the reader works out: (kind, division, role or first of two roles, practice).

    ``unknown``: the divisions of whose leads the reader knows nothing else. Kinds are "level",
    "difference" (between two roles) and "range".
    """
    seen, worlds = see(levels), [levels]
    found = _same_in_all(worlds, unknown)
    for steps in _ways(levels, unknown, sections):
        tried: set[Step] = set()
        while world := _world_of(levels, steps, found, tried):
            if see(world[0]) != seen:
                break  # steps of this kind show
            worlds.append(world[0])
            found = _same_in_all(worlds, unknown)
    return found


def _ways(levels: Levels, unknown: list[int], sections: list[list[int]]) -> Iterator[list[Step]]:
    """Kinds of steps, from those that move one answer to those that leave every sum in place."""
    alone = list(_alone(levels, unknown))
    yield [Step(step.changes) for step in alone]  # as if no sum were in view
    yield [*_crossed(levels, unknown, sections), *_exchanged(levels, unknown, sections)]


def _world_of(
    levels: Levels, steps: list[Step], found: list[Found], tried: set[Step]
) -> tuple[Levels] | None:
    """A world with as many steps as do not touch each other and change what is still found.

    Whatever a step does to a square, another one undoes.
    """
    wanted = {(division, practice) for _, division, _, practice in found}
    known: Known = defaultdict(list)
    for step in steps:
        known[step.squares].append(step)
    touched: set[Cell] = set()
    taken: list[Step] = []
    for step in steps:
        if step in tried or not step.cells & wanted or step.cells & touched:
            continue
        others = _undone_by(step, known, touched)
        for each in (step, *others) if others is not None else ():
            taken.append(each)
            touched |= each.cells
    tried.update(taken)
    world = levels.copy()
    for division, role, practice, by in (change for step in taken for change in step.changes):
        world[division, role, practice] += by
    return (world,) if taken else None


def _undone_by(step: Step, known: Known, touched: set[Cell]) -> tuple[Step, ...] | None:
    """None, one or two steps elsewhere that together undo what this one does to the squares."""
    if step.squares == (0, 0):
        return ()
    left = (-step.squares[0], -step.squares[1])
    around = touched | step.cells
    if one := _apart(known.get(left, ()), around):
        return (one,)
    for squares, steps in known.items():
        rest = (left[0] - squares[0], left[1] - squares[1])
        first = _apart(steps, around) if rest in known else None
        second = _apart(known[rest], around | first.cells) if first else None
        if first and second:
            return first, second
    return None


def _apart(steps: Iterable[Step], touched: AbstractSet[Cell]) -> Step | None:
    return next((each for each in steps if not each.cells & touched), None)


def _same_in_all(worlds: list[Levels], unknown: list[int]) -> list[Found]:
    stack = np.stack(worlds).astype(int)[:, unknown]
    differences = stack - np.roll(stack, 1, axis=2)
    ranges = (stack.max(axis=2) - stack.min(axis=2))[:, :, None]
    kinds = {"level": stack, "difference": differences, "range": ranges}
    return [
        (kind, unknown[d], int(r), int(p))
        for kind, values in kinds.items()
        for d, r, p in np.argwhere((values == values[0]).all(axis=0))
    ]


def _alone(levels: Levels, unknown: list[int]) -> Iterator[Step]:
    """One lead a level up or down, or two change places: only the middle level is in view."""
    for division, role, practice in product(unknown, ROLES, range(levels.shape[2])):
        one, other = map(int, levels[division, [role, role - 1], practice])
        for by in (1, -1):
            yield from _possible(levels, ((division, role, practice, by),))
        if one != other:
            moved = (
                (division, role, practice, other - one),
                (division, role - 1, practice, one - other),
            )
            yield from _possible(levels, moved)


def _crossed(levels: Levels, unknown: list[int], sections: list[list[int]]) -> Iterator[Step]:
    """Two divisions, two roles, two practices of a section: every sum over one of them stays."""
    for (d, e), (p, q) in _places(unknown, sections):
        for (r, s), by in product(combinations(ROLES, 2), SIZES):
            up = (d, r, p), (d, s, q), (e, s, p), (e, r, q)
            down = (d, s, p), (d, r, q), (e, r, p), (e, s, q)
            yield from _possible(levels, _changes(up, down, by))


def _exchanged(levels: Levels, unknown: list[int], sections: list[list[int]]) -> Iterator[Step]:
    """One role, two divisions, two practices of a section: sums by lead and by role stay.

    Those by division and practice move.
    """
    for (d, e), (p, q) in _places(unknown, sections):
        for r, by in product(ROLES, SIZES):
            yield from _possible(
                levels, _changes(((d, r, p), (e, r, q)), ((d, r, q), (e, r, p)), by)
            )


def _places(
    unknown: list[int], sections: list[list[int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    practices = [pair for section in sections for pair in combinations(section, 2)]
    yield from product(combinations(unknown, 2), practices)


def _changes(
    up: tuple[tuple[int, int, int], ...], down: tuple[tuple[int, int, int], ...], by: int
) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((*place, by) for place in up) + tuple((*place, -by) for place in down)


def _possible(levels: Levels, changes: tuple[tuple[int, int, int, int], ...]) -> Iterator[Step]:
    """The step, if every answer stays on the scale and every middle level where it is."""
    cells: dict[Cell, list[int]] = {}
    for division, role, practice, by in changes:
        cell = cells.setdefault((division, practice), levels[division, :, practice].tolist())
        cell[role] += by
        if not LOWEST <= cell[role] <= HIGHEST:
            return
    answers = sums = 0
    for (division, practice), after in cells.items():
        before = levels[division, :, practice].tolist()
        if sorted(after)[1] != sorted(before)[1]:
            return
        answers += sum(x * x for x in after) - sum(x * x for x in before)
        sums += sum(after) ** 2 - sum(before) ** 2
    yield Step(changes, (answers, sums))
