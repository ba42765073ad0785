"""Tallies: how many leads of each trust and round gave each answer. They can be added up.

Tallies of one questionnaire form a commutative monoid: ``merge`` adds whole numbers, so that the
order, and how the sheets were split over files, processes and machines, changes no bit. The tally
of a trust takes the same room however many sheets it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmark.pool.counting import KINDS, Counts, count_answers
from benchmark.pool.partition import About, Partition, read_partition, refuse
from benchmark.scoring.answers import HIGHEST, LOWEST
from benchmark.scoring.grid import ROLES

Unit = tuple[str, str]  # trust, round


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """``counts`` (units, roles, practices, kinds), kinds from LOWEST; units ascend.

    ``regions`` (units,) names the region of each.
    """

    units: tuple[Unit, ...]
    regions: tuple[str, ...]
    counts: Counts

    @property
    def divisions(self) -> Counts:
        """Of each unit (units,): the most sheets that one role has; none has two in a division."""
        return np.asarray(self.counts[:, :, 0].sum(axis=2).max(axis=1, initial=0), np.int64)


def empty(practices: int) -> Tally:
    """The tally of no sheet, which changes nothing when merged."""
    return Tally((), (), np.zeros((0, len(ROLES), practices, KINDS), np.int64))


def tally_of(partition: Partition) -> Tally:
    """The tally of a partition's trusts; raises ``ValueError`` for a number that is no answer."""
    about, trusts, roles = partition.about, partition.trusts, len(ROLES)
    group = partition.trust * roles + partition.role
    counts = count_answers(partition.columns, group, len(trusts) * roles)
    shape = len(trusts), roles, len(partition.columns), KINDS
    units = tuple((trust, about.round) for trust in trusts)
    return Tally(units, (about.region,) * len(trusts), counts.reshape(shape))


def merge(a: Tally, b: Tally) -> Tally:
    """The tally of all sheets of ``a`` and ``b``; a sheet must not be in both.

    Raises ``ValueError`` for tallies of other practices.
    """
    return merge_all([a, b], a.counts.shape[2])


def merge_all(tallies: Iterable[Tally], practices: int) -> Tally:
    """All tallies in one, each added once, however many there are; raises as ``merge``."""
    parts = list(tallies)
    if any(part.counts.shape[2] != practices for part in parts):
        raise ValueError("only tallies of the same practices can be merged")
    region = {
        unit: name for part in parts for unit, name in zip(part.units, part.regions, strict=True)
    }
    units = tuple(sorted(region))
    place = {unit: at for at, unit in enumerate(units)}
    counts = np.zeros((len(units), len(ROLES), practices, KINDS), np.int64)
    for part in parts:
        counts[[place[unit] for unit in part.units]] += part.counts
    return Tally(units, tuple(region[unit] for unit in units), counts)


def chosen(tally: Tally, units: Iterable[Unit]) -> Tally:
    """The tally of some of the units, in their order."""
    place = {unit: at for at, unit in enumerate(tally.units)}
    kept = [place[unit] for unit in sorted(units)]
    return Tally(
        tuple(tally.units[at] for at in kept),
        tuple(tally.regions[at] for at in kept),
        tally.counts[kept],
    )


def by_trust(tally: Tally) -> Mapping[Unit, Tally]:
    """One tally for each unit: what is kept of a trust, to be merged with its next submission."""
    return {
        unit: Tally((unit,), (tally.regions[at],), tally.counts[at : at + 1].copy())
        for at, unit in enumerate(tally.units)
    }


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """One partition, counted: what a process sends back."""

    path: Path
    about: About
    tally: Tally


def count_file(path: Path) -> Counted:
    """Read and count one partition; raises ``FaultyFile`` with the place of what is wrong."""
    partition = read_partition(path)
    try:
        return Counted(path, partition.about, tally_of(partition))
    except ValueError as fault:
        row, practice = _stranger(partition)
        refuse(path, str(fault), row + 1, practice)


def _stranger(partition: Partition) -> tuple[int, str]:
    wrong = (np.flatnonzero((column < LOWEST) | (column > HIGHEST)) for column in partition.columns)
    return next(
        (int(rows[0]), practice)
        for practice, rows in zip(partition.about.practices, wrong, strict=True)
        if rows.size
    )
