"""The two-way analysis of variance by its definition, with gaps, and where nothing varies."""

import numpy as np
import pytest

from benchmark.variation.two_way import mean_squares


def by_definition(table: np.ndarray) -> list[float]:
    n, k = table.shape
    targets, raters, grand = table.mean(axis=1), table.mean(axis=0), table.mean()
    left = table - targets[:, None] - raters + grand
    return [
        k * ((targets - grand) ** 2).sum() / (n - 1),
        n * ((raters - grand) ** 2).sum() / (k - 1),
        (left**2).sum() / ((n - 1) * (k - 1)),
        ((table - targets[:, None]) ** 2).sum() / (n * (k - 1)),
    ]


@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_many_tables_with_and_without_gaps(offset: float) -> None:
    tables = np.random.default_rng(1).normal(3, 1, (5, 8, 3)) + offset
    tables[2, 4, 1] = np.nan
    found = mean_squares(tables)
    for place, table in enumerate(tables):
        kept = table[~np.isnan(table).any(axis=1)]
        ours = [found.targets, found.raters, found.error, found.within]
        assert [part[place] for part in ours] == pytest.approx(by_definition(kept), rel=1e-7)
        assert found.n[place] == len(kept)


def test_what_does_not_vary_is_exactly_zero() -> None:
    equal = mean_squares(np.full((7, 3), 0.1))
    assert (equal.targets, equal.raters, equal.error, equal.within) == (0, 0, 0, 0)
    strict = mean_squares(np.array([[0.1, 0.3], [0.2, 0.4], [0.7, 0.9]]))
    assert strict.error == 0
    assert strict.raters == pytest.approx(3 * 2 * 0.1**2)


def test_no_infinite_rating() -> None:
    with pytest.raises(ValueError, match="finite numbers"):
        mean_squares(np.array([[1.0, np.inf], [2, 3]]))
