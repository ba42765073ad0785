"""Small pictures: every difference where it belongs, all on one scale."""

import pytest

from benchmark.comparison.panels import COLUMNS, panels_picture
from benchmark.comparison.picture import Dot, Line, Text


def test_every_panel_has_its_number_and_one_scale_for_all() -> None:
    panels = ((1.0, 0.0, -1.0), (0.5, 0.0, -0.5)) * 3
    picture = panels_picture(panels, 0.5, 500, 10)
    numbers = [mark.text for mark in picture.primitives if isinstance(mark, Text)]
    assert numbers == ["1", "2", "3", "4", "5", "6"]
    dots = [mark for mark in picture.primitives if isinstance(mark, Dot)]
    middles = [
        mark.x1 for mark in picture.primitives if isinstance(mark, Line) and mark.x1 == mark.x2
    ]
    step = (500 / COLUMNS / 2 - 6) / 1.5
    for place, panel in enumerate(panels):
        found = [dot.x - middles[place] for dot in dots[3 * place : 3 * place + 3]]
        assert found == pytest.approx([value * step for value in panel])


@pytest.mark.parametrize("divisions", [5, 14, 60])
def test_twenty_panels_fit_a_page_of_paper_however_many_divisions(divisions: int) -> None:
    panels = ((1.0, *[0.0] * (divisions - 2), -1.0),) * 20
    assert panels_picture(panels, 0.3, 487, 9).height < 600


def test_a_narrow_picture_has_fewer_columns_and_is_taller() -> None:
    panels = ((1.0, -1.0),) * 20
    assert panels_picture(panels, 0.2, 288, 13).height > panels_picture(panels, 0.2, 720, 13).height
