"""A picture as SVG for a page: presentation attributes only, so that a strict CSP lets it through.

The template sets ``chart.title`` and ``chart.reading`` around it and ``chart.table`` beside it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Chart
from benchmark.comparison.picture import Dot, Line, Picture, Primitive, Rect, Text
from benchmark.comparison.placing import placed

_END = {True: Markup("/>"), False: Markup(">")}
WIDE, WIDE_TEXT = 720, 16  # px; at 641 px, where wide pictures begin, text is still 12 px
NARROW, NARROW_TEXT = 288, 13  # px; a page of 320 px less its margins


def svg_pair(chart: Chart) -> Markup:
    """A narrow and a wide picture of ``chart``; the style sheet shows the one that fits.

    Classes ``chart--narrow`` (below 641 px) and ``chart--wide``; ids stay unique on the page.
    """
    return svg(chart, NARROW, NARROW_TEXT, "narrow") + svg(chart, WIDE, WIDE_TEXT, "wide")


def svg(chart: Chart, width: float, text_size: float, variant: str = "wide") -> Markup:
    """``chart`` as one ``svg`` element, ``width`` px wide with text of ``text_size`` px."""
    picture = placed(chart, width, text_size)
    title, description = f"{chart.key}-{variant}-title", f"{chart.key}-{variant}-description"
    opening = _tag(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"chart chart--{variant}",
            "viewBox": f"0 0 {_number(picture.width)} {_number(picture.height)}",
            "width": _number(picture.width),
            "height": _number(picture.height),
            "role": "img",
            "aria-labelledby": title,
            "aria-describedby": description,
            "font-family": "Arial, Helvetica, sans-serif",
        },
        closed=False,
    )
    words = Markup('<title id="{}">{}</title><desc id="{}">{}</desc>').format(
        title, visible_line(chart.title), description, visible_line(chart.alternative)
    )
    return opening + words + _painted(picture) + Markup("</svg>")


def _painted(picture: Picture) -> Markup:
    return Markup("").join(_primitive(primitive) for primitive in picture.primitives)


def _primitive(primitive: Primitive) -> Markup:
    return _PAINTERS[type(primitive)](primitive)


def _rect(rect: Rect) -> Markup:
    box = {"x": rect.x, "y": rect.y, "width": rect.width, "height": rect.height}
    return _tag("rect", box | _look(rect.fill, rect.stroke, rect.stroke_width))


def _line(line: Line) -> Markup:
    ends = {"x1": line.x1, "y1": line.y1, "x2": line.x2, "y2": line.y2}
    return _tag("line", ends | {"stroke": line.stroke, "stroke-width": line.stroke_width})


def _dot(dot: Dot) -> Markup:
    look = _look(dot.fill, dot.stroke, dot.stroke_width)
    if not dot.corners:
        return _tag("circle", {"cx": dot.x, "cy": dot.y, "r": dot.radius} | look)
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in dot.corners)
    return _tag("polygon", {"points": points} | look)


def _text(text: Text) -> Markup:
    attributes: dict[str, object] = {"x": text.x, "y": text.y, "font-size": text.size}
    if text.anchor != "start":
        attributes["text-anchor"] = text.anchor
    if text.bold:
        attributes["font-weight"] = "bold"
    opening = _tag("text", attributes | {"fill": text.fill}, closed=False)
    return opening + Markup("{}</text>").format(visible_line(text.text))


_PAINTERS: dict[type, Callable[[Any], Markup]] = {
    Rect: _rect,
    Line: _line,
    Dot: _dot,
    Text: _text,
}


def _look(fill: str, stroke: str, width: float) -> dict[str, object]:
    look: dict[str, object] = {"fill": fill}
    return look | {"stroke": stroke, "stroke-width": width} if stroke else look


def _tag(name: str, attributes: dict[str, Any], *, closed: bool = True) -> Markup:
    return Markup("<{}{}{}").format(name, _attributes(attributes.items()), _END[closed])


def _attributes(pairs: Iterable[tuple[str, object]]) -> Markup:
    return Markup("").join(
        Markup(' {}="{}"').format(name, _number(value) if isinstance(value, float) else value)
        for name, value in pairs
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
