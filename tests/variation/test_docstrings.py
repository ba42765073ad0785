"""Every statistic says its formula, shapes and source, and its example runs and holds."""

import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator

import pytest

import benchmark.variation

MODULES = [module.name for module in pkgutil.iter_modules(benchmark.variation.__path__)]
SOURCE = re.compile(r"\b(18|19|20)\d\d\b|DLMF")
SHAPES = re.compile(r"\((\.\.\.|[a-z][a-z ]*)(, ?[a-z0-9 ]+)*,?\)|\(\d(, \d)*,?\)|numbers")

# Modules that put figures together, name them or store them: they have no formula of their own.
PLAIN_MODULES = {
    "by_practice": "hands sheets of a table to the statistics",
    "data_examples": "published figures",
    "decomposition": "puts the figures of an analysis together",
    "divisions": "puts the figures of an analysis together",
    "dossier": "puts published figures together",
    "finite": "a check of input",
    "grouping": "labels of rows become places",
    "leads": "labels of rows become places",
    "pieces": "cuts arrays, computes nothing",
    "rater_agreement": "puts the figures of an analysis together",
    "reasons": "words",
    "scalar_beta": "the formulas of beta for single numbers",
    "sheets": "labels of rows become places",
    "simulation_table": "a file of figures",
    "simulations": "puts designs and figures together",
    "states": "counts and sums, and how they add up",
    "summary": "puts the figures of an analysis together",
    "trusts": "puts the figures of an analysis together",
    "validation": "compares printed figures",
}
# Steps inside one statistic, whose formula and source stand with it.
PLAIN_FUNCTIONS = {
    "full_likelihood.fit_full": "as likelihood.fit_at, on other arrays",
    "full_model.fit_sheets": "full_components after its input is checked",
    "incomplete.log_complement": "log(1 - exp(x))",
    "likelihood.derivatives": "of fit_at",
    "likelihood.mixing": "of fit_at",
    "likelihood.profiled": "of fit_at",
    "strata.expected": "of fit_strata",
    "strata.fit_strata": "of full_components",
    "strata.is_complete": "a question",
    "strata.strata_of": "of full_components",
    "unbounded.unbounded_ratios": "of full_components",
    "crossed.pairs": "labels",
    "honest_claims.honest_claims": "words of what planning computes",
    "leniency.side_by_side": "a subtraction",
    "planning.plan_of": "puts the figures of planning together",
    "unbounded.unbounded_strata": "of full_components",
}


def statistics() -> Iterator[tuple[str, Callable[..., object]]]:
    for name in MODULES:
        module = importlib.import_module(f"benchmark.variation.{name}")
        for called, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not called.startswith("_"):
                yield f"{name}.{called}", function


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"benchmark.variation.{name}"))
    assert found.failed == 0


def test_every_statistic_says_shapes_source_and_example() -> None:
    lacking = {}
    for name, function in statistics():
        words = inspect.getdoc(function) or ""
        found = {"source": SOURCE.search(words), "shapes": SHAPES.search(words)}
        found["example"] = re.search(">>> ", words)
        missing = [what for what, where in found.items() if not where]
        plain = name.split(".")[0] in PLAIN_MODULES or name in PLAIN_FUNCTIONS
        if not words or (missing and not plain):
            lacking[name] = missing
    assert lacking == {}


def test_the_exceptions_exist() -> None:
    names = {name for name, _ in statistics()}
    assert set(PLAIN_MODULES) <= set(MODULES)
    assert set(PLAIN_FUNCTIONS) <= names
