"""If one of us left: what changed where a lead changed, described or, in a large pool, tested."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.distributions import student_quantile
from benchmark.variation.shapes import MATRIX, Floats

FEWEST_TO_TEST = 10
FLIPS, EXACT, SEED = 20_000, 14, 20_220_631
TOO_FEW = (
    f"fewer than {FEWEST_TO_TEST} changes of lead are described, never tested: "
    "a new lead is a new rater, so the first answers are a baseline"
)
ALIKE = "all changes are the same, so there is nothing to test"


@dataclass(frozen=True, slots=True)
class LeadChange:
    """One section over all pooled changes of lead, in points of the scale.

    ``seat``: mean change in the seat whose lead changed; ``others``: mean change of the leads who
    stayed; ``beyond``: their difference, ``lowest`` to ``highest`` over the changes. ``low``,
    ``high`` and ``p`` from 10 changes up; below that None, and ``reason`` says why.
    """

    changes: int
    seat: float | None
    others: float | None
    beyond: float | None
    lowest: float | None
    highest: float | None
    low: float | None
    high: float | None
    p: float | None
    reason: str


def lead_changes(seat: ArrayLike, others: ArrayLike, level: float = 0.95) -> tuple[LeadChange, ...]:
    """What happened where a lead changed, for each section.

    ``seat`` (changes, sections): answers of the new lead less those of the one who left; ``others``
    (changes, sections): mean change of the two who stayed, NaN = not known. Beyond = seat - others
    takes out what changed for the whole division. From 10 changes up it has Student's interval and
    a sign-flip test (Fisher 1935, *The Design of Experiments*, section 21): p = share of all sign
    patterns whose mean is at least as far from 0, all 2^n of them up to 14 changes, else 20,000
    drawn with a fixed seed. No index is made of it: agreement does not prove embedding.

    Raises ValueError for arrays of different shape.

    >>> few = lead_changes([[0.5], [0.1]], [[0.1], [0.1]])[0]
    >>> few.changes, round(few.beyond, 2), few.p
    (2, 0.2, None)
    >>> many = lead_changes(np.arange(1.0, 11)[:, None] / 10, np.zeros((10, 1)))[0]
    >>> round(many.p, 5)  # 2 / 2^10: all changes point the same way
    0.00195
    """
    own, stayed = np.asarray(seat, float), np.asarray(others, float)
    if own.ndim != MATRIX or own.shape != stayed.shape:
        raise ValueError("seat and others need the same shape (changes, sections)")
    return tuple(_section(*pair, level) for pair in zip(own.T, stayed.T, strict=True))


def _section(seat: Floats, others: Floats, level: float) -> LeadChange:
    known = ~np.isnan(seat) & ~np.isnan(others)
    beyond = (seat - others)[known]
    if not beyond.size:
        return LeadChange(0, None, None, None, None, None, None, None, None, TOO_FEW)
    described = (
        len(beyond),
        float(seat[known].mean()),
        float(others[known].mean()),
        float(beyond.mean()),
        float(beyond.min()),
        float(beyond.max()),
    )
    if len(beyond) < FEWEST_TO_TEST:
        return LeadChange(*described, None, None, None, TOO_FEW)
    if not np.ptp(beyond) > 0:
        return LeadChange(*described, None, None, None, ALIKE)
    error = float(beyond.std(ddof=1)) / math.sqrt(len(beyond))
    half = float(student_quantile((1 + level) / 2, len(beyond) - 1)) * error
    mean = described[3]
    return LeadChange(*described, mean - half, mean + half, _by_flipping(beyond), "")


def _by_flipping(values: Floats) -> float:
    """Share of sign patterns whose sum is at least as far from 0 as that of ``values``."""
    n = len(values)
    if n <= EXACT:
        signs = 1.0 - 2 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)
    else:
        random = np.random.default_rng(SEED)
        drawn = random.choice([-1.0, 1.0], (FLIPS - 1, n))
        signs = np.vstack([np.ones(n), drawn])  # the observed pattern is one of them
    sums = np.abs(signs @ values)
    return float((sums >= abs(values.sum()) * (1 - 1e-12)).mean())
