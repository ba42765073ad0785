"""A list is never half said."""

import pytest

from benchmark.comparison.insight import DecisionList, ListedPractice

LINE = ListedPractice("talent", "Building talent", "Level 1 in all.", "Agree one way.")


@pytest.mark.parametrize(("practices", "empty"), [((), ""), ((LINE,), "none")])
def test_a_list_has_practices_or_the_reason_why_not(
    practices: tuple[ListedPractice, ...], empty: str
) -> None:
    with pytest.raises(ValueError, match="practices or the reason"):
        DecisionList("fix", "Fix centrally", "Low.", practices, empty)
