"""Every history of a round, read to the end: what "make test" tries with the shortest of them."""

import pytest

from tests.comparison.facts import PRACTICES
from tests.disclosure.adversary import a_world, derivable
from tests.disclosure.test_adversary import (
    HISTORIES,
    LEAD,
    SECTIONS,
    SHORT,
    at,
    reading,
    worked_out,
)

pytestmark = pytest.mark.battery


@pytest.mark.parametrize("name", [name for name in HISTORIES if name not in SHORT])
def test_an_executive_works_nothing_out(name: str) -> None:
    assert worked_out(*HISTORIES[name]) == []


def test_a_lead_of_two_divisions_works_nothing_out_of_the_other_four() -> None:
    levels = a_world(4, 6, PRACTICES)
    see = reading(lambda given: [at(given, 6), at(given, 6, closed=True)], LEAD, 2)
    assert derivable(levels, [2, 3, 4, 5], SECTIONS, see) == []
