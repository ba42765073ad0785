"""Pictures of an analysis: everything inside the picture, and none where there is nothing."""

from dataclasses import replace

import pytest

from benchmark.comparison.analysis_pictures import (
    divisions_picture,
    line_up_picture,
    map_picture,
)
from benchmark.comparison.picture import Dot, Line, Text
from tests.comparison.test_analysis_parts import ANALYSIS

WIDTH, SIZE = 480.0, 9.0
SCALE = (1.0, 5.0)


def drawn() -> list:
    return [
        divisions_picture(ANALYSIS, SCALE, WIDTH, SIZE),
        map_picture(ANALYSIS, SCALE, WIDTH, SIZE),
        line_up_picture(ANALYSIS, WIDTH, SIZE),
    ]


@pytest.mark.parametrize("place", range(3))
def test_marks_lie_inside(place: int) -> None:
    found = drawn()[place]
    for mark in found.picture.primitives:
        ends = (
            [(mark.x1, mark.y1), (mark.x2, mark.y2)]
            if isinstance(mark, Line)
            else [(mark.x, mark.y)]
        )
        assert all(0 <= x <= WIDTH and 0 <= y <= found.picture.height for x, y in ends)
    assert len(found.alternative) <= 125
    assert found.reading


def test_a_dot_for_every_division_practice_and_picture() -> None:
    dots = [sum(isinstance(mark, Dot) for mark in found.picture.primitives) for found in drawn()]
    assert dots == [6, 4, 20 * 6]


def test_divisions_are_sorted_by_shrunken_mean() -> None:
    texts = [m.text for m in drawn()[0].picture.primitives if isinstance(m, Text)]
    names = [text for text in texts if text.startswith("d")]
    scores = ANALYSIS.scores.divisions
    assert names == sorted(names, key=lambda name: -scores[name].shrunken)


def test_nothing_to_draw() -> None:
    nothing = replace(
        ANALYSIS,
        scores=replace(ANALYSIS.scores, divisions={}),
        uneven_or_low={},
        line_up=None,
    )
    assert divisions_picture(nothing, SCALE, WIDTH, SIZE) is None
    assert map_picture(nothing, SCALE, WIDTH, SIZE) is None
    assert line_up_picture(nothing, WIDTH, SIZE) is None
