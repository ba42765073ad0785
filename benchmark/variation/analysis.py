"""What the analysis of a ratings file says: the tree that ``analyse --json`` prints.

Scores are in points of the scale of the file, variances in squared points, shares between 0 and 1.
None means that the figure does not exist; ``Analysis.reasons`` says why under its dotted name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmark.variation.uneven_or_low import PlaceOnMap


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
class Limits:
    """The ends of a 95% interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DivisionSpread:
    """Do the divisions of one trust differ? F test after role, and from 5 divisions their SD.

    ``readable``: the smallest difference of a division's mean from the trust's that would be clear
    beside the others; ``can`` and ``cannot``: what so many divisions allow to say.
    """

    divisions: int
    f: float | None
    df1: int | None
    df2: int | None
    p: float | None
    sd: float | None
    low: float | None
    high: float | None
    readable: float | None
    reading: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    equal_noise: float | None = None  # p of the test that leads differ equally in all divisions


@dataclass(frozen=True, slots=True)
class Variance:
    """``components`` are never below 0; ``unbounded`` may be, so that means of many stay right.

    ``intervals``: 95% limits of each of the ``components``.
    """

    method: str
    nested: NestedVariances
    components: Components
    unbounded: Components
    intervals: Mapping[str, Limits | None]
    shares: Components
    within_trust_share: WithinTrustShare
    trusts: Mapping[str, DivisionSpread]
    criterion: float | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """An intraclass correlation with its 95% limits, and its F test against 0.

    None where it has no finite value: no noise to test against, or no bound below.
    """

    value: float | None
    low: float | None
    high: float | None
    f: float | None
    df1: float | None
    df2: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """``correlations``: the six of Shrout & Fleiss, roles as raters, by their names there."""

    icc1: float | None
    icc2: float | None
    icc_c1: float | None
    icc_a1: float | None
    correlations: Mapping[str, Correlation]
    krippendorff_alpha: float | None
    rwg_j: Mapping[str, float | None]
    average_deviation: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Reliability:
    """``division_score``: of a division's overall mean, to tell the divisions of a trust apart."""

    cronbach_alpha: float | None
    division_score: float | None


@dataclass(frozen=True, slots=True)
class RoleGap:
    """Points by which a role lies above the mean of the roles: observed, and drawn towards 0.

    ``low`` to ``high``: 95% interval of ``shrunken``; ``chance_higher``: that the gap is above 0.
    """

    gap: float
    shrunken: float
    low: float
    high: float
    chance_higher: float


@dataclass(frozen=True, slots=True)
class Panels:
    """A line-up: differences of the divisions from the trust, real in the panel at ``place``.

    ``panels`` (20, divisions), places count from 0; all intervals are +/- ``half_width``.
    """

    place: int
    half_width: float
    panels: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """Place from the highest, and the 95% interval of places, each for its division alone.

    No rank where the interval covers more than half of the places.
    """

    rank: int | None
    low: int
    high: int
    may_be_best: bool  # in the 95% set that holds the truly highest division


@dataclass(frozen=True, slots=True)
class Analysis:
    n: Counts
    scores: Scores
    variance: Variance
    agreement: Agreement
    reliability: Reliability
    ranks: Mapping[str, Rank | None]
    role_gaps: Mapping[str, Mapping[str, RoleGap | None]]
    uneven_or_low: Mapping[str, PlaceOnMap]
    line_up: Panels | None
    reasons: Mapping[str, str]
