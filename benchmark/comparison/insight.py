"""What a round lets the executive decide, and how sure that is: plain values, already decided upon.

All of it is computed from whole levels that every reader of the trust sees and from the noise
pooled over at least four divisions of a round that is over. Lengths are in points of the scale.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListedPractice:
    """One line of a list: the practice, the divisions concerned, and one next step."""

    key: str
    name: str
    where: str
    step: str


@dataclass(frozen=True, slots=True)
class DecisionList:
    """At most three practices, or in ``empty`` why there are none."""

    key: str  # copy, fix or leave
    title: str
    meaning: str
    practices: tuple[ListedPractice, ...]
    empty: str = ""

    def __post_init__(self) -> None:
        if bool(self.practices) == bool(self.empty):
            raise ValueError("a list has practices or the reason why it has none")


@dataclass(frozen=True, slots=True)
class Standing:
    """One division's overall figure among the others.

    ``drawn``: drawn towards the trust as far as noise explains its distance; ``low`` and ``high``:
    the simultaneous 95% interval from which ``verdict`` follows.
    """

    key: str
    observed: float
    drawn: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True, slots=True)
class PracticePlace:
    """One practice between even and uneven, low and high; limits hold for all practices at once."""

    key: str
    name: str
    mean: float
    mean_low: float
    mean_high: float
    spread: float  # standard deviation between divisions, noise taken out
    spread_low: float
    spread_high: float
    corner: str
    soft: tuple[float, float, float, float]  # mean from, to, spread from, to: two in three
    belongs: str = ""  # the list to which it belongs: copy, fix, leave or none
    listed: bool = False  # it is one of the three that stand on that list


@dataclass(frozen=True, slots=True)
class LineUpPanels:
    """Differences from the trust, highest first, of 20 pictures; ``place`` of the real one, from 0.

    ``as_wide``: how many of the others differ at least as much.
    """

    panels: tuple[tuple[float, ...], ...]
    place: int
    half_width: float
    as_wide: int


@dataclass(frozen=True, slots=True)
class VariationPart:
    """One source of the differences between answers: its share of them, 0 to 1, with 95% limits."""

    key: str
    name: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PooledNoise:
    """The noise behind every interval of the round, pooled over its divisions; squared points.

    ``lead``: lasting variance between leads of one division after role; ``answer``: variance of one
    answer around its lead; ``df``: degrees of freedom.
    """

    lead: float
    answer: float
    df: int


@dataclass(frozen=True, slots=True)
class Check:
    """One coefficient of how well the round measures, with its 95% limits if it has any.

    ``value`` None: ``words`` say why it is not shown. ``low`` None beside ``high``: no lower limit.
    """

    key: str
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Insight:
    """Each part is empty where its reason says why."""

    lists: tuple[DecisionList, ...] = ()
    standings: tuple[Standing, ...] = ()  # by ``drawn``, highest first
    places: tuple[PracticePlace, ...] = ()
    line_up: LineUpPanels | None = None
    parts: tuple[VariationPart, ...] = ()
    checks: tuple[Check, ...] = ()  # under the same rule as ``parts``
    reason: str = ""  # why there are no lists, no standings, no map and no line-up
    parts_reason: str = ""
    noise: float = (
        0.0  # variance of one lead's level, pooled over the trust; 0 where not worked out
    )
