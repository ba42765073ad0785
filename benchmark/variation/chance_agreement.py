"""How small an average deviation must be to differ from answering at random."""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.agreement import MOST_PATTERNS
from benchmark.variation.shapes import Floats, Places

DRAWS, SEED = 200_000, 20_220_631


def null_deviations(
    raters: int, options: int, weights: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Every average deviation from the mean that raters show at random, and its probability.

    ``weights`` (options,) are the chances of the levels, equal unless given. Both results
    (deviations,), ascending. All options^raters patterns are listed up to a million, otherwise
    200,000 are drawn with a fixed seed. Source of the index: Burke, Finkelstein & Dusig 1999,
    Organizational Research Methods 2:49; of its test: Dunlap, Burke & Smith-Crowe 2003, Journal of
    Applied Psychology 88:356.

    >>> deviations, chances = null_deviations(3, 5)
    >>> (chances * 125).round().astype(int).tolist()
    [5, 24, 18, 18, 24, 18, 12, 6]
    >>> (deviations * 9).round().astype(int).tolist()  # ninths of a level
    [0, 4, 6, 8, 10, 12, 14, 16]
    """
    if raters < 1 or options < 1:
        raise ValueError("agreement against chance needs a rater and an option")
    chance = np.full(options, 1 / options) if weights is None else np.asarray(weights, float)
    listed = options**raters <= MOST_PATTERNS
    patterns = _all(raters, options) if listed else _some(raters, chance)
    each = chance[patterns].prod(axis=1) if listed else np.full(DRAWS, 1 / DRAWS)
    spread = np.abs(patterns - patterns.mean(axis=1, keepdims=True)).mean(axis=1).round(9)
    deviations, place = np.unique(spread, return_inverse=True)
    return np.asarray(deviations, float), np.bincount(place, each).astype(float)


def critical_deviation(
    raters: int, options: int, level: float = 0.05, weights: ArrayLike | None = None
) -> float | None:
    """The largest average deviation that chance reaches in at most ``level`` of groups, or None.

    None: not even unanimity differs from chance. For three raters on five levels only unanimity
    does (5 / 125 = .04), and under the lenient null (.05 .10 .20 .40 .25) not even that. In points
    of the scale. Source: Dunlap, Burke & Smith-Crowe 2003, Journal of Applied Psychology 88:356.

    >>> critical_deviation(3, 5)
    0.0
    >>> critical_deviation(3, 5, weights=[0.05, 0.10, 0.20, 0.40, 0.25]) is None
    True
    >>> round(critical_deviation(10, 5), 2)
    0.74
    """
    deviations, chances = null_deviations(raters, options, weights)
    reached = np.flatnonzero(np.cumsum(chances) <= level + 1e-12)
    return float(deviations[reached[-1]]) if len(reached) else None


def _all(raters: int, options: int) -> Places:
    return np.array(list(product(range(options), repeat=raters)), np.intp)


def _some(raters: int, chance: Floats) -> Places:
    random = np.random.default_rng(SEED)
    return random.choice(len(chance), (DRAWS, raters), p=chance).astype(np.intp)
