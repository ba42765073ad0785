"""Every example in a docstring of the pool is run."""

import doctest
import importlib
from pathlib import Path

import pytest

import benchmark.pool

MODULES = sorted(path.stem for path in Path(str(benchmark.pool.__file__)).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"benchmark.pool.{name}"))
    assert found.failed == 0
