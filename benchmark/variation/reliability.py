"""How far the items of a questionnaire measure one thing."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.finite import finite_or_missing
from benchmark.variation.pieces import in_pieces
from benchmark.variation.shapes import MATRIX, PAIR, Floats

ROUNDING = 1e-12  # of the variances, what their sum can leave of nothing
CENTRING = 1e-14  # of the answers, what taking out their mean can leave of nothing
TOO_FEW = "Cronbach's alpha needs two respondents for every pair of items"
NO_VARIATION = "the sum of the items does not vary, so alpha is not defined"


def cronbach_alpha(
    items: ArrayLike, missing: Literal["pairwise", "listwise"] = "pairwise"
) -> float:
    """Cronbach's alpha, k / (k - 1) x (1 - sum of item variances / variance of the sum).

    ``items`` (respondents, items), NaN = missing. The variance of the sum is the sum of all
    covariances. "pairwise" takes each variance and covariance from the respondents who answered
    both items; "listwise" leaves out respondents with any gap. Source: Cronbach 1951,
    Psychometrika 16:297.

    Raises ValueError with fewer than two items, a pair of items without two common respondents, or
    answers that do not vary.

    >>> round(cronbach_alpha([[2, 3], [4, 4], [5, 5], [1, 2]]), 4)
    0.9655
    """
    table = finite_or_missing(items, "answers")
    if table.ndim != MATRIX or table.shape[1] < PAIR:
        raise ValueError("Cronbach's alpha needs at least two items")
    if missing == "listwise":
        table = table[~np.isnan(table).any(axis=1)]
    present = ~np.isnan(table)
    both = present.T.astype(float) @ present
    if not (both >= PAIR).all():
        raise ValueError(TOO_FEW)
    alpha = float(cronbach_alphas(table))
    if np.isnan(alpha):
        raise ValueError(NO_VARIATION)
    return alpha


def cronbach_alphas(items: ArrayLike) -> Floats:
    """Cronbach's alpha, pairwise, of many tables at once.

    ``items`` (..., respondents, items), NaN = missing; the result has shape (...), NaN where alpha
    is not defined. Formula and source (Cronbach 1951) as ``cronbach_alpha``.

    >>> two = [[[2, 3], [4, 4], [5, 5], [1, 2]], [[3, 3], [3, 3], [3, 3], [3, 3]]]
    >>> cronbach_alphas(two).round(4)
    array([0.9655,    nan])
    """
    table = finite_or_missing(items, "answers")
    if table.ndim < MATRIX or table.shape[-1] < PAIR:
        raise ValueError("Cronbach's alpha needs at least two items")
    (alphas,) = in_pieces(_alphas, table)
    return alphas


def _alphas(table: Floats) -> tuple[Floats]:
    gaps, k = np.isnan(table), table.shape[-1]
    if table.shape[-2] < PAIR:
        return (np.full(table.shape[:-2], np.nan),)
    if gaps.any():
        covariances = _pairwise_covariances(table)
        own = np.einsum("...ii->...", covariances)
        total = covariances.sum(axis=(-2, -1))
        size = np.where(gaps, 0.0, np.abs(table)).max(axis=(-2, -1))
    else:
        own, total = _sums_of_variances(table)
        size = np.abs(table[..., 0, :]).max(axis=-1)
    defined = total > ROUNDING * own + (CENTRING * size) ** 2  # False for NaN
    alphas = k / (k - 1) * (1 - own / np.where(defined, total, 1.0))
    return (np.where(defined, alphas, np.nan),)


def _sums_of_variances(table: Floats) -> tuple[Floats, Floats]:
    """Sum of the variances of items, and variance of their sum, of complete answers."""
    respondents, items = table.shape[-2:]
    centred = table - (np.ones(respondents) @ table / respondents)[..., None, :]
    sums = centred @ np.ones(items)
    own = np.einsum("...ri,...ri->...", centred, centred) / (respondents - 1)
    return own, np.einsum("...r,...r->...", sums, sums) / (respondents - 1)


def _pairwise_covariances(table: Floats) -> Floats:
    """Covariances (..., items, items), each over the respondents who answered both items."""
    known = ~np.isnan(table)
    present = known.astype(float)
    # moving the origin loses no covariance and keeps small spreads exact
    filled = np.where(known, table, 0.0)
    centre = filled.sum(axis=-2) / np.maximum(present.sum(axis=-2), 1)
    centred = np.where(known, table - centre[..., None, :], 0.0)
    across = np.swapaxes(centred, -1, -2)
    both = np.swapaxes(present, -1, -2) @ present
    sums = across @ present
    products = across @ centred - sums * np.swapaxes(sums, -1, -2) / np.maximum(both, 1)
    return np.where(both >= PAIR, products / np.maximum(both - 1, 1), np.nan)
