"""Nested components and the raw share of a ratings table, level by level."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmark.variation.analysis import Variance
from benchmark.variation.components import nested_components
from benchmark.variation.decomposition import decompose
from benchmark.variation.grouping import group


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None = None
    trust: tuple[str, ...] | None = None
    items: tuple[str, ...] = ()
    role: tuple[str, ...] | None = None
    scale: tuple[float, float] = (1.0, 5.0)


RANDOM = np.random.default_rng(11)
FULL = Table(
    RANDOM.normal(size=(24, 4))
    + np.repeat(RANDOM.normal(size=8), 3)[:, None]
    + np.arange(4)
    + RANDOM.normal(0, 0.5, size=(24, 1)),
    division=tuple(np.repeat(list("abcdefgh"), 3)),
    trust=tuple(np.repeat(list("NS"), 12)),
)


def decomposed(table: Table) -> tuple[Variance, dict[str, str]]:
    reasons = {}
    return decompose(table, group(table), reasons), reasons


def test_reference_design() -> None:
    """The model score ~ practice + trust / division / rater, written out."""
    levels = [np.repeat(FULL.trust, 4), np.repeat(FULL.division, 4), np.repeat(np.arange(24), 4)]
    expected = nested_components(FULL.scores.ravel(), levels, np.tile(np.eye(4), (24, 1)))
    nested = decomposed(FULL)[0].nested
    assert (nested.trust, nested.division, nested.rater) == pytest.approx(expected.variances)
    assert nested.residual == pytest.approx(expected.residual)
    assert nested.criterion == pytest.approx(expected.criterion)


@pytest.mark.parametrize(
    ("table", "absent", "words"),
    [
        (replace(FULL, trust=None), "trust", "no trust column"),
        (replace(FULL, trust=("N",) * 24), "trust", "only one trust"),
        (replace(FULL, division=None), "division", "no division column"),
        (replace(FULL, division=("a",) * 24, trust=None), "division", "only one division"),
        (replace(FULL, scores=FULL.scores[:, :1]), "rater", "one practice"),
    ],
)
def test_a_level_that_does_not_exist_is_none(table: Table, absent: str, words: str) -> None:
    variance, reasons = decomposed(table)
    assert getattr(variance.nested, absent) is None
    assert words in reasons[f"variance.nested.{absent}"]
    assert variance.nested.residual > 0


def test_answers_that_cannot_be_decomposed() -> None:
    variance, reasons = decomposed(replace(FULL, scores=np.full((24, 4), 3.0)))
    assert variance.nested.residual is variance.nested.criterion is None
    assert "do not vary" in reasons["variance.nested"]
    assert reasons["variance.within_trust_share.raw"] == "all divisions have the same mean"


def test_one_practice_without_divisions() -> None:
    reasons = decomposed(Table(np.array([[1.0], [2.0], [4.0]])))[1]
    assert "no groups of answers" in reasons["variance.nested"]


def test_a_practice_nobody_answered() -> None:
    scores = np.column_stack([FULL.scores, np.full(24, np.nan)])
    nested = decomposed(replace(FULL, scores=scores))[0].nested
    assert nested.criterion == pytest.approx(decomposed(FULL)[0].nested.criterion)
