"""A chart in data units: what is drawn, said and tabulated, before anybody decides how big.

Two painters draw it: SVG on the page and operators in the PDF. The same numbers stand in ``table``,
which the page and the report set beside the picture.
"""

from dataclasses import dataclass
from typing import Literal

from benchmark.comparison.picture import Shape

Mark = Literal[
    "this division", "division", "observed", "interval", "middle half", "trust",
    "clinical", "operational", "nursing", "apart", "agreed",
    "last round", "this round", "too small", "lead changed",
]  # fmt: skip

SCALE = (1, 2, 3, 4, 5)
LONGEST_ALTERNATIVE = 125  # characters; screen readers cannot pause inside an alternative text


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high`` on the scale."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"{self.low} to {self.high} is not a span")


@dataclass(frozen=True, slots=True)
class Point:
    """One value. Its shape and outline carry the meaning too, so that it reads in grey."""

    value: float
    shape: Shape = "circle"
    accent: bool = False
    hollow: bool = False  # as observed, beside the same figure with noise taken out


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart. Without a point, ``note`` says why nothing is drawn."""

    label: str
    end: str = ""  # the number at the right end, as text
    points: tuple[Point, ...] = ()
    interval: Span | None = None
    band: Span | None = None
    note: str = ""
    strong: bool = False  # clearly different: label of the end set in bold
    ticks: int = 0  # at the left end: leads who changed
    bar: Span | None = None  # from the lowest of several people's levels to the highest
    ring: float | None = None  # around the level that they agreed on
    aside: bool = False  # points on one level stand beside each other: none hides another


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, with an optional reference line over all of them."""

    heading: str
    rows: tuple[Row, ...]
    line: float | None = None
    line_label: str = ""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What one kind of mark means."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers to read; the first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("every row of a table has as many cells as the header")


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One practice: trust mean across, spread between divisions up; ``label``: direct, if any."""

    number: int
    label: str
    across: Span
    up: Span
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of one whole: ``share`` of it, 0 to 1."""

    name: str
    share: float
    words: str  # the share as text


@dataclass(frozen=True, slots=True)
class Described:
    """What every picture says around its marks."""

    key: str  # for ids on a page: lower case, digits and hyphens
    title: str
    reading: str
    alternative: str
    table: Table

    def __post_init__(self) -> None:
        if len(self.alternative) > LONGEST_ALTERNATIVE:
            raise ValueError("an alternative text has at most 125 characters")


@dataclass(frozen=True, slots=True)
class MapChart(Described):
    """Points between even and uneven, low and high; the lines that part the four corners."""

    scale: tuple[str, ...]
    points: tuple[MapPoint, ...]
    low: float
    uneven: float
    corners: tuple[str, str, str, str]  # low and even, low and uneven, high and even, high uneven


@dataclass(frozen=True, slots=True)
class PanelsChart(Described):
    """Small pictures of differences from a mean, highest first, with one half width for all."""

    panels: tuple[tuple[float, ...], ...]
    half_width: float


@dataclass(frozen=True, slots=True)
class BarChart(Described):
    """One whole and its parts, in the order of the bar."""

    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: the finding as its title, the reading in two sentences, marks and table."""

    key: str  # for ids on a page: lower case, digits and hyphens
    title: str
    reading: str
    alternative: str
    scale: tuple[str, ...]  # short names of the five levels, under the ticks
    end_heading: str  # what stands at the right end of the rows
    groups: tuple[Group, ...]
    marks: tuple[KeyEntry, ...]
    table: Table

    def __post_init__(self) -> None:
        if len(self.alternative) > LONGEST_ALTERNATIVE:
            raise ValueError("an alternative text has at most 125 characters")
        if len(self.scale) != len(SCALE):
            raise ValueError("the scale has five named levels")
