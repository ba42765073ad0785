"""The share of the variation between divisions that lies within trusts, and how sure it is."""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.full_model import FullComponents
from benchmark.variation.shapes import PAIR, Floats, Places

DRAWS, SHUFFLES, SEED = 4_000, 1_000, 20_220_631
NO_SPREAD = "all divisions have the same mean"
ONE_TRUST = "there is only one trust, so trusts cannot be compared"
NO_TRUE_SPREAD = "neither trusts nor divisions differ beyond noise, so there is nothing to share"
TRUST, DIVISION = range(2)


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def corrected_share(found: FullComponents) -> float:
    """Division variance / (trust + division variance): the noise of leads and items taken out.

    A ratio of variance components, without a unit (Searle, Casella & McCulloch 1992, *Variance
    Components*, section 3.6).

    Raises ValueError where there is no trust variance to compare with, or both are 0.

    >>> components = FullComponents(0.3, 0.2, 0, 0, 0, 1, 0, *[np.zeros(6)] * 4)
    >>> corrected_share(components)
    0.4
    """
    if found.trust is None or found.division is None:
        raise ValueError(ONE_TRUST)
    if not found.trust + found.division > 0:
        raise ValueError(NO_TRUE_SPREAD)
    return found.division / (found.trust + found.division)


def share_interval(
    found: FullComponents, level: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> Interval:
    """Generalised confidence interval of the corrected share (Weerahandi 1993).

    Each mean square is drawn as its value x freedom / chi-square, the variances follow from the
    expected mean squares, below 0 counts as 0 (Weerahandi, "Generalized confidence intervals",
    Journal of the American Statistical Association 88:899; for variance components Park & Burdick
    2003, Journal of Quality Technology 35:362). A draw in which neither varies says nothing of the
    share and widens both ends. Seeded. Raises ValueError as ``corrected_share``.

    >>> from benchmark.variation.full_model import full_components
    >>> noise = np.random.default_rng(1).normal(size=(120, 6))
    >>> scores = noise + np.repeat(noise[:40, :1], 3, axis=0)  # divisions differ, trusts do not
    >>> found = full_components(scores, np.repeat(range(40), 3), np.repeat(range(10), 12))
    >>> share_interval(found).high
    1.0
    """
    corrected_share(found)
    drawn = np.maximum(_drawn(found, draws, seed), 0.0)
    total = drawn[:, TRUST] + drawn[:, DIVISION]
    known = total > 0
    shares = drawn[:, DIVISION] / np.where(known, total, 1.0)
    low = np.quantile(np.where(known, shares, 0.0), (1 - level) / 2)
    high = np.quantile(np.where(known, shares, 1.0), (1 + level) / 2)
    return Interval(float(low), float(high))


def component_intervals(
    found: FullComponents, level: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> tuple[Interval | None, ...]:
    """Generalised confidence intervals of the six variances, as ``share_interval`` makes them.

    Order: trust, division, trust x practice, division x practice, lead, residual; None for a level
    that the data do not have. A variance of 0 has its interval as well. Squared points. Source:
    Weerahandi 1993, Journal of the American Statistical Association 88:899.

    >>> from benchmark.variation.full_model import full_components
    >>> noise = np.random.default_rng(1).normal(size=(120, 6))
    >>> found = full_components(noise, np.repeat(range(40), 3), np.repeat(range(10), 12))
    >>> intervals = component_intervals(found)
    >>> intervals[5].low < 1 < intervals[5].high
    True
    """
    of_divisions = (found.trust, found.division, found.trust_practice, found.division_practice)
    values = (*of_divisions, found.lead, found.residual)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.maximum(np.quantile(_drawn(found, draws, seed), tails, axis=0), 0.0).tolist()
    return tuple(
        None if value is None else Interval(low[place], high[place])
        for place, value in enumerate(values)
    )


def part_intervals(
    found: FullComponents, level: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> tuple[Interval | None, ...]:
    """Generalised confidence intervals of each variance over the sum of all six.

    Order and source as ``component_intervals`` (Weerahandi 1993, Journal of the American
    Statistical Association 88:899), from the same draws; a share lies between 0 and 1.

    >>> from benchmark.variation.full_model import full_components
    >>> noise = np.random.default_rng(1).normal(size=(120, 6))
    >>> found = full_components(noise, np.repeat(range(40), 3), np.repeat(range(10), 12))
    >>> part_intervals(found)[5].high <= 1
    True
    """
    of_divisions = (found.trust, found.division, found.trust_practice, found.division_practice)
    drawn = np.maximum(_drawn(found, draws, seed), 0.0)
    shares = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-300)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(shares, tails, axis=0).tolist()
    return tuple(
        None if value is None else Interval(low[place], high[place])
        for place, value in enumerate((*of_divisions, found.lead, found.residual))
    )


def _drawn(found: FullComponents, draws: int, seed: int) -> Floats:
    """The six variances (draws, 6), also below 0; a stratum without freedom is a constant."""
    random = np.random.default_rng(seed)
    squares = np.tile(found.mean_squares, (draws, 1))
    for place in np.flatnonzero(found.freedom > 0):
        freedom = found.freedom[place]
        squares[:, place] *= freedom / random.chisquare(freedom, draws)
    return np.asarray(np.linalg.solve(found.weights, squares.T).T, float)


def raw_share(means: Floats, trust: Places) -> float:
    """Sum of squares of observed division means within trusts, over their total sum of squares.

    ``means`` and ``trust`` (divisions,). The sums of squares of the one-way layout (Scheffe 1959,
    *The Analysis of Variance*, chapter 3). Raises ValueError with the reason where there is none.

    >>> raw_share(np.array([1.0, 3, 5, 7]), np.array([0, 0, 1, 1]))
    0.2
    """
    _, place = np.unique(trust, return_inverse=True)
    if place.max(initial=0) + 1 < PAIR:
        raise ValueError(ONE_TRUST)
    centred = means - means.mean()
    total = float((centred**2).sum())
    if not total > 0:
        raise ValueError(NO_SPREAD)
    trust_means = np.bincount(place, centred) / np.bincount(place)
    return float(((centred - trust_means[place]) ** 2).sum()) / total


@dataclass(frozen=True, slots=True)
class Placebo:
    """Raw shares with divisions shuffled over trusts: what no trust at all would look like."""

    mean: float
    low: float
    high: float


def placebo_share(
    means: Floats, trust: Places, shuffles: int = SHUFFLES, seed: int = SEED
) -> Placebo:
    """Mean and 95% range of the raw share when divisions are dealt out to trusts at random.

    ``means`` and ``trust`` (divisions,). With N divisions and T trusts the mean tends to
    (N - T) / (N - 1). Seeded. Source of such tests: Pitman 1938, Biometrika 29:322. Raises
    ValueError as ``raw_share``.

    >>> placebo = placebo_share(np.arange(20.0), np.repeat(np.arange(5), 4))
    >>> abs(placebo.mean - 15 / 19) < 0.02
    True
    """
    raw_share(means, trust)
    order = np.argsort(trust, kind="stable")
    _, starts, counts = np.unique(trust[order], return_index=True, return_counts=True)
    random = np.random.default_rng(seed)
    centred = np.sort(means - means.mean())  # the order of the rows does not matter
    shuffled = random.permuted(np.tile(centred, (shuffles, 1)), axis=1)
    sums = np.add.reduceat(shuffled, starts, axis=1)
    between = (sums**2 / counts).sum(axis=1) / (centred**2).sum()
    shares = np.maximum(1 - between, 0.0)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Placebo(float(shares.mean()), float(low), float(high))
