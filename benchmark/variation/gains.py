"""Which practices a division would gain most from: value times chance, over posterior draws."""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.shapes import MATRIX, Floats

DRAWS, SEED = 2_000, 19_480_705
BETTER = 0.75  # the better quarter of the other divisions begins here
FEWEST_OTHERS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """What one division could gain in each practice (practices,), in points; NaN = not worked out.

    ``target``: what the better quarter of the others reach, on average over the draws; ``chance``:
    of being truly below it; ``value``: how far, when below; ``expected``: value x chance;
    ``among``: share of the draws in which the practice is one of the ``most`` largest gains.
    """

    target: Floats
    chance: Floats
    value: Floats
    expected: Floats
    among: Floats
    most: int


def gains(
    levels: Floats,
    variances: Floats,
    division: int,
    most: int = 3,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Gains:
    """Gains of one division from the levels that every reader sees and their pooled noise.

    ``levels`` (divisions, practices), one level a division, NaN = none; ``variances`` (practices,):
    noise variance v of one level; ``division``: its row. True levels are drawn from the posterior
    of a normal model with one variance tau2 between divisions, pooled over the practices and
    estimated by moments, at least 0 (Morris 1983, Journal of the American Statistical Association
    78:47): mean m + k (y - m), variance k v, with k = tau2 / (tau2 + v). The error of m is the same
    for all divisions of a practice and cancels. In a draw the target is the upper quartile of the
    other divisions, and the gain g = max(0, target - own). The mean of g is the mean gain when
    below times the chance of being below: value x chance. How often a practice is among the
    ``most`` largest gains says how firm its place is (after Laird & Louis 1989, Journal of
    Educational Statistics 14:29, who draw ranks instead of ranking estimates). NaN for a practice
    without a level here or with fewer than three elsewhere. The same input gives the same draws.

    Raises ValueError for another shape, a variance below 0 or a row that does not exist.

    >>> levels = np.array([[1.0, 3], [4, 3], [4, 3], [4, 3], [4, 3]])
    >>> found = gains(levels, np.full(2, 0.1), 0)
    >>> found.expected.round(1).tolist(), found.among.round(1).tolist()
    ([2.8, 0.2], [1.0, 0.7])
    """
    _check(levels, variances, division)
    own, others = _drawn(levels, variances, division, draws, seed)
    return _gains(own, _better_quarter(others), most)


def _gains(own: Floats, target: Floats, most: int) -> Gains:
    """From true levels and targets (draws, practices) to what they say together."""
    gained = np.maximum(target - own, 0.0)  # NaN stays
    unknown = np.isnan(gained).any(axis=0)
    below = gained > 0
    count = np.maximum(below.sum(axis=0), 1)
    chance = below.mean(axis=0)
    value = np.where(below, gained, 0.0).sum(axis=0) / count
    target, chance, value, among = (
        np.where(unknown, np.nan, part)
        for part in (target.mean(axis=0), chance, value, _among(gained, most))
    )
    return Gains(target, chance, value, value * chance, among, most)


def _check(levels: Floats, variances: Floats, division: int) -> None:
    if levels.ndim != MATRIX or variances.shape != levels.shape[1:]:
        raise ValueError("levels need the shape (divisions, practices), variances one a practice")
    if not 0 <= division < len(levels):
        raise ValueError("there is no such division")
    if not (variances >= 0).all():
        raise ValueError("a variance must be 0 or more")


def _drawn(
    levels: Floats, variances: Floats, division: int, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """True levels of the division (draws, practices) and of the others (draws, others, ...)."""
    present = ~np.isnan(levels)
    counts = np.maximum(present.sum(axis=0), 1)
    means = np.where(present, levels, 0.0).sum(axis=0) / counts
    kept = _kept(levels - means, variances, counts)
    centre, spread = means + kept * (levels - means), np.sqrt(kept * variances)
    noise = np.random.default_rng(seed).standard_normal((draws, *levels.shape))
    true = centre + spread * noise
    return true[:, division], np.delete(true, division, axis=1)


def _kept(apart: Floats, variances: Floats, counts: Floats) -> Floats:
    """Share (practices,) of a distance from the mean that is no noise; 0 where nothing varies."""
    present = ~np.isnan(apart)
    freedom = float((counts - 1)[present.any(axis=0)].sum())
    squares = float(np.nansum(apart**2))
    noise = float(((counts - 1) * variances)[present.any(axis=0)].sum())
    between = max((squares - noise) / freedom, 0.0) if freedom else 0.0
    total = between + variances
    return np.divide(between, total, out=np.zeros_like(variances), where=total > 0)


def _better_quarter(others: Floats) -> Floats:
    """The upper quartile (draws, practices) over the others that have a level."""
    target = np.full((len(others), others.shape[2]), np.nan)
    for practice in range(others.shape[2]):
        column = others[:, :, practice]
        column = column[:, ~np.isnan(column[0])]
        if column.shape[1] >= FEWEST_OTHERS:
            target[:, practice] = np.quantile(column, BETTER, axis=1)
    return target


def _among(gained: Floats, most: int) -> Floats:
    """Share of the draws in which each practice is among the ``most`` largest gains above 0."""
    ranked = np.argsort(-np.nan_to_num(gained), axis=1, kind="stable")[:, :most]
    chosen = np.zeros(gained.shape, bool)
    np.put_along_axis(chosen, ranked, values=True, axis=1)
    chosen &= np.nan_to_num(gained) > 0
    return np.asarray(chosen.mean(axis=0), float)
