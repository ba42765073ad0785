"""Invented answers from the full model, and its likelihood with the covariance written out."""

import math
from typing import NamedTuple

import numpy as np

SPREADS = (0.4, 0.3, 0.2, 0.3, 0.4, 0.8)  # trust, division, two interplays, lead, residual


class Answers(NamedTuple):
    scores: np.ndarray
    division: np.ndarray
    trust: np.ndarray
    role: np.ndarray


def invent(
    seed: int,
    shape: tuple[int, int, int, int] = (4, 3, 3, 5),
    spreads: tuple[float, ...] = SPREADS,
    missing: float = 0.0,
) -> Answers:
    """Answers of ``shape`` (trusts, divisions in each, roles, practices)."""
    random = np.random.default_rng(seed)
    trusts, divisions, roles, practices = shape
    trust = np.repeat(np.arange(trusts), divisions * roles)
    division = np.repeat(np.arange(trusts * divisions), roles)
    role = np.tile(np.arange(roles), trusts * divisions)
    normal = [
        random.normal(0, spread, size)
        for spread, size in zip(
            spreads,
            [
                (trusts, 1),
                (trusts * divisions, 1),
                (trusts, practices),
                (trusts * divisions, practices),
                (len(role), 1),
                (len(role), practices),
            ],
            strict=True,
        )
    ]
    scores = 3 + random.normal(0, 0.3, (roles, practices))[role]
    scores = scores + normal[0][trust] + normal[1][division] + normal[2][trust]
    scores = scores + normal[3][division] + normal[4] + normal[5]
    scores[random.random(scores.shape) < missing] = np.nan
    return Answers(scores, division, trust, role)


def ragged(seed: int) -> Answers:
    """With missing answers, divisions of one and of two leads, and trusts of different size."""
    answers = invent(seed, missing=0.15)
    kept = ~np.isin(np.arange(len(answers.role)), [4, 7, 8, 15, 16, 17])
    return Answers(*(part[kept] for part in answers))


def dense_criterion(answers: Answers, variances: np.ndarray) -> float:
    """-2 log restricted likelihood at six variances, the last the residual's."""
    row, practice = np.argwhere(~np.isnan(answers.scores)).T
    values = answers.scores[row, practice]
    trust, division = answers.trust[row], answers.division[row]
    groups = [trust, division, trust * 100 + practice, division * 100 + practice, row]
    covariance = variances[5] * np.eye(len(values))
    for variance, group in zip(variances[:5], groups, strict=True):
        covariance += variance * np.equal.outer(group, group)
    cell = answers.role[row] * 100 + practice
    design = np.equal.outer(cell, np.unique(cell)).astype(float)
    inverse = np.linalg.inv(covariance)
    information = design.T @ inverse @ design
    left = values - design @ np.linalg.solve(information, design.T @ inverse @ values)
    total = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    freedom = len(values) - design.shape[1]
    return float(total + left @ inverse @ left + freedom * math.log(2 * math.pi))
