"""A figure is never half said."""

import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Figure
from tests.comparison.facts import READER, facts, spread


@pytest.mark.parametrize(
    "wrong",
    [
        {},  # neither a value nor a reason
        {"value": 3.0},  # no interval, and no reason for its absence
        {"value": 3.0, "reason": "hidden", "low": 2.0, "high": 4.0},
        {"value": 3.0, "low": 2.0, "high": 4.0, "interval_reason": "hidden"},
    ],
)
def test_a_figure_says_why_something_is_absent(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a figure has"):
        Figure(**wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_released_divisions_are_those_without_a_reason() -> None:
    compared = compare(facts(spread(1, 3), (3, 1, 3)), READER)
    assert [division.key for division in compared.released] == ["medicine", "children"]
    assert compared.division("surgery").reason == "1 of 3 complete"
