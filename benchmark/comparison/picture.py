"""A placed picture: rectangles, lines, dots and texts that any painter can draw.

Lengths are in points on paper and pixels on a screen; x grows to the right and y downwards.
"""

from dataclasses import dataclass
from typing import Literal

Shape = Literal["circle", "square", "triangle"]
Anchor = Literal["start", "middle", "end"]
Colour = str  # "#rrggbb"

BLUE = "#005eb8"
DARK_BLUE = "#003087"
BLACK = "#212b32"
DARK_GREY = "#425563"
MID_GREY = "#768692"
PALE_GREY = "#e8edee"
LINE_GREY = "#d8dde0"
ACCENT = "#ffb81c"
WHITE = "#ffffff"

# around the middle, in radii; a square and a triangle of about the area of the circle
_CORNERS: dict[Shape, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
}


@dataclass(frozen=True, slots=True)
class Rect:
    """``x`` and ``y`` are the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour
    stroke: Colour = ""
    stroke_width: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Colour
    stroke_width: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A value's mark around its middle; ``corners`` says how a square or triangle is drawn."""

    x: float
    y: float
    radius: float
    shape: Shape
    fill: Colour
    stroke: Colour
    stroke_width: float

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Corners in drawing order; none for a circle."""
        return tuple(
            (self.x + dx * self.radius, self.y + dy * self.radius)
            for dx, dy in _CORNERS[self.shape]
        )


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A soft region around a value; its axes lie along x and y."""

    x: float
    y: float
    x_radius: float
    y_radius: float
    fill: Colour
    stroke: Colour
    stroke_width: float


@dataclass(frozen=True, slots=True)
class Text:
    """One line; ``y`` is the line on which the letters stand."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    bold: bool = False
    fill: Colour = BLACK


Primitive = Rect | Line | Dot | Ellipse | Text


@dataclass(frozen=True, slots=True)
class Picture:
    """What a painter draws, in this order."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]
