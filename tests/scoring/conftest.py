"""Invented CSV files for tests."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a text (or bytes) to ratings.csv exactly as it is and return the path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "ratings.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
