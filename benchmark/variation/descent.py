"""The minimum of a smooth criterion over values that are 0 or more."""

from collections.abc import Callable

import numpy as np

from benchmark.variation.shapes import Floats, Truths

Evaluation = tuple[float, Floats, Floats]
Criterion = Callable[[Floats], Evaluation]

ROUNDS = 400
LONGEST_STEP = 3.0  # a factor of 20 in one value
SETTLED = 1e-12  # gain that a step still promises, relative to the criterion
FLAT = 1e-9
FAST = -0.3


def minimise(criterion: Criterion, start: Floats) -> Floats:
    """Where ``criterion`` is least; ``start`` (values,) above 0, the result may hold exact zeros.

    ``criterion`` gives its value, slope (values,) and a curvature (values, values) that may be
    approximate but never negative. Newton steps on the logarithms; a value that runs towards 0 is
    set to 0 when that is better, and freed again when the slope at 0 points inwards. Source:
    Nocedal & Wright 2006, *Numerical Optimization*.

    >>> minimise(lambda v: (((v - [2, -1]) ** 2).sum(), 2 * (v - [2, -1]), 2 * np.eye(2)),
    ...          np.ones(2)).round(6)
    array([2., 0.])
    """
    point, free = start.astype(float), np.ones(len(start), bool)
    at_point = criterion(point)
    for _ in range(ROUNDS):
        step = _newton_step(at_point, point, free)
        bounded, at_bounded = _to_boundary(criterion, point, at_point, free & (step < FAST))
        if bounded is not point:
            point, at_point, free = bounded, at_bounded, free & (bounded > 0)
            continue
        settled = -float(at_point[1] @ (point * step)) <= SETTLED * (1 + abs(at_point[0]))
        moved, at_moved = (point, at_point) if settled else _along(criterion, point, at_point, step)
        if moved is not point:
            point, at_point = moved, at_moved
            continue
        if settled:  # the last step is shorter than the rounding noise of the criterion can show
            point = point * np.exp(step)
            if free.all():
                return point
            at_point = criterion(point)
        freed = ~free & (at_point[1] < -FLAT)  # what is left of the way is rounding noise
        moved, at_moved = _off_zero(criterion, point, at_point, freed)
        if moved is point:
            return point
        point, at_point, free = moved, at_moved, free | freed
    raise ArithmeticError("the likelihood has no maximum that could be found")


def _newton_step(at_point: Evaluation, point: Floats, free: Truths) -> Floats:
    """A step in the logarithms of the free values, always downhill."""
    _, slope, bend = at_point
    places = np.flatnonzero(free)
    step = np.zeros(len(point))
    if not len(places):
        return step
    scaled = point[places]
    curvature = bend[np.ix_(places, places)] * np.outer(scaled, scaled)
    # values of very different size are put on one scale before saying what is flat
    scale = np.sqrt(np.maximum(np.abs(np.diag(curvature)), 1e-300))
    values, vectors = np.linalg.eigh(curvature / np.outer(scale, scale))
    gains = (vectors.T @ (slope[places] * scaled / scale)) / np.maximum(np.abs(values), 1e-6)
    step[places] = -(vectors @ gains) / scale
    return step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))


def _to_boundary(
    criterion: Criterion, point: Floats, at_point: Evaluation, fast: Truths
) -> tuple[Floats, Evaluation]:
    """Set values that shrink fast to 0 where that lowers the criterion and keeps it rising."""
    for place in np.flatnonzero(fast):
        tried = point.copy()
        tried[place] = 0.0
        at_zero = criterion(tried)
        if at_zero[0] <= at_point[0] and at_zero[1][place] >= 0:
            point, at_point = tried, at_zero
    return point, at_point


def _along(
    criterion: Criterion, point: Floats, at_point: Evaluation, step: Floats
) -> tuple[Floats, Evaluation]:
    """The point after the longest halving of the step that gains; ``point`` itself if none does."""
    for halving in range(30):
        tried = point * np.exp(step * 0.5**halving)
        at_tried = criterion(tried)
        if at_tried[0] < at_point[0] - 1e-15 * abs(at_point[0]):
            return tried, at_tried
    return point, at_point


def _off_zero(
    criterion: Criterion, point: Floats, at_point: Evaluation, freed: Truths
) -> tuple[Floats, Evaluation]:
    """The point with the freed values moved off 0 by a gain; ``point`` itself if there is none."""
    for halving in range(50 if freed.any() else 0):
        tried = np.where(freed, 0.5**halving, point)
        at_tried = criterion(tried)
        if at_tried[0] < at_point[0]:
            return tried, at_tried
    return point, at_point
