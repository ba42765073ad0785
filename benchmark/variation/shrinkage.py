"""Random-effects meta-analysis and empirical-Bayes shrinkage."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import PAIR, Floats

Method = Literal["DL", "REML"]

ROUNDS = 500


@dataclass(frozen=True, slots=True, eq=False)
class RandomEffects:
    """A mean and what lies around it.

    ``mean`` with its standard error ``se``, the variance ``tau2`` of true values between units,
    Cochran's ``q`` (k - 1 degrees of freedom) and the ``shrunken`` estimates (k,).
    """

    mean: float
    se: float
    tau2: float
    q: float
    shrunken: Floats


def random_effects(
    estimates: ArrayLike, standard_errors: ArrayLike, method: Method = "REML"
) -> RandomEffects:
    """True values around a mean: their variance, the mean, and each estimate drawn towards it.

    ``estimates`` and ``standard_errors`` (k,). With w = 1 / se^2 and Q = sum w (y - mean_w)^2,
    "DL" is tau2 = (Q - (k - 1)) / (sum w - sum w^2 / sum w), at least 0 (DerSimonian & Laird 1986,
    Controlled Clinical Trials 7:177); "REML" maximises the restricted likelihood (Viechtbauer 2005,
    Journal of Educational and Behavioral Statistics 30:261). Weights 1 / (tau2 + se^2) give the
    mean; shrunken = mean + tau2 / (tau2 + se^2) (y - mean) (Morris 1983).

    Raises ValueError with fewer than two estimates, or a standard error that is not above 0.

    >>> found = random_effects([1.0, 2.0, 4.0], [0.5, 0.5, 0.5], "DL")
    >>> round(found.mean, 4), round(found.tau2, 4), round(found.q, 4)
    (2.3333, 2.0833, 18.6667)
    """
    y, se = np.asarray(estimates, float), np.asarray(standard_errors, float)
    _check(y, se)
    variances = se**2
    mean, _, q = _weighted(y, 1 / variances)
    tau2 = _tau2_moments(variances, q)
    if method == "REML":
        tau2 = _tau2_likelihood(y, variances, tau2)
    elif method != "DL":
        raise ValueError(f"method is DL or REML, not {method!r}")
    mean, total, _ = _weighted(y, 1 / (tau2 + variances))
    kept = tau2 / (tau2 + variances)
    return RandomEffects(mean, 1 / math.sqrt(total), tau2, q, mean + kept * (y - mean))


def drawn_towards_mean(values: Floats, variance: float) -> Floats:
    """``values`` (k,) of one noise ``variance`` drawn towards their mean, none too far.

    As ``random_effects`` by moments, with the limit of Efron & Morris (1972, Journal of the
    American Statistical Association 67:130): no value moves by more than its standard error, so
    that a single division far from all others is not drawn into the crowd. The order stays.

    >>> drawn_towards_mean(np.array([2.0, 3.0, 7.0]), 1.0).round(3).tolist()
    [2.286, 3.143, 6.571]
    """
    if not variance > 0 or len(values) < PAIR:
        return values.copy()
    error = math.sqrt(variance)
    shrunken = random_effects(values, np.full(len(values), error), "DL").shrunken
    return np.clip(shrunken, values - error, values + error)


def _check(y: Floats, se: Floats) -> None:
    if y.ndim != 1 or y.shape != se.shape:
        raise ValueError("estimates and standard errors need the same shape (k,)")
    if len(y) < PAIR:
        raise ValueError("random effects need at least two estimates")
    if not (np.isfinite(y).all() and np.isfinite(se).all() and (se > 0).all()):
        raise ValueError("estimates must be finite and standard errors above 0")


def _weighted(y: Floats, weights: Floats) -> tuple[float, float, float]:
    """Weighted mean, sum of weights, and weighted sum of squares about the mean."""
    total = float(weights.sum())
    mean = float((weights * y).sum() / total)
    return mean, total, float((weights * (y - mean) ** 2).sum())


def _tau2_moments(variances: Floats, q: float) -> float:
    weights = 1 / variances
    spread = weights.sum() - (weights**2).sum() / weights.sum()
    return max(float((q - (len(weights) - 1)) / spread), 0.0)


def _tau2_likelihood(y: Floats, variances: Floats, start: float) -> float:
    """Fisher scoring on the restricted likelihood, kept at 0 or above."""
    tau2, before, stride = start, 0.0, 1.0
    for _ in range(ROUNDS):
        weights = 1 / (tau2 + variances)
        mean, total, _ = _weighted(y, weights)
        trace = total - (weights**2).sum() / total
        slope = float(((weights * (y - mean)) ** 2).sum() - trace)
        second = (weights**2).sum() - 2 * (weights**3).sum() / total
        information = float(second + ((weights**2).sum() / total) ** 2)
        turned = slope * before < 0  # stepped over the top: take half the stride from here on
        before, stride = slope, stride / 2 if turned else stride
        moved = max(tau2 + stride * slope / information, 0.0)
        if abs(moved - tau2) <= 1e-13 * (moved + float(variances.mean())):
            return moved
        tau2 = moved
    raise ArithmeticError("the variance between units did not settle")
