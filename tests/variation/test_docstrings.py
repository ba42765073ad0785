"""The examples in the docstrings of the statistics run and hold."""

import doctest
import importlib
import pkgutil

import pytest

import benchmark.variation

MODULES = [module.name for module in pkgutil.iter_modules(benchmark.variation.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"benchmark.variation.{name}"))
    assert found.failed == 0


def test_there_are_examples() -> None:
    modules = [importlib.import_module(f"benchmark.variation.{name}") for name in MODULES]
    assert sum(doctest.testmod(module).attempted for module in modules) > 20
