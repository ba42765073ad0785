"""What a round lets one decide: lists, order, line-up and parts, or in plain words why not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.wording import CLEARLY_HIGHER, CLEARLY_LOWER
from tests.comparison.facts import PRACTICES, QUESTIONNAIRE, READER, decidable, facts, spread


def decided(levels: np.ndarray, **options: object) -> Comparison:
    return compare(facts(levels, **options), READER)


def test_every_list_finds_what_was_put_there() -> None:
    keys = QUESTIONNAIRE.keys
    insight = decided(decidable(1)).insight
    for each, planted in zip(insight.lists, (keys[:4], keys[4:8], keys[8:12]), strict=True):
        assert len(each.practices) == 3
        assert {line.key for line in each.practices} <= set(planted)
    assert {place.key for place in insight.places if place.belongs == "fix"} <= set(keys[4:8])


@pytest.mark.parametrize(
    ("divisions", "complete", "closed", "words"),
    [
        (3, None, True, "needs at least 4 divisions"),
        (6, (3, 3, 3, 3, 3, 2), False, "shown when the round is over"),
        (4, None, True, "with four divisions, how far they differ cannot be told from chance"),
    ],
)
def test_before_it_can_be_told_the_reason_stands_instead(
    divisions: int, complete: tuple[int, ...] | None, words: str, *, closed: bool
) -> None:
    insight = decided(decidable(2, divisions), complete=complete, closed=closed).insight
    assert insight.reason.startswith(words)
    assert (insight.lists, insight.standings, insight.places, insight.line_up) == ((), (), (), None)


def test_leads_who_agree_fully_leave_no_noise() -> None:
    levels = np.repeat(decidable(3)[:, :1], 3, axis=1)
    insight = decided(levels).insight
    assert "agree fully" in insight.reason
    assert insight.parts_reason
    assert not insight.lists


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 7), st.sampled_from([0.0, 0.2, 0.5, 1.0]))
def test_words_and_intervals_never_disagree(seed: int, divisions: int, effect: float) -> None:
    compared = decided(spread(seed, divisions, effect))
    trust = compared.trust.overall.value
    assert trust is not None
    standings = compared.insight.standings
    assert [s.drawn for s in standings] == sorted((s.drawn for s in standings), reverse=True)
    for standing in standings:
        division = compared.division(standing.key)
        assert standing.observed == pytest.approx(division.overall.value, abs=1e-6)
        assert (standing.low > trust) == (standing.verdict == CLEARLY_HIGHER)
        assert (standing.high < trust) == (standing.verdict == CLEARLY_LOWER)
        assert standing.low <= standing.drawn <= standing.high
        assert abs(standing.drawn - trust) <= abs(standing.observed - trust) + 1e-6
    for place in compared.insight.places:
        assert place.mean == pytest.approx(compared.trust.practices[place.key].value, abs=1e-6)
        assert place.mean_high < 3 or place.belongs != "fix"
        assert place.mean_low > 3 or place.belongs != "leave"
        assert place.spread_low > 0 or place.belongs != "copy"


def test_without_noise_in_one_practice_the_others_still_stand() -> None:
    levels = decidable(5)
    levels[1:4, :, 20] = 0  # four divisions have a level: too few to measure how far they differ
    keys = {place.key for place in decided(levels).insight.places}
    assert len(keys) == PRACTICES - 1
    assert QUESTIONNAIRE.keys[20] not in keys


def test_the_line_up_is_the_same_whenever_it_is_drawn_and_holds_the_real_differences() -> None:
    compared = decided(decidable(6))
    found = compared.insight.line_up
    assert found is not None
    assert found == decided(decidable(6)).insight.line_up
    overall = sorted((d.overall.value or 0.0 for d in compared.divisions), reverse=True)
    real = np.array(overall) - np.mean(overall)
    assert found.panels[found.place] == pytest.approx(real, abs=1e-5)
    assert len(found.panels) == 20


def test_the_parts_are_shares_of_one_whole_with_limits_round_them() -> None:
    insight = decided(decidable(7, noise=0.7)).insight
    assert insight.parts_reason == ""
    assert sum(part.share for part in insight.parts) == pytest.approx(1, abs=1e-5)
    assert all(0 <= part.low <= part.high <= 1 for part in insight.parts)
    four = decided(decidable(7, divisions=4, noise=0.7), closed=True).insight
    assert four.parts
    assert four.reason
