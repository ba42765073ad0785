"""The table of simulations that is kept with the statistics, written and read."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from benchmark.variation.simulations import Finding

COMMITTED = Path(__file__).with_name("simulations.csv")
NAMES = tuple(field.name for field in fields(Finding))


def table_of(found: Iterable[Finding]) -> str:
    """The text of ``simulations.csv``: a row each finding, numbers to ten digits."""
    text = io.StringIO()
    rows = csv.DictWriter(text, NAMES, lineterminator="\n")
    rows.writeheader()
    rows.writerows(
        {name: _written(value) for name, value in asdict(finding).items()} for finding in found
    )
    return text.getvalue()


def committed(path: Path = COMMITTED) -> tuple[Finding, ...]:
    """The findings that were kept, from ``simulations.csv`` beside this module."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_finding(row) for row in csv.DictReader(file))


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def _finding(row: Mapping[str, str]) -> Finding:
    def number(name: str) -> float:
        return float(row[name])

    def known(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    return Finding(
        row["design"],
        row["figure"],
        int(row["seed"]),
        int(row["rounds"]),
        number("truth"),
        row["inside"] == "True",
        known("bias"),
        known("error"),
        known("bounded_bias"),
        number("coverage"),
        number("below"),
        number("above"),
        number("first_low"),
        number("first_high"),
    )
