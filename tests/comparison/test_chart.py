"""A chart in data units refuses what no reader could use."""

import dataclasses

import pytest

from benchmark.comparison.chart import Chart, Span, Table
from benchmark.comparison.profile import profile
from tests.samples import seven_divisions


@pytest.fixture
def chart() -> Chart:
    return profile(seven_divisions(), "d1")


def test_a_span_goes_upwards() -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 2)
    with pytest.raises(ValueError, match="not a span"):
        Span(float("nan"), 2)


def test_a_table_has_a_cell_for_every_heading() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table("caption", ("a", "b"), (("1",),))


def test_an_alternative_text_has_at_most_125_characters(chart: Chart) -> None:
    assert dataclasses.replace(chart, alternative="x" * 125).alternative
    with pytest.raises(ValueError, match="125 characters"):
        dataclasses.replace(chart, alternative="x" * 126)


def test_the_scale_has_five_names(chart: Chart) -> None:
    with pytest.raises(ValueError, match="five named levels"):
        dataclasses.replace(chart, scale=("one", "two"))
