"""Role gaps: how differently the three roles see the same divisions, section by section."""

from dataclasses import dataclass

import numpy as np

from benchmark.variation.contrasts import chance_above
from benchmark.variation.distributions import student_quantile
from benchmark.variation.shapes import MATRIX, PAIR, Floats, Truths
from benchmark.variation.spread import column_effects, lead_means, two_way_residual

AXES = 3
FEWEST_FREE = 3
SHAPES = "scores (divisions, roles, practices) and membership (sections, practices)"
TOO_FEW = "role gaps need two divisions in which the same two roles have answered"


@dataclass(frozen=True, slots=True, eq=False)
class RoleGaps:
    """Points of the scale by which a role lies above the mean of the roles; (roles, sections) each.

    ``gaps`` as observed, ``shrunken`` drawn towards 0 as far as noise explains them, with
    ``low`` to ``high`` its 95% interval and ``chance_higher`` the posterior chance that the gap is
    above 0: what words are chosen by. NaN where ``reasons`` (sections,) says why not. ``kept``
    (0 to 1) is what shrinkage leaves of a gap; ``df`` (sections,) the freedom of its noise.
    """

    gaps: Floats
    shrunken: Floats
    low: Floats
    high: Floats
    chance_higher: Floats
    kept: float
    df: tuple[int, ...]
    reasons: tuple[str, ...]


def role_gaps(scores: Floats, membership: Truths, level: float = 0.95) -> RoleGaps:
    """Role by section after division and lead effects, shrunken.

    ``scores`` (divisions, roles, practices) levels, NaN = no score; ``membership`` (sections,
    practices). For each section a lead's mean = division + role + lead (Scheffe 1959, chapter 4):
    the gap is the role's least-squares effect about the mean of the roles, and its error comes from
    the leads, who differ after role, with (D - 1)(R - 1) degrees of freedom in complete data. A
    lead is one person: answers to more practices do not make a gap surer than the leads allow. All
    gaps are one family, drawn towards 0 by Morris 1983 (Journal of the American Statistical
    Association 78:47): shrunken = (1 - B) gap, B = (k - 2) / k x min(1, mean error^2 / mean gap^2)
    for k = sections x (roles - 1) free gaps, with squared error
    error^2 (1 - (k - 1) / k B) + 2 / (k - 2) B^2 gap^2, which owns up to B being estimated. With
    fewer than three free gaps nothing is drawn in.

    Raises ValueError for arrays that do not fit together.

    >>> both = np.array([[[3.0], [4]], [[2], [3.2]], [[1], [1.8]]])
    >>> found = role_gaps(both, np.array([[True]]))
    >>> found.gaps.ravel().round(2).tolist(), found.high.round(2).ravel().tolist(), found.df
    ([-0.5, 0.5], [-0.25, 0.75], (2,))
    """
    if scores.ndim != AXES or membership.ndim != MATRIX or membership.shape[1] != scores.shape[2]:
        raise ValueError(SHAPES)
    gaps, errors, df = _observed(scores, membership)
    drawn, after = _drawn_in(gaps, errors)
    half = np.array([_critical(level, freedom) for freedom in df]) * after
    middle = (1 - drawn) * gaps
    return RoleGaps(
        gaps,
        middle,
        middle - half,
        middle + half,
        chance_above(middle, after),
        1 - drawn,
        df,
        tuple("" if freedom else TOO_FEW for freedom in df),
    )


def _observed(scores: Floats, membership: Truths) -> tuple[Floats, Floats, tuple[int, ...]]:
    """Effects of the roles (roles, sections), their standard errors, and the freedom of these."""
    means = np.stack([_means(scores[:, :, chosen]) for chosen in membership], axis=2)
    squares, freedom = two_way_residual(means)
    effects, factors = column_effects(means)
    own = np.maximum(np.einsum("sii->si", factors), 0.0)
    errors = np.sqrt(own * (squares / np.maximum(freedom, 1))[:, None])
    answering = (~np.isnan(means)).any(axis=0)
    known = answering & (answering.sum(axis=0) >= PAIR) & (freedom > 0)
    df = tuple(np.where(known.any(axis=0), freedom, 0).tolist())
    return np.where(known, effects.T, np.nan), np.where(known, errors.T, np.nan), df


def _means(scores: Floats) -> Floats:
    """Each lead's mean of one section, (divisions, roles)."""
    practices = scores.shape[2]
    if practices == 1:
        return scores[:, :, 0]
    return lead_means(scores) if practices else np.full(scores.shape[:2], np.nan)


def _drawn_in(gaps: Floats, errors: Floats) -> tuple[float, Floats]:
    """By what share the gaps are drawn towards 0, and the standard errors that remain."""
    known = ~np.isnan(gaps)
    k = int(np.maximum(known.sum(axis=0) - 1, 0).sum())
    spread = float((gaps[known] ** 2).sum())
    if k < FEWEST_FREE or not spread > 0:
        return 0.0, errors
    share = (k - 2) / k * min(1.0, float((errors[known] ** 2).sum()) / spread)
    squared = errors**2 * (1 - (k - 1) / k * share) + 2 / (k - 2) * (share * gaps) ** 2
    return share, np.sqrt(squared)


def _critical(level: float, freedom: int) -> float:
    return float(student_quantile((1 + level) / 2, freedom)) if freedom else np.nan
