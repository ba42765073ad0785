"""What the analysis of a ratings file says: the tree that ``analyse --json`` prints.

Scores are in points of the scale of the file, variances in squared points, shares between 0 and 1.
None means that the figure does not exist; ``Analysis.reasons`` says why under its dotted name.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    trusts: int | None
    divisions: int | None
    raters: int
    practices: int
    answers: int
    missing: int


@dataclass(frozen=True, slots=True)
class MeanSpread:
    """Mean and standard deviation (n - 1) over raters of the rater's mean of answered items."""

    mean: float | None
    sd: float | None


@dataclass(frozen=True, slots=True)
class PracticeScore:
    mean: float | None
    sd: float | None
    n: int


@dataclass(frozen=True, slots=True)
class DivisionScore:
    """Mean over ``n`` raters, its 95% interval from noise pooled over divisions, and shrunken."""

    mean: float | None
    low: float | None
    high: float | None
    shrunken: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Scores:
    overall: MeanSpread
    practices: Mapping[str, PracticeScore]
    divisions: Mapping[str, DivisionScore]


@dataclass(frozen=True, slots=True)
class NestedVariances:
    """score ~ practice + trust / division / rater, the reference design."""

    trust: float | None
    division: float | None
    rater: float | None
    residual: float | None
    criterion: float | None


@dataclass(frozen=True, slots=True)
class Components:
    """The variances of the full model, or with the same fields their shares of the sum."""

    trust: float | None
    division: float | None
    trust_practice: float | None
    division_practice: float | None
    rater: float | None
    residual: float | None


@dataclass(frozen=True, slots=True)
class WithinTrustShare:
    """Division variance over trust + division variance: observed, and without noise.

    ``low`` to ``high`` is the 95% interval of ``corrected``; ``placebo`` the mean of the observed
    share with divisions shuffled over trusts, ``placebo_low`` to ``placebo_high`` its 95% range.
    """

    raw: float | None
    corrected: float | None
    low: float | None
    high: float | None
    placebo: float | None
    placebo_low: float | None
    placebo_high: float | None


@dataclass(frozen=True, slots=True)
class DivisionSpread:
    """Do the divisions of one trust differ? F test after role, and from 5 divisions their SD."""

    divisions: int
    f: float | None
    df1: int | None
    df2: int | None
    p: float | None
    sd: float | None
    low: float | None
    high: float | None
    reading: str


@dataclass(frozen=True, slots=True)
class Variance:
    method: str
    nested: NestedVariances
    components: Components
    shares: Components
    within_trust_share: WithinTrustShare
    trusts: Mapping[str, DivisionSpread]
    criterion: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    icc1: float | None
    icc2: float | None
    icc_c1: float | None
    icc_a1: float | None
    rwg_j: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Reliability:
    cronbach_alpha: float | None


@dataclass(frozen=True, slots=True)
class Rank:
    """Place from the highest, and the 95% interval of places, each for its division alone.

    No rank where the interval covers more than half of the places.
    """

    rank: int | None
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Analysis:
    n: Counts
    scores: Scores
    variance: Variance
    agreement: Agreement
    reliability: Reliability
    ranks: Mapping[str, Rank | None]
    reasons: Mapping[str, str]
