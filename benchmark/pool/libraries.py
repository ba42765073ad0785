"""The optional libraries of pooling, loaded when they are wanted and told of when they are not."""

import importlib
from typing import Any

WANTED = (
    "pooling needs further libraries ({name} is missing): install the extra pool "
    "(uv sync --extra pool, or pip install 'management-practice-benchmark[pool]')"
)


class LibraryMissing(RuntimeError):
    """An optional library of pooling is not installed; the text says what to do."""


def library(name: str) -> Any:
    """Return the module; raises ``LibraryMissing`` where it is not installed."""
    # large, optional, and wanted by the national team only: not part of every start of a server
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise LibraryMissing(WANTED.format(name=name)) from missing
