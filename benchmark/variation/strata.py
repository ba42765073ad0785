"""Mean squares of complete answers: the full model in closed form, and what they say of a share.

In complete data every random effect is constant within one of six strata, whose mean squares are
independent and hold all that the restricted likelihood needs (Searle, Casella & McCulloch 1992,
sections 4.5 and 4.8): trust, trust x practice, division in trust, division x practice, lead,
residual.
"""

import math
from dataclasses import dataclass

import numpy as np

from benchmark.variation.descent import Evaluation, minimise
from benchmark.variation.shapes import Floats, Places
from benchmark.variation.sheets import Sheets

LARGEST_RATIO = 1e11
NO_RESIDUAL = "answers do not vary beyond what the other effects explain"


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """``squares`` and ``freedom`` (strata,), and what each expects.

    ``weights`` (strata, 6): expected mean square = weights @ (the five variances in the order
    trust, division, trust x practice, division x practice, lead, then the residual).
    """

    squares: Floats
    freedom: Floats
    weights: Floats
    constant: float


def is_complete(sheets: Sheets) -> bool:
    """Whether nothing is missing, trusts are of one size and each role has one rater, or all do."""
    _, raters, practices = sheets.present.shape
    sizes = np.bincount(sheets.trust)
    roles = len(sheets.columns) // practices
    same_roles = bool((sheets.role == sheets.role[0]).all())
    return bool(sheets.present.all()) and not np.ptp(sizes) and same_roles and roles in {1, raters}


def strata_of(sheets: Sheets) -> Strata:
    """The six strata of complete sheets; without those of the trusts when there is only one."""
    n, r, p = sheets.present.shape
    with_roles = len(sheets.columns) > p
    t = sheets.trusts
    left = sheets.scores - sheets.scores.mean(axis=(0,) if with_roles else (0, 1))
    squares = _squares(left, sheets.trust, t)
    removed = r - 1 if with_roles else 0
    leads = n * (r - 1) - removed
    freedom = np.array([t - 1, (t - 1) * (p - 1), n - t, (n - t) * (p - 1), leads, leads * (p - 1)])
    fixed = r * p if with_roles else p
    constant = fixed * math.log(n if with_roles else n * r)
    kept = freedom > 0
    return Strata(squares[kept], freedom[kept].astype(float), expected(n / t, r, p)[kept], constant)


def expected(divisions: float, raters: float, practices: int) -> Floats:
    """Weights (6, 6) of the variances in each expected mean square.

    For trusts of so many divisions and divisions of so many raters; strata in the order trust,
    trust x practice, division, division x practice, lead, residual.
    """
    d, r, p = divisions, raters, practices
    return np.array(
        [
            [d * r * p, r * p, d * r, r, p, 1],
            [0, 0, d * r, r, 0, 1],
            [0, r * p, 0, r, p, 1],
            [0, 0, 0, r, 0, 1],
            [0, 0, 0, 0, p, 1],
            [0, 0, 0, 0, 0, 1],
        ],
        float,
    )


def _squares(left: Floats, trust: Places, trusts: int) -> Floats:
    n, r, p = left.shape
    by_practice, by_lead = left.mean(axis=1), left.mean(axis=2)
    division = by_practice.mean(axis=1)
    starts = np.arange(trusts) * (n // trusts)
    trust_practice = np.add.reduceat(by_practice, starts) * (trusts / n)
    of_trust = trust_practice.mean(axis=1)
    interplay = by_practice - division[:, None] - (trust_practice - of_trust[:, None])[trust]
    residual = left - by_practice[:, None] - by_lead[:, :, None] + division[:, None, None]
    return np.array(
        [
            n // trusts * r * p * (of_trust**2).sum(),
            n // trusts * r * ((trust_practice - of_trust[:, None]) ** 2).sum(),
            r * p * ((division - of_trust[trust]) ** 2).sum(),
            r * (interplay**2).sum(),
            p * ((by_lead - division[:, None]) ** 2).sum(),
            (residual**2).sum(),
        ]
    )


def fit_strata(strata: Strata, active: Places) -> tuple[Floats, float]:
    """The six variances of greatest restricted likelihood, none negative, and -2 log likelihood.

    ``active``: places of the variances estimated beside the residual; the others are 0. Where the
    equations mean squares = expected have a solution without negative values this is it.
    """
    chosen = np.append(active, 5)
    weights, mean_squares = strata.weights[:, chosen], strata.squares / strata.freedom
    if not mean_squares[-1] > 1e-12 * mean_squares.max():
        raise ValueError(NO_RESIDUAL)
    found = np.full(len(chosen), -1.0)
    if weights.shape[0] == weights.shape[1]:
        found = np.linalg.solve(weights, mean_squares)
    if (found < 0).any():
        found = _inside(strata, weights)
    variances = np.zeros(6)
    variances[chosen] = found
    means = strata.weights @ variances
    criterion = float((strata.freedom * np.log(means) + strata.squares / means).sum())
    total = float(strata.freedom.sum())
    return variances, criterion + total * math.log(2 * math.pi) + strata.constant


def _inside(strata: Strata, weights: Floats) -> Floats:
    """The likeliest variances at the boundary, by steps on the few strata alone."""
    ratios = weights[:, :-1]
    total = float(strata.freedom.sum())

    def criterion(gammas: Floats) -> Evaluation:
        means = 1 + ratios @ gammas
        share = strata.squares / means
        scaled = ratios / means[:, None]
        value = (strata.freedom * np.log(means)).sum() + total * math.log(share.sum())
        slope = strata.freedom @ scaled - total * (share @ scaled) / share.sum()
        mean = strata.freedom @ scaled / total
        curvature = (scaled.T * strata.freedom) @ scaled - total * np.outer(mean, mean)
        return float(value), slope, curvature

    gammas = minimise(criterion, np.full(ratios.shape[1], 0.2))
    if gammas.max(initial=0.0) > LARGEST_RATIO:
        raise ValueError(NO_RESIDUAL)
    residual = float((strata.squares / (1 + ratios @ gammas)).sum()) / total
    return np.append(gammas * residual, residual)
