"""Optional libraries: there, or told with the extra that brings them."""

import sys

import pytest

from benchmark.pool.libraries import LibraryMissing, library


def test_a_library_that_is_there_is_loaded() -> None:
    assert library("pyarrow.parquet") is sys.modules["pyarrow.parquet"]


def test_a_missing_library_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LibraryMissing, match=r"distributed is missing\): install the extra pool"):
        library("distributed")
