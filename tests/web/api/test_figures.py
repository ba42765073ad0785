"""Figures of the API: shown with their words, or an object that says why not."""

import pytest

from benchmark.comparison.figure import Figure as Compared
from benchmark.comparison.wording import level
from benchmark.web.api.documents import Figure, NotShown
from benchmark.web.api.figures import figure_of, hidden


def test_a_figure_with_its_interval_in_one_decimal() -> None:
    found = figure_of(Compared(3.45, 2.961234, 3.938766))
    assert isinstance(found, Figure)
    assert (found.value, found.text) == (3.45, "3.5")
    assert found.interval.model_dump() == {
        "shown": True,
        "low": 3.0,
        "high": 3.9,
        "text": "3.0 to 3.9",
    }
    whole = figure_of(Compared(4.0, 3.0, 5.0), level)
    assert isinstance(whole, Figure)
    assert whole.text == "4"


def test_an_interval_that_is_not_shown_has_its_rule() -> None:
    found = figure_of(Compared(3.0, interval_reason="needs at least 4 divisions"))
    assert isinstance(found, Figure)
    assert found.interval == hidden("needs at least 4 divisions")


@pytest.mark.parametrize(
    ("reason", "because"),
    [
        ("2 of 3 complete", "rule"),
        ("not released", "rule"),
        ("none of the three could say", "answers"),
        ("does not apply to this division", "answers"),
        ("not enough answers", "answers"),
    ],
)
def test_a_rule_and_missing_answers_are_told_apart(reason: str, because: str) -> None:
    found = figure_of(Compared(reason=reason))
    assert found == NotShown(because=because, rule=reason, text=f"not shown: {reason}")
