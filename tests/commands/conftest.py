"""A filled showcase, made once a run, and copies of it for tests that write."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.assessment.records import recorded_by_commands


@pytest.fixture(scope="session")
def showcase(filled: Callable[[str], Path]) -> Iterator[Path]:
    """The folder of a showcase database, which no test may add to."""
    data = filled("showcase")
    before = recorded_by_commands(data)
    yield data
    assert recorded_by_commands(data) == before, "a test wrote to what all tests share"


@pytest.fixture
def own_showcase(showcase: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A showcase of this test's own: its latest finished round has seven divisions."""
    folder = tmp_path_factory.mktemp("data")
    with sqlite3.connect(showcase / "benchmark.sqlite") as source:
        source.execute(f"VACUUM INTO '{folder / 'benchmark.sqlite'}'")
    return folder
