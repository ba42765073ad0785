"""The likelihood by joining groups: slope by differences. Its value is tested in components."""

import numpy as np
import pytest

from benchmark.variation.likelihood import build_tree, fit_at


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_slope_is_the_difference_quotient(method: str) -> None:
    random = np.random.default_rng(5)
    outer = np.repeat([0, 1, 2], [12, 7, 21])
    inner = outer * 3 + random.integers(0, 3, size=40)
    scores = random.normal(size=40)
    design = np.column_stack([np.ones(40), random.normal(size=40)])
    _, places = np.unique(inner, return_inverse=True)
    tree = build_tree(scores, np.array([outer, places]), design, design.T @ design)
    gammas, h = np.array([0.4, 0.0]), 1e-6
    slope = fit_at(tree, gammas + h, method).slope
    for level in range(2):
        high, low = gammas + h, gammas + h
        high, low = high + h * np.eye(2)[level], low - h * np.eye(2)[level]
        ends = (fit_at(tree, side, method).criterion for side in (high, low))
        quotient = (next(ends) - next(ends)) / (2 * h)
        assert slope[level] == pytest.approx(quotient, rel=1e-4, abs=1e-5)


def test_tree_counts_every_row_once() -> None:
    places = np.array([[0, 0, 1, 1, 1], [0, 1, 2, 2, 3]])
    tree = build_tree(np.arange(5.0), places, np.ones((5, 1)), np.array([[5.0]]))
    assert tree.counts.tolist() == [1, 1, 2, 1]
    assert [parent.tolist() for parent in tree.parents] == [[0, 0, 1, 1], [0, 0]]
    assert tree.sums[:, 1].tolist() == [0, 1, 5, 4]
