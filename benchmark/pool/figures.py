"""Figures of a tally: pooled answers of each practice, and each trust's own figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmark.pool.counting import Counts
from benchmark.pool.distribution import DIGITS
from benchmark.pool.tally import Tally
from benchmark.scoring.answers import FORM_WORDS, LOWEST, scored
from benchmark.variation.shapes import PAIR, Floats

ANSWERS = np.arange(LOWEST, LOWEST + len(FORM_WORDS), dtype=np.int8)
SCORES = scored(ANSWERS)  # of each kind, NaN where it has none
HAS_SCORE = ~np.isnan(SCORES)
POINTS = np.where(HAS_SCORE, SCORES, 0.0).astype(np.int64)
SECTION_SHARE, OVERALL_SHARE = 0.5, 0.7  # of the practices must have a figure, as for a division
WORDS = tuple(FORM_WORDS[int(answer)] or "nothing" for answer in ANSWERS)


@dataclass(frozen=True, slots=True)
class Answered:
    """All answers to one practice: scored ones, their mean and SD (n - 1), and every kind."""

    scored: int
    mean: float | None
    sd: float | None
    answers: Mapping[str, int]


def answered(counts: Counts) -> Answered:
    """The answers to one practice, from how often each kind was given (kinds,).

    All sums are whole numbers: s^2 = (n sum y^2 - (sum y)^2) / (n (n - 1)) loses nothing.

    >>> found = answered(np.array([0, 1, 0, 0, 1, 1, 0, 1, 0]))
    >>> found.scored, found.mean, found.sd, found.answers["dont-know"]
    (3, 2.3333, 1.5275, 0)
    """
    n = int(counts[HAS_SCORE].sum())
    total, squares = int(counts @ POINTS), int(counts @ POINTS**2)
    spread = n * squares - total**2
    return Answered(
        scored=n,
        mean=round(total / n, DIGITS) if n else None,
        sd=round((spread / (n * (n - 1))) ** 0.5, DIGITS) if n >= PAIR else None,
        answers=dict(zip(WORDS, counts.tolist(), strict=True)),
    )


def practice_means(counts: Counts) -> Floats:
    """Means (...) of the scored answers of counts (..., kinds); NaN where there is none."""
    n = counts[..., HAS_SCORE].sum(axis=-1)
    return np.where(n > 0, (counts @ POINTS) / np.maximum(n, 1), np.nan)


def trust_means(tally: Tally) -> Floats:
    """Each trust's figure of each practice (units, practices): the mean of its roles' means.

    Roles count alike, however many of them did not know; NaN where one gave no score.
    """
    return np.asarray(practice_means(tally.counts).mean(axis=1), float)


def mean_of(figures: Floats, share: float) -> Floats:
    """Mean over practices (..., practices) where at least ``share`` have a figure, else NaN."""
    known = ~np.isnan(figures)
    count = known.sum(axis=-1)
    means = np.where(known, figures, 0.0).sum(axis=-1) / np.maximum(count, 1)
    return np.where((count > 0) & (count >= share * figures.shape[-1]), means, np.nan)


def columns_of(sections: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Section -> where its practices stand among all."""
    found, start = {}, 0
    for name, practices in sections.items():
        found[name] = slice(start, start + len(practices))
        start += len(practices)
    return found
