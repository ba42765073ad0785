"""The map: a point stands where its mean and spread are, and soft ellipses round the named ones."""

from dataclasses import replace

import pytest

from benchmark.comparison.chart import MapChart
from benchmark.comparison.compare import compare
from benchmark.comparison.evidence_charts import map_chart
from benchmark.comparison.map_marks import map_picture
from benchmark.comparison.picture import Dot, Ellipse, Text
from tests.comparison.facts import READER, decidable, facts


@pytest.fixture(scope="module")
def chart() -> MapChart:
    found = map_chart(compare(facts(decidable(1)), READER))
    assert found is not None
    return found


def test_points_stand_at_their_mean_and_spread(chart: MapChart) -> None:
    dots = [mark for mark in map_picture(chart, 720, 16).primitives if isinstance(mark, Dot)]
    left, right = 2.6 * 16, 720 - 16
    assert [dot.x for dot in dots] == pytest.approx(
        [left + (point.x - 1) / 4 * (right - left) for point in chart.points]
    )
    higher = sorted(zip(chart.points, dots, strict=True), key=lambda pair: pair[0].y)
    assert [dot.y for _, dot in higher] == sorted((dot.y for dot in dots), reverse=True)


def test_the_named_ones_have_an_ellipse_and_every_corner_its_name(chart: MapChart) -> None:
    marks = map_picture(chart, 720, 16).primitives
    assert sum(isinstance(mark, Ellipse) for mark in marks) == 9
    words = [mark.text for mark in marks if isinstance(mark, Text)]
    assert set(chart.corners) <= set(words)
    phone = [m.text for m in map_picture(chart, 288, 13).primitives if isinstance(m, Text)]
    assert not set(chart.corners) & set(phone)


def test_a_name_without_room_is_a_number(chart: MapChart) -> None:
    long = tuple(replace(point, label="x" * 90) if point.label else point for point in chart.points)
    words = [
        mark.text
        for mark in map_picture(replace(chart, points=long), 720, 16).primitives
        if isinstance(mark, Text)
    ]
    assert not any("xx" in word for word in words)
