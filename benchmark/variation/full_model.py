"""The full model: where the variation lies between trusts, divisions, leads and practices."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.descent import Evaluation, minimise
from benchmark.variation.full_likelihood import LEVELS, fit_full
from benchmark.variation.shapes import PAIR, Floats, Places
from benchmark.variation.sheets import Sheets, sheets_of
from benchmark.variation.strata import NO_RESIDUAL, expected, fit_strata, is_complete, strata_of
from benchmark.variation.unbounded import unbounded_ratios, unbounded_strata

LARGEST_RATIO = 1e9
START = 0.2
LEAST_START = 1e-3
TRUST, DIVISION, TRUST_PRACTICE, DIVISION_PRACTICE, LEAD = range(LEVELS)

NO_SECOND_RATER = "no division has two raters, so divisions and raters cannot be told apart"
NO_DIVISIONS = "there is only one division, so divisions cannot be compared"
ONE_EACH = "every trust has one division, so trusts and divisions cannot be told apart"
NO_FREEDOM = "there are as many fixed effects as answers"


@dataclass(frozen=True, slots=True, eq=False)
class FullComponents:
    """Variances in squared points of the scale; None where the data cannot tell the level.

    ``criterion`` is -2 log restricted likelihood as lme4 reports it. ``unbounded`` (6,): the same
    variances without the boundary at 0, the residual last, for means over many data sets and for
    intervals. ``mean_squares`` and ``freedom`` (6,) are those of the strata (``strata.expected``
    gives ``weights`` (6, 6)), where answers are missing as the unbounded variances expect them.
    """

    trust: float | None
    division: float | None
    trust_practice: float | None
    division_practice: float | None
    lead: float | None
    residual: float
    criterion: float
    unbounded: Floats
    mean_squares: Floats
    freedom: Floats
    weights: Floats


def full_components(
    scores: ArrayLike,
    division: ArrayLike,
    trust: ArrayLike | None = None,
    role: ArrayLike | None = None,
) -> FullComponents:
    """Variance components of the full model, by restricted maximum likelihood.

    score = practice + role + role x practice (fixed) + trust + division + trust x practice +
    division x practice + lead + residual (random). ``scores`` (rows, practices), one row a lead,
    NaN = missing; ``division``, ``trust`` and ``role`` (rows,) are labels; without ``trust`` there
    is one trust, without ``role`` the model has practice as its only fixed effect. Complete
    answers have a closed form (``strata``); all else are Newton steps by average information on
    the exact likelihood (Gilmour, Thompson & Cullis 1995, Biometrics 51:1440). With one practice
    neither leads nor interplays with practice can be told from the residual.

    Raises ValueError with the reason where there is no such decomposition.

    Two divisions of two leads, three practices: mean squares 52.083 (divisions), 3.417 (leads) and
    .083 and 1.167 (with practice, and residual), which pool to .806; (52.083 - 3.417) / 6:

    >>> found = full_components([[1, 2, 3], [2, 3, 5], [5, 5, 8], [6, 9, 8]], list("aabb"))
    >>> round(found.division, 3), round(found.division_practice, 3)
    (8.111, 0.0)
    """
    table = np.asarray(scores, float)
    places = [
        None if labels is None else np.unique(np.asarray(labels), return_inverse=True)[1]
        for labels in (division, trust, role)
    ]
    if places[0] is None:
        raise ValueError(NO_DIVISIONS)
    return fit_sheets(sheets_of(table, places[0], places[1], places[2]))


def fit_sheets(sheets: Sheets) -> FullComponents:
    """As ``full_components``, of sheets already made."""
    active = _active(sheets)
    if is_complete(sheets):
        strata = strata_of(sheets)
        if len(strata.freedom) > 1 and strata.freedom[-1] > 0:
            variances, criterion = fit_strata(strata, active)
            fitted = _Fitted(variances, unbounded_strata(strata, active), criterion)
            return _components(sheets, fitted, active, strata.squares)
    return _components(sheets, _by_newton(sheets, active), active, None)


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """Variances (6,) with and without the boundary at 0, and -2 log restricted likelihood."""

    variances: Floats
    unbounded: Floats
    criterion: float


def _active(sheets: Sheets) -> Places:
    """The variances that this design can tell apart."""
    divisions, _, practices = sheets.present.shape
    raters = sheets.present.any(axis=2).sum(axis=1)
    if divisions < PAIR:
        raise ValueError(NO_DIVISIONS)
    if raters.max() < PAIR:
        raise ValueError(NO_SECOND_RATER)
    if sheets.n <= int(sheets.columns.sum()):
        raise ValueError(NO_FREEDOM)
    several = sheets.trusts >= PAIR
    if several and sheets.trusts == divisions:
        raise ValueError(ONE_EACH)
    chosen = [DIVISION, TRUST] if several else [DIVISION]
    if practices >= PAIR:
        chosen += [DIVISION_PRACTICE, LEAD] + ([TRUST_PRACTICE] if several else [])
    return np.array(sorted(chosen), np.intp)


def _by_newton(sheets: Sheets, active: Places) -> _Fitted:
    centred, unit = _centred(sheets)
    known = replace(centred, columns=np.zeros_like(centred.columns))
    try:
        # first as if the fixed effects were known, which is far cheaper and nearly right
        near = _ratios(known, active, np.full(len(active), START))
        found = _ratios(centred, active, np.maximum(near, LEAST_START))
    except (np.linalg.LinAlgError, ArithmeticError) as fault:
        raise ValueError(NO_RESIDUAL) from fault
    if found.max(initial=0.0) > LARGEST_RATIO:
        raise ValueError(NO_RESIDUAL)
    variances, criterion = _variances(centred, active, found)
    unbounded = unbounded_ratios(centred, active, found)
    free = variances if unbounded is found else _variances(centred, active, unbounded)[0]
    freedom = sheets.n - int(sheets.columns.sum())
    return _Fitted(variances * unit**2, free * unit**2, criterion + 2 * freedom * math.log(unit))


def _variances(sheets: Sheets, active: Places, ratios: Floats) -> tuple[Floats, float]:
    gammas = _all_levels(ratios, active)
    fit = fit_full(sheets, gammas, active)
    return np.append(gammas, 1.0) * fit.residual, fit.criterion


def _ratios(sheets: Sheets, active: Places, start: Floats) -> Floats:
    def criterion(values: Floats) -> Evaluation:
        fit = fit_full(sheets, _all_levels(values, active), active)
        return fit.criterion, fit.slope, fit.curvature

    return minimise(criterion, start)


def _all_levels(values: Floats, active: Places) -> Floats:
    gammas = np.zeros(LEVELS)
    gammas[active] = values
    return gammas


def _centred(sheets: Sheets) -> tuple[Sheets, float]:
    """Scores less the mean of their role and practice, in units of their spread."""
    roles = len(sheets.columns) // sheets.present.shape[2]
    left = np.zeros_like(sheets.scores)
    for role in range(roles):
        mine = sheets.present & (sheets.role == role)[:, :, None]
        sums = np.where(mine, sheets.scores, 0.0).sum(axis=(0, 1))
        means = sums / np.maximum(mine.sum(axis=(0, 1)), 1)
        left += np.where(mine, sheets.scores - means, 0.0)
    unit = float(np.sqrt((left**2).sum() / sheets.n))
    if not unit > 1e-12 * max(float(np.abs(sheets.scores).max()), 1e-300):
        raise ValueError(NO_RESIDUAL)
    return replace(sheets, scores=left / unit), unit


def _components(
    sheets: Sheets, fitted: _Fitted, active: Places, squares: Floats | None
) -> FullComponents:
    known = [float(v) if at in active else None for at, v in enumerate(fitted.variances[:-1])]
    freedom, weights = _design(sheets, np.maximum(fitted.unbounded, 0.0))
    means = weights @ fitted.unbounded
    if squares is not None:
        kept = freedom > 0
        means[kept] = squares / freedom[kept]
    return FullComponents(
        known[TRUST],
        known[DIVISION],
        known[TRUST_PRACTICE],
        known[DIVISION_PRACTICE],
        known[LEAD],
        float(fitted.variances[-1]),
        fitted.criterion,
        fitted.unbounded,
        means,
        freedom,
        weights,
    )


def _design(sheets: Sheets, variances: Floats) -> tuple[Floats, Floats]:
    """Degrees of freedom (6,) of the strata and weights (6, 6) of the variances in them."""
    t, (n, _, p) = sheets.trusts, sheets.present.shape
    sizes = np.bincount(sheets.trust)
    raters = sheets.present.any(axis=2).sum(axis=1)
    removed = len(sheets.columns) // p - 1
    leads = float(raters.sum()) - n - removed
    freedom = np.array([t - 1, (t - 1) * (p - 1), n - t, (n - t) * (p - 1), leads, 0.0])
    freedom[5] = max(sheets.n - int(sheets.columns.sum()) - freedom.sum(), 0.0)
    trust, division, trust_practice, division_practice, lead, residual = variances
    r = n / float((1 / raters).sum())
    one = division + division_practice / p + (lead + residual / p) / r
    whole = _typical(sizes, trust + trust_practice / p, one)
    cell = _typical(sizes, trust_practice, division_practice + residual / r)
    weights = expected(whole, r, p)
    weights[1] = expected(cell, r, p)[1]
    return freedom, weights


def _typical(sizes: Places, between: float, within: float) -> float:
    """The size that all groups would need to tell as much of the variance between them.

    A group of n tells 1 / (between + within / n)^2. Where nearly all variance lies between this is
    near the harmonic mean of the sizes, where hardly any does near their root mean square.
    """
    if not np.ptp(sizes) or not within > 0:
        return len(sizes) / float((1 / sizes).sum())
    told = float((1 / (between + within / sizes) ** 2).mean())
    return float(within / (told**-0.5 - between))
