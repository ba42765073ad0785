"""One look per meaning: what is drawn for a row, and that it differs in more than colour."""

from typing import get_args

from benchmark.comparison.chart import Mark, Point, Row, Span
from benchmark.comparison.marks import band, interval, point, reference, row_marks, sample
from benchmark.comparison.picture import ACCENT, Dot, Ellipse, Line, Rect


def _place(value: float) -> float:
    return 100 * value


def test_band_interval_and_dot_are_painted_in_this_order() -> None:
    row = Row("x", points=(Point(3),), interval=Span(2, 4), band=Span(2.5, 3.5))
    kinds = [type(mark) for mark in row_marks(row, _place, 50, 10)]
    assert kinds == [Rect, Line, Line, Line, Dot]


def test_marks_stand_where_their_values_are() -> None:
    row = Row("x", points=(Point(3),), interval=Span(2, 4), band=Span(2.5, 3.5))
    pale, between, *_, dot = row_marks(row, _place, 50, 10)
    assert isinstance(pale, Rect)
    assert (pale.x, pale.x + pale.width) == (250, 350)
    assert isinstance(between, Line)
    assert (between.x1, between.x2) == (200, 400)
    assert isinstance(dot, Dot)
    assert (dot.x, dot.y) == (300, 50)


def test_a_row_without_values_draws_nothing() -> None:
    assert row_marks(Row("x", note="not shown: 2 of 3 complete"), _place, 50, 10) == []


def test_a_band_of_no_width_still_shows_around_its_value() -> None:
    pale = band(300, 300, 50, 10)
    assert pale.width > 0
    assert pale.x + pale.width / 2 == 300


def test_an_interval_ends_with_strokes() -> None:
    _, left, right = interval(200, 400, 50, 10)
    assert left.x1 == left.x2 == 200
    assert right.x1 == right.x2 == 400


def test_this_division_differs_in_size_and_outline_too() -> None:
    own, other = point(Point(3, accent=True), 0, 0, 10), point(Point(3), 0, 0, 10)
    assert own.fill == ACCENT
    assert own.radius > other.radius
    assert own.stroke != other.stroke


def test_every_kind_of_mark_has_a_sample_with_a_width() -> None:
    for mark in get_args(Mark):
        drawn, width = sample(mark, 5, 10, 10)
        assert drawn
        assert width > 0


def test_the_line_of_the_trust_is_upright() -> None:
    line = reference(30, 5, 25, 10)
    assert (line.x1, line.x2, line.y1, line.y2) == (30, 30, 5, 25)


def test_a_dumbbell_is_painted_from_the_bar_up() -> None:
    row = Row("x", points=(Point(2), Point(4, "square")), bar=Span(2, 4), ring=4, aside=True)
    between, around, *dots = row_marks(row, _place, 50, 10)
    assert isinstance(between, Rect)
    assert (between.x, between.x + between.width) == (200, 400)
    assert isinstance(around, Ellipse)
    assert (around.x, around.y) == (400, 50)
    assert [dot.x for dot in dots if isinstance(dot, Dot)] == [200, 400]


def test_points_on_one_level_stand_around_it() -> None:
    row = Row("x", points=(Point(3), Point(3, "square"), Point(3, "triangle")), ring=3, aside=True)
    around, *dots = row_marks(row, _place, 50, 10)
    places = [dot.x for dot in dots if isinstance(dot, Dot)]
    assert sum(places) / 3 == 300
    assert isinstance(around, Ellipse)
    assert around.x - around.x_radius < min(places) < max(places) < around.x + around.x_radius
    assert row_marks(Row("x", points=row.points), _place, 50, 10)[0] == point(
        row.points[0], 300, 50, 10
    )
