"""The validation dossier: published worked examples, recomputed by this package.

An example is a source, the figures as they were printed, and the calculation. A figure is met when
ours, rounded to the printed digits, is the printed one (half a unit of the last digit).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import numpy as np

from benchmark.variation.shapes import Floats

ROUNDING = 1e-12  # what a computer adds to half a unit of the last digit, relative


@dataclass(frozen=True)
class Columns:
    """A data file of ``../shared/data`` by its columns."""

    path: Path

    @cached_property
    def table(self) -> dict[str, list[str]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return {column: [row[column] for row in rows] for column in rows[0]}

    def texts(self, column: str) -> list[str]:
        return self.table[column]

    def numbers(self, column: str) -> Floats:
        """Numbers of a column, NaN for a blank cell."""
        return np.array([float(cell) if cell else np.nan for cell in self.table[column]])


Figures = Mapping[str, float]


@dataclass(frozen=True)
class Example:
    """``published`` figures as printed; ``compute`` gives ours under the same names.

    ``file`` (below ``../shared/data``) is read when the data are not typed in here. ``looser``: a
    figure whose last digits its own source did not settle, with the tolerance and the reason.
    """

    source: str
    published: Mapping[str, str]
    compute: Callable[..., Figures]
    file: str = ""
    looser: Mapping[str, tuple[float, str]] = field(default_factory=dict)

    def figures(self, data: Path) -> Figures:
        return self.compute(*([Columns(data / self.file)] if self.file else []))


@dataclass(frozen=True)
class Check:
    """One figure: as published, as we compute it, and whether they are the same."""

    source: str
    figure: str
    published: str
    ours: float
    difference: float
    met: bool
    note: str


def checks_of(example: Example, data: Path) -> Iterator[Check]:
    """Every figure of one example. ``data``: the folder of the data files."""
    ours = example.figures(data)
    for figure, printed in example.published.items():
        value = float(ours[figure])
        difference = value - float(printed)
        tolerance, note = example.looser.get(figure, (last_digit(printed) / 2, ""))
        met = abs(difference) <= tolerance + ROUNDING * max(abs(value), last_digit(printed))
        yield Check(example.source, figure, printed, value, difference, met, note)


def last_digit(printed: str) -> float:
    """The unit of the last digit of a printed number.

    >>> last_digit("-.714532")
    1e-06
    """
    return float(10 ** Decimal(int(Decimal(printed).as_tuple().exponent)))


def missing_files(examples: Iterable[Example], data: Path) -> list[str]:
    """The data files that are not there, in order."""
    files = {example.file for example in examples if example.file}
    return sorted(file for file in files if not (data / file).is_file())
