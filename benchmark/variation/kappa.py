"""Kappa: agreement on categories beyond chance."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from benchmark.variation.shapes import MATRIX, PAIR, Floats

Weights = Literal["linear", "quadratic", "unweighted"]

ONE_CATEGORY = "all ratings fall into one category, so agreement cannot be told from chance"

DISAGREEMENT: dict[str, Callable[[Floats], NDArray[Any]]] = {
    "linear": np.abs,
    "quadratic": lambda apart: apart**2,
    "unweighted": lambda apart: apart != 0,
}


def weighted_kappa(counts: ArrayLike, weights: Weights | ArrayLike = "unweighted") -> float:
    """Cohen's weighted kappa of two raters, 1 - sum(w observed) / sum(w expected).

    ``counts`` (categories, categories): how often the first rater said the row and the second the
    column, as counts or proportions. ``weights``: "linear" |i - j|, "quadratic" (i - j)^2,
    "unweighted", or a matrix (categories, categories) of disagreement. Expected is the product of
    the margins. Source: Cohen 1968, Psychological Bulletin 70:213.

    Raises ValueError when no disagreement can be expected (all ratings in one category).

    >>> cohen = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    >>> round(weighted_kappa(cohen, [[0, 1, 3], [1, 0, 6], [3, 6, 0]]), 5)
    0.34783
    """
    table = np.asarray(counts, float)
    if table.ndim != MATRIX or table.shape[0] != table.shape[1]:
        raise ValueError("counts need the shape (categories, categories)")
    if not (table >= 0).all() or not 0 < table.sum() < np.inf:
        raise ValueError("counts must be finite and 0 or more, and at least one above 0")
    weight = _disagreement(weights, len(table))
    share = table / table.sum()
    expected = (weight * np.outer(share.sum(axis=1), share.sum(axis=0))).sum()
    if not expected > 0:
        raise ValueError(ONE_CATEGORY)
    return float(1 - (weight * share).sum() / expected)


def _disagreement(weights: Weights | ArrayLike, categories: int) -> Floats:
    if isinstance(weights, str):
        if weights not in DISAGREEMENT:
            raise ValueError(f"weights are {', '.join(DISAGREEMENT)} or a matrix, not {weights!r}")
        apart = np.subtract.outer(np.arange(categories), np.arange(categories)).astype(float)
        return np.asarray(DISAGREEMENT[weights](apart), float)
    matrix = np.asarray(weights, float)
    if matrix.shape != (categories, categories):
        raise ValueError("weights need the same shape as counts")
    if not (np.isfinite(matrix).all() and (matrix >= 0).all()):
        raise ValueError("weights of disagreement must be finite and 0 or more")
    return matrix


def fleiss_kappa(counts: ArrayLike) -> float:
    """Fleiss' kappa of many raters, (P - Pe) / (1 - Pe).

    ``counts`` (subjects, categories): how many raters put the subject into the category. P is the
    mean share of agreeing pairs of raters in a subject, Pe the sum of squared shares of the
    categories. Subjects may have different numbers of raters; one with fewer than two is left out.
    Source: Fleiss 1971, Psychological Bulletin 76:378.

    Raises ValueError when no subject has two raters or all fall into one category.

    >>> round(fleiss_kappa([[3, 0], [0, 3], [2, 1], [3, 0]]), 4)
    0.625
    """
    table = np.asarray(counts, float)
    if table.ndim != MATRIX or not (table >= 0).all() or np.isinf(table).any():
        raise ValueError("counts need the shape (subjects, categories), each finite and 0 or more")
    raters = table.sum(axis=1)
    table, raters = table[raters >= PAIR], raters[raters >= PAIR]
    if not len(table):
        raise ValueError("Fleiss' kappa needs a subject with two raters")
    agreed = ((table * (table - 1)).sum(axis=1) / (raters * (raters - 1))).mean()
    chance = ((table.sum(axis=0) / table.sum()) ** 2).sum()
    if not chance < 1:
        raise ValueError(ONE_CATEGORY)
    return float((agreed - chance) / (1 - chance))
