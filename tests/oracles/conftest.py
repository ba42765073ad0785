"""Reading the real data files of ../shared."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Columns = dict[str, list[str]]


@pytest.fixture(scope="session")
def columns(shared_data: Path) -> Callable[[str], Columns]:
    """The columns of a data file, each a list of texts."""

    def read(name: str) -> Columns:
        with (shared_data / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return {column: [row[column] for row in rows] for column in rows[0]}

    return read
