"""What a division could take up: from levels that everybody sees, each with how firm it is."""

from dataclasses import replace

import numpy as np
import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.suggesting import LISTED, NONE_BELOW, Suggestions, suggestions_for
from tests.comparison.facts import QUESTIONNAIRE, READER, decidable, facts, spread

LOW = "medicine"  # the first of the seven: lowest in practices 0 to 3
HIGH = "community"


@pytest.fixture(scope="module")
def seven() -> Comparison:
    return compare(facts(decidable(3)), READER)


def suggested(comparison: Comparison, division: str) -> Suggestions:
    return suggestions_for(comparison, QUESTIONNAIRE, division)


def test_the_lowest_division_is_shown_where_the_others_are_ahead(seven: Comparison) -> None:
    found = suggested(seven, LOW)
    assert not found.reason
    assert 0 < len(found.lines) <= LISTED
    assert {line.key for line in found.lines[:3]} <= set(QUESTIONNAIRE.keys[:4])
    first = found.lines[0]
    assert first.firmness == f"In {first.among} of 100 draws among the three that would gain most."
    assert f"Level {first.level} here" in first.why
    assert "more than 99 in 100" in replace(first, chance=100).why
    assert "about 97 in 100" in replace(first, chance=97).why
    practice = next(p for p in QUESTIONNAIRE.practices if p.key == first.key)
    assert first.next_text == practice.levels[first.level]


def test_every_line_says_how_firm_it_is_in_whole_draws(seven: Comparison) -> None:
    for division in (LOW, HIGH):
        lines = suggested(seven, division).lines
        assert all(1 <= line.among <= 100 for line in lines)
        assert sum(line.among for line in lines) <= 300 + LISTED


def test_the_same_levels_give_the_same_whatever_the_leads_said(seven: Comparison) -> None:
    """Equal levels and equal pooled noise; which of the three leads is apart is another."""
    levels = decidable(3)
    turned = levels[:, [2, 0, 1]]
    assert suggested(compare(facts(turned), READER), LOW) == suggested(seven, LOW)
    other = replace(seven, content_hash="another")
    assert suggested(other, LOW) == suggested(seven, LOW)


def test_nothing_is_said_of_what_is_not_released() -> None:
    waiting = compare(facts(decidable(3), (2, 3, 3, 3, 3, 3, 3), closed=True), READER)
    assert suggested(waiting, LOW) == Suggestions(reason="2 of 3 complete")


def test_too_few_divisions_say_so() -> None:
    four = compare(facts(spread(1, 4)), READER)
    assert "with four divisions" in suggested(four, LOW).reason
    two = compare(facts(spread(1, 2)), READER)
    assert suggested(two, LOW).reason == "needs at least 4 divisions"


def test_a_division_that_is_ahead_everywhere_has_none() -> None:
    levels = np.full((6, 3, len(QUESTIONNAIRE.keys)), 2, np.int8)
    levels[:, 1, ::2] += 1  # one of three sees it a level higher: noise, and the same medians
    levels[0] = 5
    found = suggested(compare(facts(levels), READER), LOW)
    assert found == Suggestions(reason=NONE_BELOW)
