"""Which divisions of a round may be shown at all."""

import pytest

from benchmark.comparison.facts import DivisionFacts


@pytest.mark.parametrize(
    ("released", "withheld", "shown"),
    [(False, False, False), (True, False, True), (True, True, False), (False, True, False)],
)
def test_only_what_is_released_and_not_withheld_is_shown(
    released: bool, withheld: bool, shown: bool
) -> None:
    assert DivisionFacts("medicine", "Medicine", 3, released, withheld).shown is shown
