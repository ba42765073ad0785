"""Changes too small to read: the noise behind them, and words that follow from printed numbers."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.comparison.bands import (
    AGREE_FULLY,
    Bands,
    bands_of,
    level_change,
    overall_change,
    pooled_noise,
    practice_change,
    shares_of,
    smallest_changes,
)
from benchmark.comparison.compare import compare
from benchmark.comparison.insight import PooledNoise
from benchmark.comparison.wording import (
    HIGHER_THAN_LAST_ROUND,
    LOWER_THAN_LAST_ROUND,
    NO_EVIDENCE_OF_CHANGE,
)
from benchmark.scoring.schedule import first_schedule
from benchmark.variation.change import change_band, median_change_variance
from benchmark.variation.spread import LeadNoise
from tests.comparison.facts import READER, facts, spread
from tests.comparison.two_rounds import moved, same_leads

EVEN = [1 / 30] * 30
NOISE = PooledNoise(0.16, 0.64, 24)


def bands(noise: PooledNoise | None = NOISE, reason: str = "") -> Bands:
    return Bands(noise, reason, divisions=7, practices=30)


def test_the_two_parts_of_the_noise_add_up_to_what_was_measured() -> None:
    """One answer varies by lead + answer, a mean over 30 of them by lead + answer / 30."""
    found = pooled_noise(LeadNoise(0.16 + 0.64 / 30, 0.8, 12, 300.0), EVEN)
    assert found
    assert (found.lead, found.answer, found.df) == (pytest.approx(0.16), pytest.approx(0.64), 12)
    assert pooled_noise(LeadNoise(0.0, 0.0, 12, 12.0), EVEN) is None
    assert pooled_noise(LeadNoise(None, None, 0, 0.0, "none"), EVEN) is None


def test_two_rounds_share_their_noise_by_their_freedom() -> None:
    one = compare(facts(spread(1, 4), closed=True), READER)
    two = compare(facts(spread(2, 7), closed=True), READER)
    assert one.noise
    assert two.noise
    both = bands_of(one, two, 4, 30).noise
    assert both
    assert both.df == one.noise.df + two.noise.df
    assert both.lead == pytest.approx((one.noise.lead * 6 + two.noise.lead * 12) / 18, abs=1e-6)
    still_open = dataclasses.replace(two, noise=None, noise_reason="shown when the round is over")
    assert bands_of(one, still_open, 4, 30).noise == one.noise
    assert bands_of(still_open, still_open, 4, 30).reason == "shown when the round is over"


def test_a_new_lead_makes_the_band_wider_and_the_statement_names_both() -> None:
    same = overall_change(bands(), 3.0, 3.5, EVEN, [0])
    new = overall_change(bands(), 3.0, 3.5, EVEN, [1])
    assert same.band is not None
    assert new.band is not None
    exact = change_band(median_change_variance(0.16, 0.64, 1 / 30), 24, 8)
    assert same.band == pytest.approx(exact, abs=0.01)
    assert exact <= same.band < new.band
    assert (same.words, new.words) == (HIGHER_THAN_LAST_ROUND, NO_EVIDENCE_OF_CHANGE)
    statement = smallest_changes(bands(), EVEN)
    assert f"up to {same.band:.2f} cannot be read when the same three" in statement
    assert f"up to {new.band:.2f} when one of them is new" in statement


def test_the_trusts_mean_of_seven_divisions_needs_less_than_one_division() -> None:
    one = level_change(bands(), 3.0, 4.0, 0).band
    all_seven = practice_change(bands(), 3.0, 4.0, [(3.5, 0)] * 7).band
    assert one is not None
    assert all_seven is not None
    assert all_seven < one / 2


def test_without_noise_no_change_has_a_band_or_is_called_one() -> None:
    nothing = bands(None, AGREE_FULLY)
    change = overall_change(nothing, 1.0, 5.0, EVEN, [0])
    assert (change.points, change.band, change.words) == (4.0, None, f"not shown: {AGREE_FULLY}")
    assert AGREE_FULLY in smallest_changes(nothing, EVEN)


@given(
    st.floats(1, 5), st.floats(1, 5), st.floats(0.001, 1), st.floats(0.001, 2), st.integers(0, 3)
)
def test_words_and_printed_numbers_never_disagree(
    before: float, after: float, lead: float, answer: float, new: int
) -> None:
    judged = bands(PooledNoise(lead, answer, 12))
    for change in (
        overall_change(judged, before, after, EVEN, [new]),
        practice_change(judged, before, after, [(3.0, new)] * 5),
        level_change(judged, round(before), round(after), new),
    ):
        assert change.band is not None
        printed, limit = float(f"{change.points:.2f}"), float(f"{change.band:.2f}")
        assert (printed, limit) == (change.points, change.band)
        expected = {1: HIGHER_THAN_LAST_ROUND, -1: LOWER_THAN_LAST_ROUND}
        outside = abs(printed) > limit
        assert change.words == (
            expected[1 if printed > 0 else -1] if outside else NO_EVIDENCE_OF_CHANGE
        )
        assert printed == pytest.approx(change.points, abs=1e-9)


def test_only_the_division_that_moved_is_called_changed() -> None:
    before, after = same_leads(1)
    after[0] = np.minimum(after[0] + 1, 5)
    since = moved(before, after).since
    assert since
    first, *others = [division.change.words for division in since.divisions if division.change]
    assert first == HIGHER_THAN_LAST_ROUND
    assert others == [NO_EVIDENCE_OF_CHANGE] * 6


def test_shares_follow_the_schedule() -> None:
    heavy = first_schedule().model_copy(update={"weights": {"patient-flow": 3.0}})
    assert shares_of(["patient-flow", "other"], heavy) == [0.75, 0.25]
