"""The whole dossier: worked examples recomputed on the spot, and the simulations that are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmark.variation import data_examples, worked_examples
from benchmark.variation.simulation_table import committed
from benchmark.variation.simulations import Finding
from benchmark.variation.validation import Check, Example, checks_of, missing_files

EXAMPLES: tuple[Example, ...] = (*worked_examples.EXAMPLES, *data_examples.EXAMPLES)
NOWHERE = Path("/nonexistent")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Published figures whose data file is not part of the product."""

    source: str
    figures: tuple[tuple[str, str], ...]  # name and value, as printed
    file: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Checks that were made, examples that could not be, and the committed simulations."""

    checks: tuple[Check, ...]
    elsewhere: tuple[Elsewhere, ...]
    simulations: tuple[Finding, ...]

    @property
    def missed(self) -> int:
        return sum(not check.met for check in self.checks)


def dossier_of(data: Path, examples: Iterable[Example] = EXAMPLES) -> Dossier:
    """The dossier with the data files that stand below ``data``."""
    known = tuple(examples)
    absent = missing_files(known, data)
    checks = [check for each in known if each.file not in absent for check in checks_of(each, data)]
    elsewhere = [
        Elsewhere(each.source, tuple(each.published.items()), each.file)
        for each in known
        if each.file in absent
    ]
    return Dossier(tuple(checks), tuple(elsewhere), committed())


@cache
def own_dossier() -> Dossier:
    """What a server shows, without any file beside the product; computed once a process.

    >>> own_dossier().missed
    0
    """
    return dossier_of(NOWHERE)
