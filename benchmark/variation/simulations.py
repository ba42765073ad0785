"""Simulated rounds whose truth is known: whether intervals cover and variances are right.

``benchmark validate --simulate`` runs all rounds of every design (about six minutes) and prints
the table that is kept in ``simulations.csv``, with the seed and the number of rounds of each row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from benchmark.variation.full_model import FullComponents, full_components
from benchmark.variation.intervals import pooled_half_width
from benchmark.variation.one_trust import FEWEST_FOR_SPREAD, division_test
from benchmark.variation.shapes import Floats, Places
from benchmark.variation.shares import component_intervals, corrected_share, share_interval
from benchmark.variation.spread import lead_means, lead_noise

SEED, FIRST = 20_220_631, 3
LEVELS = ("trust", "division", "trust x practice", "division x practice", "lead", "residual")
VARIANCES = (0.16, 0.09, 0.04, 0.09, 0.16, 0.64)
SHARE, MEAN, SPREAD = "share within trusts", "mean of a division", "spread of one trust"


@dataclass(frozen=True, slots=True)
class Design:
    """``sizes``: divisions of each trust; ``variances`` (6,) in the order of ``LEVELS``."""

    name: str
    sizes: tuple[int, ...]
    rounds: int
    practices: int = 12
    roles: int = 3
    role_spread: float = 0.3
    missing: float = 0.0
    variances: tuple[float, ...] = VARIANCES
    whole: bool = False


NO_DIVISIONS = (0.16, 0.0, *VARIANCES[2:])
NO_TRUSTS = (0.0, *VARIANCES[1:])
DESIGNS = (
    Design("three raters with role effects", (5,) * 20, 3000, role_spread=0.8),
    Design("unequal divisions, 2 to 10 in a trust", (2, 3, 4, 6, 10) * 5, 1500),
    Design("3% of the answers missing", (5,) * 20, 1500, missing=0.03),
    Design("6% of the answers missing", (5,) * 20, 1500, missing=0.06),
    Design("no variance between divisions", (5,) * 20, 3000, variances=NO_DIVISIONS),
    Design("no variance between trusts, 3% missing", (5,) * 20, 1500, 12, 3, 0.3, 0.03, NO_TRUSTS),
    Design("3 divisions in a trust", (3,) * 30, 3000),
    Design("30 divisions in a trust", (30,) * 10, 1500),
    Design("six trusts of four divisions", (4,) * 6, 4000),
    Design("whole levels", (5,) * 20, 3000, whole=True),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure in one design over all rounds; None where it does not apply.

    ``bias``: of the unbounded estimate, in % of the truth; ``error`` its standard error;
    ``bounded_bias``: of the estimate that is never below 0. ``coverage``, ``below`` and ``above``
    in %: rounds whose 95% interval holds the truth, lies wholly below it, wholly above it.
    ``inside``: whether the truth lies inside the parameter space. ``first_low``, ``first_high``:
    mean ends of the intervals of the first rounds, by which a rerun of those is recognised.
    """

    design: str
    figure: str
    seed: int
    rounds: int
    truth: float
    inside: bool
    bias: float | None
    error: float | None
    bounded_bias: float | None
    coverage: float
    below: float
    above: float
    first_low: float
    first_high: float


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One simulated round: answers, their places, and the effects that were drawn."""

    scores: Floats
    division: Places
    trust: Places
    role: Places
    own: Floats  # (6,) variances of the effects drawn, unbiased for the truth
    first: Floats  # (divisions of the first trust,) what its divisions' means aim at


Ends = tuple[float, float, float, float, float]  # bounded, unbounded, of the drawn, low, high


def simulate(design: Design, place: int) -> Round:
    """Round number ``place`` of a design: the full model with normal effects.

    Whole levels are rounded, which adds 1/12 to the residual variance (Sheppard 1898).
    """
    random = np.random.default_rng([SEED, crc32(design.name.encode()), place])
    owner = np.repeat(np.arange(len(design.sizes)), design.sizes)
    n, r, p = len(owner), design.roles, design.practices
    shapes = [(len(design.sizes), 1, 1), (n, 1, 1), (len(design.sizes), 1, p), (n, 1, p)]
    shapes += [(n, r, 1), (n, r, p)]
    drawn = [
        np.sqrt(variance) * random.normal(size=shape)
        for variance, shape in zip(design.variances, shapes, strict=True)
    ]
    fixed = 3 + random.normal(0, design.role_spread, (r, p))
    units = drawn[0][owner] + drawn[1] + drawn[2][owner] + drawn[3]
    scores = fixed + units + drawn[4] + drawn[5]
    scores = np.rint(scores) if design.whole else scores
    scores[random.random(scores.shape) < design.missing] = np.nan
    rows = np.repeat(np.arange(n), r)
    first = (fixed.mean() + units.mean(axis=(1, 2)))[owner == 0]
    return Round(
        scores.reshape(n * r, p), rows, owner[rows], np.tile(range(r), n), _own(drawn, owner), first
    )


def _own(drawn: list[Floats], owner: Places) -> Floats:
    """Unbiased variances of the effects drawn: what remains is error of estimation alone."""
    counts = np.bincount(owner)
    within = [
        sum(
            float(((effect[owner == place] - effect[owner == place].mean(axis=0)) ** 2).sum())
            for place in np.flatnonzero(counts > 1)
        )
        / ((counts - 1).sum() * effect.shape[2])
        for effect in (drawn[1], drawn[3])
    ]
    return np.array(
        [
            drawn[0].var(ddof=1),
            within[0],
            drawn[2].var(axis=0, ddof=1).mean(),
            within[1],
            drawn[4].var(axis=1, ddof=1).mean(),
            drawn[5].var(),
        ]
    )


def truths(design: Design) -> dict[str, float]:
    """What each figure of a design aims at."""
    trust, division, _, interplay, _, residual = design.variances
    known = dict(zip(LEVELS, design.variances, strict=True))
    known["residual"] = residual + design.whole / 12
    known[SHARE] = division / (trust + division)
    if design.sizes[0] >= FEWEST_FOR_SPREAD:
        known[SPREAD] = float(np.sqrt(division + interplay / design.practices))
    return known | {MEAN: 0.0}


def ends_of(design: Design, found: Round) -> dict[str, Ends]:
    """Estimates and 95% limits of every figure in one round."""
    full = full_components(found.scores, found.division, found.trust, found.role)
    ends = dict(_of_model(full, found))
    sheets = found.scores.reshape(-1, design.roles, design.practices)[: design.sizes[0]]
    noise, means = lead_noise(sheets), lead_means(sheets)
    if noise.overall is not None:
        half = pooled_half_width(noise.overall, noise.df, design.roles)
        left = float(means[0].mean() - found.first[0])
        ends[MEAN] = (left, left, 0.0, left - half, left + half)
    test = division_test(means)
    if test.sd is not None and test.low is not None and test.high is not None:
        ends[SPREAD] = (test.sd, test.sd, 0.0, test.low, test.high)
    return ends


def _of_model(full: FullComponents, found: Round) -> Iterator[tuple[str, Ends]]:
    bounded = (full.trust, full.division, full.trust_practice, full.division_practice, full.lead)
    free = full.unbounded.tolist()
    for place, interval in enumerate(component_intervals(full)):
        if interval is not None:
            value = (*bounded, full.residual)[place] or 0.0
            drawn = float(found.own[place])
            yield LEVELS[place], (value, free[place], drawn, interval.low, interval.high)
    if full.trust or full.division:
        share, limits = corrected_share(full), share_interval(full)
        yield SHARE, (share, share, 0.0, limits.low, limits.high)


def findings(design: Design, rounds: int | None = None) -> list[Finding]:
    """Every figure of a design over its rounds, or over the first ``rounds`` of them."""
    number = rounds or design.rounds
    found = [ends_of(design, simulate(design, place)) for place in range(number)]
    return [
        _finding(
            design, figure, truth, np.array([ends[figure] for ends in found if figure in ends])
        )
        for figure, truth in truths(design).items()
    ]


def _finding(design: Design, figure: str, truth: float, ends: Floats) -> Finding:
    below, above = ends[:, 4] < truth - 1e-12, ends[:, 3] > truth + 1e-12
    bias, error, bounded = None, None, None
    if figure in LEVELS and truth > 0:
        # compared with the effects drawn, whose variance is the truth on average
        shift = design.whole / 12 if figure == "residual" else 0.0
        left = (ends[:, 1] - ends[:, 2] - shift) / truth
        bias, error = 100 * float(left.mean()), 100 * float(left.std() / np.sqrt(len(left)))
        bounded = 100 * float((ends[:, 0] - ends[:, 2] - shift).mean() / truth)
    first = ends[:FIRST].mean(axis=0)
    return Finding(
        design.name,
        figure,
        SEED,
        len(ends),
        truth,
        0 < truth < 1 or figure == MEAN,
        bias,
        error,
        bounded,
        100 - 100 * float(below.mean() + above.mean()),
        100 * float(below.mean()),
        100 * float(above.mean()),
        float(first[3]),
        float(first[4]),
    )
