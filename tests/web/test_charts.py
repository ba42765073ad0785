"""SVG for pages with a strict content policy: no styles, no scripts, every text escaped."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from benchmark.comparison.chart import Chart
from benchmark.comparison.dots import overall_dots, section_dots
from benchmark.comparison.picture import Shape
from benchmark.comparison.profile import profile
from benchmark.web.charts import NARROW, NARROW_TEXT, WIDE, WIDE_TEXT, svg, svg_pair
from tests.samples import hostile, nothing_released, seven_divisions, two_divisions

CHARTS = {
    "profile": profile(seven_divisions(), "d1"),
    "hidden": profile(seven_divisions(), "d4"),
    "two": overall_dots(two_divisions(), "surgery"),
    "nothing": overall_dots(nothing_released()),
    "sections": section_dots(seven_divisions(), "d1"),
    "hostile": overall_dots(hostile(), "d0"),
    "hostile profile": profile(hostile(), "d2"),
}
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    *("svg", "title", "desc", "rect", "line", "circle", "polygon", "text"),
}


def _parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(svg(chart, WIDE, WIDE_TEXT))  # noqa: S314  our own output


@pytest.mark.parametrize("name", CHARTS)
def test_it_is_well_formed_and_uses_presentation_attributes_only(name: str) -> None:
    root = _parsed(CHARTS[name])
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ALLOWED
        for attribute in element.attrib:
            assert attribute not in {"style", "href"}
            assert not attribute.startswith("on")


@pytest.mark.parametrize("name", CHARTS)
def test_it_is_an_image_with_a_title_and_a_description(name: str) -> None:
    chart = CHARTS[name]
    root = _parsed(chart)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert description.text
    assert len(description.text) <= 125


def test_texts_of_people_show_literally() -> None:
    painted = svg(CHARTS["hostile"], WIDE, WIDE_TEXT)
    assert "<script" not in painted
    assert "<b>" not in painted
    words = " ".join(text.text or "" for text in _parsed(CHARTS["hostile"]).iter(f"{SVG}text"))
    assert "<b>bold?</b> <script>alert(" in words
    assert "[U+0000]" in words
    assert "tŷ, môr" in words
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e\ud800-\udfff]", painted)


def test_the_numbers_are_those_of_the_table() -> None:
    chart = CHARTS["two"]
    words = {text.text for text in _parsed(chart).iter(f"{SVG}text")}
    assert {row[1] for row in chart.table.rows[:-1]} <= words


def test_text_is_at_least_12_pixels_on_a_page_of_320() -> None:
    margins = 32
    assert 320 - margins >= NARROW
    assert NARROW_TEXT >= 12
    room_at_tablet = 641 - 2 * margins
    assert WIDE_TEXT * min(1, room_at_tablet / WIDE) >= 12


def test_a_pair_has_one_picture_for_each_kind_of_screen_and_unique_ids() -> None:
    pair = str(svg_pair(CHARTS["profile"]))
    ids = re.findall(r' id="([^"]+)"', pair)
    assert len(ids) == len(set(ids)) == 4
    assert re.findall(r'class="([^"]+)"', pair) == ["chart chart--narrow", "chart chart--wide"]


def test_the_same_chart_paints_the_same_bytes() -> None:
    assert svg_pair(CHARTS["profile"]) == svg_pair(profile(seven_divisions(), "d1"))


def _with_shape(chart: Chart, shape: Shape) -> Chart:
    (group,) = chart.groups
    rows = tuple(
        replace(row, points=tuple(replace(point, shape=shape) for point in row.points))
        for row in group.rows
    )
    return replace(chart, groups=(replace(group, rows=rows),))


@pytest.mark.parametrize(("shape", "corners"), [("square", 4), ("triangle", 3)])
def test_squares_and_triangles_are_polygons(shape: Shape, corners: int) -> None:
    painted = _parsed(_with_shape(overall_dots(seven_divisions()), shape))
    polygons = list(painted.iter(f"{SVG}polygon"))
    assert [len((p.get("points") or "").split()) for p in polygons] == [corners] * 6


def test_every_shape_is_painted() -> None:
    kinds = {element.tag.removeprefix(SVG) for element in _parsed(CHARTS["profile"]).iter()}
    assert {"rect", "line", "circle", "text"} <= kinds
