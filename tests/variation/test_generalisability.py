"""Generalisability coefficients."""

import pytest

from benchmark.variation.generalisability import generalisability, spearman_brown


def test_one_facet_is_spearman_brown() -> None:
    for raters in (1, 3, 10):
        found = generalisability(0.3, [(0.7, raters)])
        assert found.relative == found.absolute == pytest.approx(spearman_brown(0.3, raters))


def test_conditions_of_their_own_cost_only_levels() -> None:
    found = generalisability(0.4, [(0.3, 2)], [(0.5, 2)])
    assert found.relative == pytest.approx(0.4 / 0.55)
    assert found.absolute == pytest.approx(0.4 / 0.8)


@pytest.mark.parametrize(
    ("unit", "relative", "words"),
    [
        (-0.1, [], "0 or more"),
        (0.1, [(-0.1, 2)], "0 or more"),
        (0.1, [(0.1, 0)], "at least one"),
        (0.0, [(0.0, 1)], "nothing can be"),
    ],
)
def test_reasons(unit: float, relative: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        generalisability(unit, relative)


def test_no_spearman_brown() -> None:
    with pytest.raises(ValueError, match="no variance"):
        spearman_brown(-0.6, 3)
