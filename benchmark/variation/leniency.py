"""How leniently each rater scores: fixed scenes whose right level is known, and shrinkage."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import MATRIX, PAIR, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Leniency:
    """Differences from the key in levels; above 0 is lenient, below 0 strict.

    ``raw`` (raters,) are mean differences, ``shrunken`` (raters,) the same drawn towards their
    ``pooled`` mean by the share ``kept`` (0 to 1), and ``error`` the standard error that each
    shrunken one has, all of them the same.
    """

    raw: Floats
    shrunken: Floats
    pooled: float
    kept: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """Scores as given and with the raters' leniency taken off, both (raters, items)."""

    raw: Floats
    adjusted: Floats


def leniency(ratings: ArrayLike, key: ArrayLike) -> Leniency:
    """Each rater's mean difference from the key, shrunken by empirical Bayes over the raters.

    ``ratings`` (raters, scenes) are levels without gaps and ``key`` (scenes,) the right levels.
    Model: difference = scene + rater + error, raters normal with variance t2 and errors with s2.
    From the two-way table, s2 = MS(error) and t2 = (MS(raters) - MS(error)) / k for k scenes, at
    least 0; shrunken = pooled + B (raw - pooled) with B = t2 / (t2 + s2 / k), and its standard
    error is sqrt(B s2 / k). Sources: Morris 1983, Journal of the American Statistical Association
    78:47 (empirical Bayes); Hoyt 1941, Psychometrika 6:153 (B = 1 - MS(error) / MS(raters)); King,
    Murray, Salomon & Tandon 2004, American Political Science Review 98:191 (fixed scenes). Levels
    count as equally far apart, and a rater as equally lenient on every scene and practice.

    Raises ValueError with fewer than two raters or scenes, or with gaps.

    >>> found = leniency([[3, 4, 5], [2, 3, 4], [2, 2, 3], [3, 3, 4]], [2, 3, 4])
    >>> found.raw.round(3).tolist(), round(found.kept, 3)
    ([1.0, 0.0, -0.667, 0.333], 0.923)
    >>> found.shrunken.round(3).tolist(), round(found.error, 3)
    ([0.936, 0.013, -0.603, 0.321], 0.185)
    """
    differences = _differences(ratings, key)
    raters, scenes = differences.shape
    raw = differences.mean(axis=1)
    pooled = float(raw.mean())
    left = differences - raw[:, np.newaxis] - differences.mean(axis=0) + pooled
    error = float((left**2).sum() / ((raters - 1) * (scenes - 1)))
    between = float(scenes * ((raw - pooled) ** 2).sum() / (raters - 1))
    kept = 1 - error / between if between > error else 0.0
    shrunken = pooled + kept * (raw - pooled)
    return Leniency(raw, shrunken, pooled, kept, float(np.sqrt(kept * error / scenes)))


def side_by_side(scores: ArrayLike, shrunken: ArrayLike) -> SideBySide:
    """Scores as given beside scores less each rater's leniency; neither replaces the other.

    ``scores`` (raters, items), NaN = missing and stays so, and ``shrunken`` (raters,). Adjusted
    scores may lie outside the scale: cutting them off would favour the lenient.

    >>> side_by_side([[3.0, 5.0]], [0.5]).adjusted.tolist()
    [[2.5, 4.5]]
    """
    raw, taken = np.array(scores, float), np.asarray(shrunken, float)
    if raw.ndim != MATRIX or taken.shape != raw.shape[:1]:
        raise ValueError("scores have the shape (raters, items), and leniencies (raters,)")
    return SideBySide(raw, raw - taken[:, np.newaxis])


def _differences(ratings: ArrayLike, key: ArrayLike) -> Floats:
    given, right = np.asarray(ratings, float), np.asarray(key, float)
    if given.ndim != MATRIX or right.shape != given.shape[1:]:
        raise ValueError("ratings have the shape (raters, scenes), and the key (scenes,)")
    if min(given.shape) < PAIR:
        raise ValueError("leniency needs at least two raters and two scenes")
    if not (np.isfinite(given).all() and np.isfinite(right).all()):
        raise ValueError("ratings and key must have no gaps: leave out who skipped a scene")
    differences: Floats = given - right
    return differences
