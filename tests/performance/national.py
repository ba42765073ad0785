"""A national set of invented answers: 215 trusts, 8 divisions, 3 leads, 30 practices, 3% missing.

``python -m tests.performance.national FILE TRUST`` is what a cold process costs: it reads one trust
of a stored set, analyses it and prints the CPU seconds of the process from its very start.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmark.variation.analysis import Analysis
from benchmark.variation.bootstrap import BootstrapMeans, cluster_bootstrap
from benchmark.variation.summary import summarise

TRUSTS, DIVISIONS, PRACTICES = 215, 8, 30
ROLES = ("clinical", "operational", "nursing")
MISSING, SEED, DRAWS = 0.03, 20_220_631, 4_000


@dataclass(frozen=True)
class Ratings:
    """One row a lead, as ``benchmark.scoring.ratings.Ratings``, without its file lines."""

    scores: np.ndarray
    items: tuple[str, ...]
    trust: tuple[str, ...]
    division: tuple[str, ...]
    role: tuple[str, ...]
    scale: tuple[float, float] = (1.0, 5.0)


def national_levels() -> np.ndarray:
    """Levels (trusts, divisions, roles, practices) from the full model, NaN = missing."""
    random = np.random.default_rng(SEED)
    shape = (TRUSTS, DIVISIONS, len(ROLES), PRACTICES)
    values = random.normal(3.0, 0.3, (1, 1, len(ROLES), PRACTICES))
    spreads = [
        (0.4, (TRUSTS, 1, 1, 1)),
        (0.3, (TRUSTS, DIVISIONS, 1, 1)),
        (0.2, (TRUSTS, 1, 1, PRACTICES)),
        (0.3, (TRUSTS, DIVISIONS, 1, PRACTICES)),
        (0.4, (TRUSTS, DIVISIONS, len(ROLES), 1)),
        (0.8, shape),
    ]
    for spread, part in spreads:
        values = values + random.normal(0, spread, part)
    levels = np.clip(np.round(values), 1, 5)
    levels[random.random(shape) < MISSING] = np.nan
    return levels


def ratings_of(levels: np.ndarray, first: int = 0) -> Ratings:
    """The table of ``levels`` (trusts, divisions, roles, practices); ``first``: its first trust."""
    trust, division, role = (place.ravel() for place in np.indices(levels.shape[:-1]))
    return Ratings(
        scores=levels.reshape(-1, levels.shape[-1]),
        items=tuple(f"practice-{place}" for place in range(levels.shape[-1])),
        trust=tuple(f"T{first + place}" for place in trust.tolist()),
        division=tuple(
            f"T{first + t}-{d}" for t, d in zip(trust.tolist(), division.tolist(), strict=True)
        ),
        role=tuple(ROLES[place] for place in role.tolist()),
    )


def whole_analysis(levels: np.ndarray, first: int = 0) -> tuple[Analysis, BootstrapMeans]:
    """Every figure of the table, and its practices' intervals from 4,000 draws of divisions."""
    by_division = levels.reshape(-1, *levels.shape[2:])
    sums, counts = np.nansum(by_division, axis=1), (~np.isnan(by_division)).sum(axis=1)
    return (
        summarise(ratings_of(levels, first)),
        cluster_bootstrap(sums, counts, draws=DRAWS),
    )


def main() -> None:
    place = int(sys.argv[2])
    levels = np.load(Path(sys.argv[1]), mmap_mode="r")[place : place + 1]
    whole_analysis(np.array(levels), place)
    sys.stdout.write(f"{time.process_time()}\n")


if __name__ == "__main__":
    main()
