"""A picture as SVG for a page: presentation attributes only, so that a strict CSP lets it through.

The template sets ``chart.title`` and ``chart.reading`` around it and ``chart.table`` beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from benchmark.comparison.characters import visible_line
from benchmark.comparison.drawing import Drawable, drawn
from benchmark.comparison.picture import Dot, Ellipse, Line, Rect, Text

WIDE, WIDE_TEXT = 720, 16  # px; at 641 px, where wide pictures begin, text is still 12 px
NARROW, NARROW_TEXT = 288, 13  # px; a page of 320 px less its margins


def svg_pair(chart: Drawable) -> Markup:
    """A narrow and a wide picture of ``chart``; the style sheet shows the one that fits.

    Classes ``chart--narrow`` (below 641 px) and ``chart--wide``; ids stay unique on the page.
    """
    return svg(chart, NARROW, NARROW_TEXT, "narrow") + svg(chart, WIDE, WIDE_TEXT, "wide")


def svg(chart: Drawable, width: float, text_size: float, variant: str = "wide") -> Markup:
    """``chart`` as one ``svg`` element, ``width`` px wide with text of ``text_size`` px."""
    picture = drawn(chart, width, text_size)
    title, description = f"{chart.key}-{variant}-title", f"{chart.key}-{variant}-description"
    about = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"chart chart--{variant}",
        "viewBox": f"0 0 {_number(picture.width)} {_number(picture.height)}",
        "width": _number(picture.width),
        "height": _number(picture.height),
        "role": "img",
        "aria-labelledby": title,
        "aria-describedby": description,
        "font-family": "Arial, Helvetica, sans-serif",
    }
    words = (
        f'<title id="{escape(title)}">{escape(visible_line(chart.title))}</title>'
        f'<desc id="{escape(description)}">{escape(visible_line(chart.alternative))}</desc>'
    )
    marks = "".join([_PAINTERS[type(mark)](mark) for mark in picture.primitives])
    return escape(_Written(f"<svg{_attributes(about)}>{words}{marks}</svg>"))


@dataclass(frozen=True, slots=True)
class _Written:
    """Markup of which every text and attribute was escaped where it was written.

    Plain strings until here: 2,000 marks put together as ``Markup`` took as long as all the rest
    of a page.
    """

    text: str

    def __html__(self) -> str:
        return self.text


def _rect(rect: Rect) -> str:
    box = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
    return _tag("rect", box | _look(rect.fill, rect.stroke, rect.stroke_width))


def _line(line: Line) -> str:
    ends = {"x1": line.x1, "y1": line.y1, "x2": line.x2, "y2": line.y2}
    return _tag("line", ends | {"stroke": line.stroke, "stroke-width": line.stroke_width})


def _dot(dot: Dot) -> str:
    look = _look(dot.fill, dot.stroke, dot.stroke_width)
    if not dot.corners:
        return _tag("circle", {"cx": dot.x, "cy": dot.y, "r": dot.radius} | look)
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in dot.corners)
    return _tag("polygon", {"points": points} | look)


def _ellipse(ellipse: Ellipse) -> str:
    shape = {"cx": ellipse.x, "cy": ellipse.y, "rx": ellipse.x_radius, "ry": ellipse.y_radius}
    return _tag("ellipse", shape | _look(ellipse.fill, ellipse.stroke, ellipse.stroke_width))


def _text(text: Text) -> str:
    attributes: dict[str, object] = {"x": text.x, "y": text.y, "font-size": text.size}
    if text.anchor != "start":
        attributes["text-anchor"] = text.anchor
    if text.bold:
        attributes["font-weight"] = "bold"
    words = escape(visible_line(text.text))
    return f"<text{_attributes(attributes | {'fill': text.fill})}>{words}</text>"


_PAINTERS: dict[type, Callable[[Any], str]] = {
    Rect: _rect,
    Line: _line,
    Dot: _dot,
    Ellipse: _ellipse,
    Text: _text,
}


def _look(fill: str, stroke: str, width: float) -> dict[str, object]:
    look: dict[str, object] = {"fill": fill}
    return look | {"stroke": stroke, "stroke-width": width} if stroke else look


def _tag(name: str, attributes: Mapping[str, object]) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join([f' {name}="{_value(value)}"' for name, value in attributes.items()])


def _value(value: object) -> str:
    return _number(value) if isinstance(value, float) else escape(value)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
