"""Variances that may be negative: what a mean over many data sets needs to stay right.

Cutting an estimate off at 0 makes it right for one data set and too high, or its neighbours too
low, on average: with no true variance between trusts the division variance comes out 5-8% low.
Without the boundary the restricted likelihood of complete answers is solved by the mean squares
themselves, which are unbiased (Searle, Casella & McCulloch 1992, section 4.4); with missing answers
the same equations are solved by Newton steps as far as the covariance stays positive.
"""

import numpy as np

from benchmark.variation.full_likelihood import LEVELS, fit_full
from benchmark.variation.likelihood import Fit
from benchmark.variation.shapes import Floats, Places
from benchmark.variation.sheets import Sheets
from benchmark.variation.strata import Strata, expected

ROUNDS, HALVINGS = 30, 12
SETTLED = 1e-9  # gain that a step still promises
LEAST = 0.02  # of the residual variance: how small an expected mean square may become


def unbounded_strata(strata: Strata, active: Places) -> Floats:
    """Variances (6,) whose expected mean squares are the observed ones; 0 where not ``active``.

    Complete answers; every stratum that is there has one variance of its own.

    >>> from benchmark.variation.strata import expected
    >>> kept = [2, 3, 4, 5]  # one trust: no strata of trusts
    >>> weights = expected(4, 3, 5)[kept]
    >>> known = Strata(weights @ [0, -0.01, 0, 0.2, 0.3, 1.0] * 9.0, np.full(4, 9.0), weights, 0.0)
    >>> unbounded_strata(known, np.array([1, 3, 4])).round(3).tolist()
    [0.0, -0.01, 0.0, 0.2, 0.3, 1.0]
    """
    chosen = np.append(active, LEVELS)
    variances = np.zeros(LEVELS + 1)
    variances[chosen] = np.linalg.solve(strata.weights[:, chosen], strata.squares / strata.freedom)
    return variances


def unbounded_ratios(sheets: Sheets, active: Places, ratios: Floats) -> Floats:
    """Ratios to the residual variance (active,) of greatest restricted likelihood, without bounds.

    ``ratios`` (active,) are those of the bounded maximum: where none is 0, it is the same one.
    """
    if (ratios > 0).all():
        return ratios
    largest = _largest(sheets)
    point = ratios
    fit = fit_full(sheets, _all(point, active), active)
    for _ in range(ROUNDS):
        step: Floats = -np.linalg.lstsq(fit.curvature, fit.slope, rcond=1e-10)[0].astype(float)
        if not -float(fit.slope @ step) > SETTLED:
            break
        moved = _along(sheets, active, point, step, (fit, largest))
        if moved is None:
            break
        point, fit = moved
    return point


def _along(
    sheets: Sheets, active: Places, point: Floats, step: Floats, now: tuple[Fit, Floats]
) -> tuple[Floats, Fit] | None:
    """The first of ever shorter steps that is allowed and better; None if there is none."""
    fit, largest = now
    for halving in range(HALVINGS):
        tried = point + step * 0.5**halving
        gammas = _all(tried, active)
        if (largest @ np.append(gammas, 1.0)).min() < LEAST:
            continue
        found = fit_full(sheets, gammas, active)
        if found.criterion < fit.criterion:
            return tried, found
    return None


def _largest(sheets: Sheets) -> Floats:
    """Expected mean squares of the largest trust and division: the first to become negative."""
    raters = int(sheets.present.any(axis=2).sum(axis=1).max())
    divisions = int(np.bincount(sheets.trust).max())
    return expected(divisions, raters, sheets.present.shape[2])


def _all(values: Floats, active: Places) -> Floats:
    gammas = np.zeros(LEVELS)
    gammas[active] = values
    return gammas
