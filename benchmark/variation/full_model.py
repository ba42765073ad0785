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

    ``criterion`` is -2 log restricted likelihood as lme4 reports it; ``mean_squares`` and
    ``freedom`` (6,) are those of the strata (``strata.expected`` gives ``weights`` (6, 6)), as the
    fitted variances expect them where answers are missing.
    """

    trust: float | None
    division: float | None
    trust_practice: float | None
    division_practice: float | None
    lead: float | None
    residual: float
    criterion: float
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
            return _components(sheets, variances, criterion, active, strata.squares)
    variances, criterion = _by_newton(sheets, active)
    return _components(sheets, variances, criterion, active, None)


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


def _by_newton(sheets: Sheets, active: Places) -> tuple[Floats, float]:
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
    fit = fit_full(centred, _all_levels(found, active), active)
    residual = fit.residual * unit**2
    freedom = sheets.n - int(sheets.columns.sum())
    variances = np.append(_all_levels(found, active) * residual, residual)
    return variances, fit.criterion + 2 * freedom * math.log(unit)


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
    sheets: Sheets,
    variances: Floats,
    criterion: float,
    active: Places,
    squares: Floats | None,
) -> FullComponents:
    known = [float(v) if place in active else None for place, v in enumerate(variances[:-1])]
    t, (n, _, p) = sheets.trusts, sheets.present.shape
    sizes = np.bincount(sheets.trust)
    raters = sheets.present.any(axis=2).sum(axis=1)
    # harmonic means: what a mean over groups of unequal size is worth
    d, r = len(sizes) / (1 / sizes).sum(), n / (1 / raters).sum()
    removed = len(sheets.columns) // p - 1
    leads = float(raters.sum()) - n - removed
    freedom = np.array([t - 1, (t - 1) * (p - 1), n - t, (n - t) * (p - 1), leads, 0.0])
    freedom[5] = max(sheets.n - int(sheets.columns.sum()) - freedom.sum(), 0.0)
    weights = expected(float(d), float(r), p)
    means = weights @ variances
    if squares is not None:
        kept = freedom > 0
        means[kept] = squares / freedom[kept]
    return FullComponents(
        known[TRUST],
        known[DIVISION],
        known[TRUST_PRACTICE],
        known[DIVISION_PRACTICE],
        known[LEAD],
        float(variances[-1]),
        criterion,
        means,
        freedom,
        weights,
    )
