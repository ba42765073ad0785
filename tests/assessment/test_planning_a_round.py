"""What the calculator says before a round opens."""

import math

import numpy as np
import pytest

from benchmark.assessment.planning_a_round import (
    LEAD_SD,
    least_difference,
    readable_sentence,
    readable_words,
    sizes_beside,
    what_is_shown,
)
from benchmark.variation.contrasts import median_contrasts


def test_five_divisions_as_the_design_says_it() -> None:
    assert readable_sentence(5).startswith(
        "With five divisions, differences under 0.6 of a level cannot be read"
    )


@pytest.mark.parametrize("divisions", [2, 3, 4, 5, 10, 24])
def test_it_is_the_half_width_that_the_comparison_will_use(divisions: int) -> None:
    overall = np.linspace(2, 4, divisions)[:, None]
    used = median_contrasts(overall, LEAD_SD**2, 2 * (divisions - 1)).half_widths[0]
    assert math.isclose(least_difference(divisions), used)


def test_a_difference_needs_two_divisions() -> None:
    with pytest.raises(ValueError, match="at least two"):
        least_difference(1)
    assert "nothing to compare" in readable_sentence(1)
    assert "nothing to compare" in readable_sentence(0)
    assert readable_words(1) == "Nothing to compare"
    assert readable_words(5) == "Differences of 0.6 of a level and more"


@pytest.mark.parametrize(
    ("divisions", "said"),
    [(2, "No figures of the trust"), (3, "No figures"), (4, "figures of the trust, and how sure"),
     (5, "in order"), (9, "in order"), (10, "three roles"), (30, "three roles")],
)  # fmt: skip
def test_what_the_rules_allow_for_so_many_divisions(divisions: int, said: str) -> None:
    assert said in what_is_shown(divisions)


def test_the_trusts_own_number_stands_among_the_others() -> None:
    assert sizes_beside(5) == (2, 3, 4, 5, 10)
    assert sizes_beside(7) == (2, 3, 4, 5, 7, 10)
    assert sizes_beside(0) == (1, 2, 3, 4, 5, 10)
