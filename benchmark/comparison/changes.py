"""Two rounds of one trust beside each other, as plain values: what moved, and what is too small."""

from dataclasses import dataclass

from benchmark.comparison.figure import Figure
from benchmark.questionnaire.crosswalk import LeftOut


@dataclass(frozen=True, slots=True)
class Change:
    """From the last round to this one, in points of the scale, to two decimals as it is printed.

    ``band``: the largest change that is too small to read, rounded up; None: ``words`` gives the
    rule. The words follow from these two numbers and from nothing else.
    """

    points: float
    band: float | None
    words: str


@dataclass(frozen=True, slots=True)
class PracticeOverRounds:
    """One practice that both rounds asked, under the name of the later one.

    ``change`` is None where one of the two figures is not shown; ``counted``: divisions behind it.
    """

    key: str
    name: str
    before: Figure
    after: Figure
    change: Change | None = None
    counted: int = 1


@dataclass(frozen=True, slots=True)
class DivisionOverRounds:
    """One division: means over the practices that have a level in both rounds."""

    key: str
    name: str
    counted: int  # practices with a level in both rounds
    before: Figure
    after: Figure
    practices: tuple[PracticeOverRounds, ...]
    new_leads: int = 0  # of its three posts
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class TrustOverRounds:
    """Means over the divisions that have the figure in both rounds."""

    counted: int  # divisions
    before: Figure
    after: Figure
    practices: tuple[PracticeOverRounds, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """What two rounds share, and what was left out and why."""

    before: str  # title of the earlier round
    after: str
    before_version: str  # management-practice-1.0
    after_version: str
    schedule: str  # version, under which both rounds are computed here
    basis: tuple[str, ...]  # sentences: schedules and questionnaires of the two, where they differ
    comparable: int  # practices
    asked: int  # practices of the later round
    divisions: tuple[DivisionOverRounds, ...]  # in the order of the later round
    trust: TrustOverRounds
    left_out: tuple[LeftOut, ...]
    caution: str  # the smallest changes worth reading, or why none can be told

    def division(self, key: str) -> DivisionOverRounds:
        return next(division for division in self.divisions if division.key == key)
