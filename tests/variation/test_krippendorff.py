"""Krippendorff's alpha: worked sections of the paper, pairs by brute force, edges."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.variation.krippendorff import krippendorff_alpha

NAN = np.nan


def test_section_a() -> None:
    """Krippendorff 2011, A: two observers, ten binary units, alpha .095."""
    ratings = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert krippendorff_alpha(ratings, "nominal") == pytest.approx(0.095, abs=5e-4)


def test_section_b() -> None:
    """Krippendorff 2011, B: two observers, twelve units in categories a to e, alpha .692."""
    one, two = "aabbdcccedda", "babbbcccedda"
    two = "babbbccceddd"
    ratings = [["abcde".index(c) for c in text] for text in (one, two)]
    assert krippendorff_alpha(ratings, "nominal") == pytest.approx(0.692, abs=5e-4)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_interval_is_the_ratio_of_pairwise_disagreements(seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.integers(1, 6, size=(3, 6)).astype(float)
    table[random.random(table.shape) < 0.2] = NAN
    table[:, 0] = [1, 3, 5]
    units = [unit[~np.isnan(unit)] for unit in table.T]
    units = [unit for unit in units if len(unit) > 1]
    everyone = np.concatenate(units)
    n = len(everyone)
    observed = sum(
        sum((a - b) ** 2 for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    )
    expected = sum((a - b) ** 2 for a, b in permutations(everyone, 2))
    alpha = 1 - observed / n / (expected / (n * (n - 1)))
    assert krippendorff_alpha(table, "interval") == pytest.approx(alpha)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_many_tables_at_once(level: str) -> None:
    random = np.random.default_rng(3)
    tables = random.integers(0, 5, size=(20, 3, 24)).astype(float)
    tables[random.random(tables.shape) < 0.06] = NAN
    tables[4] = 2.0
    tables[5] = NAN
    together = krippendorff_alpha(tables, level)
    assert np.isnan(together[[4, 5]]).all()
    for place in (0, 1, 19):
        assert together[place] == pytest.approx(krippendorff_alpha(tables[place], level))


def test_perfect_agreement_whatever_is_missing() -> None:
    assert krippendorff_alpha([[1, 2, 3, NAN], [1, 2, NAN, 4]], "ordinal") == 1


@pytest.mark.parametrize(
    ("ratings", "level", "words"),
    [
        ([[1, 1], [1, 1]], "nominal", "equal"),
        ([[1, NAN], [NAN, 2]], "nominal", "two ratings"),
        ([[NAN, NAN]], "nominal", "two ratings"),
        ([[1, -1], [1, 2]], "ratio", "0 or more"),
        ([[1, 2], [1, 2]], "cardinal", "not 'cardinal'"),
        ([1, 2], "nominal", "raters, units"),
    ],
)
def test_no_alpha(ratings: list, level: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        krippendorff_alpha(ratings, level)
