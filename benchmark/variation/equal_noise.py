"""Whether the leads of all divisions differ equally: one variance of noise, or a discordant one.

The lead variance is pooled over divisions, which is right only if they share it.
"""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.distributions import f_quantile
from benchmark.variation.shapes import MATRIX, Floats, Truths

DRAWS, SEED = 999, 19411
FEWEST_DIVISIONS, FEWEST_LEADS = 3, 3
TOO_SMALL = "equal noise can be tested from three divisions with three leads each"
NO_NOISE = "leads of a division agree fully once role is taken out, so there is no noise to compare"


@dataclass(frozen=True, slots=True, eq=False)
class EqualNoise:
    """Cochran's C with its permutation p; variances in squared points.

    ``variances`` (divisions,): of a lead's mean in each division; ``discordant``: where the pooled
    variance does not fit; ``used``: what an interval has to use: the variance pooled over the
    others, or for a discordant division, by convention, half way from that to its own.
    """

    c: float
    p: float
    pooled: float
    variances: Floats
    used: Floats
    discordant: Truths


def equal_noise(
    means: Floats, *, level: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> EqualNoise:
    """Test that the divisions of a trust share one variance between leads.

    ``means`` (divisions, roles): each lead's mean over practices, none missing. With division and
    role taken out, C = the largest variance of a division / the sum of all (Cochran 1941, Annals
    of Eugenics 11:47). Its p is the share of random exchanges of the leads' contrasts (Helmert's:
    what is left within divisions, free of each other) whose C is as large, the observed one
    counted in (Phipson & Smyth 2010). Raises ValueError with the reason for fewer than three
    divisions or leads, a missing mean, or full agreement.

    >>> steady = [[2.0, 2.1, 2.3], [3.1, 3.0, 3.2], [2.5, 2.7, 2.6], [3.5, 3.4, 3.7]]
    >>> torn = [1.0, 4.5, 2.0]
    >>> found = equal_noise(np.array([*steady, torn]))
    >>> round(found.c, 2), found.p < 0.05, found.discordant.tolist()
    (0.79, True, [False, False, False, False, True])
    """
    if means.ndim != MATRIX or len(means) < FEWEST_DIVISIONS or means.shape[1] < FEWEST_LEADS:
        raise ValueError(TOO_SMALL)
    if not np.isfinite(means).all():
        raise ValueError("equal noise needs the mean of every lead")
    left, scale = _contrasts(means)
    shares = _shares((left / scale)[None])[0]
    by_chance = _by_chance(left / scale, draws, seed)
    p = (1 + int((by_chance >= shares.max() * (1 - 1e-9)).sum())) / (1 + draws)
    limit = float(np.quantile(by_chance, level, method="higher"))
    discordant = (shares > limit) & (p <= 1 - level)
    df = (means.shape[1] - 1) * (len(means) - 1) / len(means)  # of each division, after role
    variances = (left**2).sum(axis=1) / df
    return EqualNoise(
        c=float(shares.max()),
        p=p,
        pooled=float(variances.mean()),
        variances=variances,
        used=_used(variances, discordant),
        discordant=discordant,
    )


def _contrasts(means: Floats) -> tuple[Floats, float]:
    """What is left within divisions once role is out (divisions, roles - 1), and the unit."""
    left = _centred(means @ _helmert(means.shape[1]))
    scale = max(float(np.abs(means).max()), 1e-150)
    if not np.abs(left).max() > 1e-9 * scale:
        raise ValueError(NO_NOISE)
    return left, scale


def _used(variances: Floats, discordant: Truths) -> Floats:
    pooled = variances[~discordant].mean()
    used: Floats = np.where(discordant, (variances + pooled) / 2, pooled)
    return used


def _helmert(roles: int) -> Floats:
    """Orthonormal contrasts (roles, roles - 1): each role against the mean of those before it."""
    contrasts = np.tril(np.ones((roles - 1, roles)))
    contrasts[np.arange(roles - 1), np.arange(1, roles)] = -np.arange(1.0, roles)
    scaled: Floats = (contrasts / np.linalg.norm(contrasts, axis=1, keepdims=True)).T
    return scaled


def _centred(contrasts: Floats) -> Floats:
    """Role taken out of the contrasts of each table (..., divisions, roles - 1)."""
    centred: Floats = contrasts - contrasts.mean(axis=-2, keepdims=True)
    return centred


def _shares(left: Floats) -> Floats:
    """Each division's share (tables, divisions) of the sums of squares of its table."""
    squares = (left**2).sum(axis=-1)
    shares: Floats = squares / squares.sum(axis=-1, keepdims=True)
    return shares


def _by_chance(left: Floats, draws: int, seed: int) -> Floats:
    shuffled = np.random.default_rng(seed).permuted(
        np.broadcast_to(left.ravel(), (draws, left.size)), axis=1
    )
    largest: Floats = _shares(_centred(shuffled.reshape(draws, *left.shape))).max(axis=1)
    return largest


def cochran_critical(level: float, groups: int, df: int) -> float:
    """The largest share of one of ``groups`` variances of ``df`` degrees of freedom by chance.

    1 / (1 + (k - 1) / F(1 - (1 - level) / k; df, (k - 1) df)), for normal noise; all arguments are
    numbers. Source: 't Lam 2010, Analytica Chimica Acta 659:68.

    >>> round(cochran_critical(0.95, 5, 2), 3)
    0.684
    """
    if groups < FEWEST_DIVISIONS - 1 or df < 1 or not 0 < level < 1:
        raise ValueError("a critical share needs two groups, a degree of freedom and a level")
    f = float(f_quantile(1 - (1 - level) / groups, df, (groups - 1) * df))
    return 1 / (1 + (groups - 1) / f)
