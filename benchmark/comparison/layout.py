"""Where the columns of a chart stand: labels, the scale from 1 to 5, the numbers at the end."""

from dataclasses import dataclass

from benchmark.comparison.chart import SCALE

NARROW = 36  # a chart of fewer text sizes than this sets its labels above the rows
LEADING = 1.25  # from line to line
GAP = 0.8  # between columns


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    left: float  # of level 1
    right: float  # of level 5
    end: float  # left edge of the numbers beside their rows


@dataclass(frozen=True, slots=True)
class Layout(_Columns):
    """Lengths in the unit of the picture."""

    width: float
    size: float  # of the text
    label_width: float

    @property
    def stacked(self) -> bool:
        return self.width < NARROW * self.size

    @property
    def line(self) -> float:
        return self.size * LEADING

    def x(self, value: float) -> float:
        """Where ``value`` stands; what lies outside the scale stands at its end."""
        inside = min(max(value, SCALE[0]), SCALE[-1])
        share = (inside - SCALE[0]) / (SCALE[-1] - SCALE[0])
        return self.left + share * (self.right - self.left)
