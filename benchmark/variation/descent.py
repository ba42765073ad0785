"""The minimum of a smooth criterion over values that are 0 or more."""

from collections.abc import Callable

import numpy as np

from benchmark.variation.shapes import Floats, Truths

Criterion = Callable[[Floats], tuple[float, Floats]]

ROUNDS = 200
LONGEST_STEP = 3.0  # a factor of 20 in one value
SLOPE_STEP = 1e-4
SETTLED = 1e-12  # gain that a Newton step still promises, relative to the criterion
FLAT = 1e-9
FAST = -0.3


def minimise(criterion: Criterion, start: Floats) -> Floats:
    """Where ``criterion`` is least; ``start`` (values,) above 0, the result may hold exact zeros.

    ``criterion`` gives its value and slope (values,). Newton steps on the logarithms, with second
    derivatives from differences of the exact slope; a value that runs towards 0 is set to 0 when
    that is better, and freed again when the slope at 0 points inwards.

    >>> minimise(lambda v: (((v - [2, -1]) ** 2).sum(), 2 * (v - [2, -1])), np.ones(2)).round(6)
    array([2., 0.])
    """
    point, free = start.astype(float), np.ones(len(start), bool)
    for _ in range(ROUNDS):
        value, slope = criterion(point)
        step = _newton_step(criterion, point, free, slope)
        bounded = _to_boundary(criterion, point, free, step)
        if bounded is not point:
            point, free = bounded, free & (bounded > 0)
            continue
        settled = -float(slope @ (point * step)) <= SETTLED * (1 + abs(value))
        moved = point * np.exp(step) if settled else _along(criterion, point, step)
        if not settled and moved is not point:
            point = moved
            continue
        point = moved  # what is left of the way is rounding noise
        freed = ~free & (criterion(point)[1] < -FLAT)
        moved = _off_zero(criterion, point, freed)
        if moved is point:
            return point
        point, free = moved, free | freed
    raise ArithmeticError("the likelihood has no maximum that could be found")


def _newton_step(criterion: Criterion, point: Floats, free: Truths, slope: Floats) -> Floats:
    """A step in the logarithms of the free values, always downhill."""
    places = np.flatnonzero(free)
    if not len(places):
        return np.zeros(len(point))
    curvature = np.zeros((len(places), len(places)))
    for row, place in enumerate(places):
        ends = []
        for side in (1, -1):
            moved = point.copy()
            moved[place] *= np.exp(side * SLOPE_STEP)
            ends.append((criterion(moved)[1] * moved)[places])
        curvature[row] = (ends[0] - ends[1]) / (2 * SLOPE_STEP)
    # values of very different size are put on one scale before saying what is flat
    scale = np.sqrt(np.maximum(np.abs(np.diag(curvature)), 1e-300))
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2 / np.outer(scale, scale))
    bend = np.maximum(np.abs(values), 1e-6)
    step = np.zeros(len(point))
    step[places] = -vectors @ ((vectors.T @ ((slope * point)[places] / scale)) / bend) / scale
    return step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))


def _to_boundary(criterion: Criterion, point: Floats, free: Truths, step: Floats) -> Floats:
    """Set values that shrink fast to 0 where that lowers the criterion and keeps it rising."""
    value, _ = criterion(point)
    for place in np.flatnonzero(free & (step < FAST)):
        tried = point.copy()
        tried[place] = 0.0
        at_zero, slope = criterion(tried)
        if at_zero <= value and slope[place] >= 0:
            point, value = tried, at_zero
    return point


def _along(criterion: Criterion, point: Floats, step: Floats) -> Floats:
    """The point after the longest halving of the step that gains; ``point`` itself if none does."""
    value, _ = criterion(point)
    for halving in range(30):
        tried = point * np.exp(step * 0.5**halving)
        if criterion(tried)[0] < value - 1e-15 * abs(value):
            return tried
    return point


def _off_zero(criterion: Criterion, point: Floats, freed: Truths) -> Floats:
    """The point with the freed values moved off 0 by a gain; ``point`` itself if there is none."""
    value, _ = criterion(point)
    for halving in range(50 if freed.any() else 0):
        tried = np.where(freed, 0.5**halving, point)
        if criterion(tried)[0] < value:
            return tried
    return point
