"""From facts to figures: medians, means, hidden values, and nothing of an unreleased division."""

import dataclasses
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison, Figure
from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.questionnaire.norms import comparable_practices, norm_for
from tests.comparison.facts import PRACTICES, QUESTIONNAIRE, READER, facts, spread

FIRST, SECOND = QUESTIONNAIRE.keys[:2]


def uniform(*levels_of_leads: int) -> np.ndarray:
    """One division in which each lead gives the same level to every practice."""
    return np.repeat(np.array(levels_of_leads, dtype=np.int8)[:, None], PRACTICES, axis=1)


def test_a_level_is_the_median_of_the_three() -> None:
    result = compare(facts(np.stack([uniform(1, 2, 5)])), READER).divisions[0]
    assert {figure.value for figure in result.practices.values()} == {2.0}
    assert result.overall.value == result.comparable.value == 2.0
    assert {figure.value for figure in result.sections.values()} == {2.0}


def test_overall_is_the_mean_of_practices_not_of_sections() -> None:
    levels = np.stack([uniform(2, 2, 2)])
    levels[0, :, :4] = 5  # the first section has four practices
    result = compare(facts(levels), READER).divisions[0]
    assert result.sections["operations"].value == 5.0
    assert result.overall.value == pytest.approx((4 * 5 + 26 * 2) / 30)
    # the norm covers the first four sections, twenty practices
    assert result.comparable.value == pytest.approx((4 * 5 + 16 * 2) / 20)


def test_two_of_three_levels_make_no_level() -> None:
    levels = np.stack([uniform(3, 3, 3)])
    levels[0, 0, 0] = -1  # one lead does not know
    levels[0, :, 1] = -1  # nobody knows
    levels[0, :, 2] = -2  # it does not apply
    practices = compare(facts(levels), READER).divisions[0].practices
    reasons = [practices[key].reason for key in QUESTIONNAIRE.keys[:4]]
    assert reasons == [
        "not enough answers",
        "none of the three could say",
        "does not apply to this division",
        "",
    ]


def test_what_is_not_in_place_scores_one() -> None:
    levels = np.stack([uniform(3, 3, 3)])
    levels[0, :, 0] = [-3, -3, 4]
    assert compare(facts(levels), READER).divisions[0].practices[FIRST].value == 1.0


def test_trust_figures_are_means_over_divisions_from_four_up() -> None:
    four = np.stack([uniform(n, n, n) for n in (1, 2, 2, 5)])
    trust = compare(facts(four), READER).trust
    assert trust.overall.value == 2.5  # (1 + 2 + 2 + 5) / 4
    assert trust.practices[FIRST].value == 2.5
    assert trust.middle_half[FIRST] == (1.75, 2.75)
    three = compare(facts(four[:3]), READER).trust
    assert three.overall == Figure(reason="needs at least 4 divisions")
    assert three.middle_half == {}


def test_intervals_wait_until_the_round_is_over() -> None:
    levels = spread(1, 5)
    running = compare(facts(levels, (3, 3, 3, 3, 2)), READER)
    figure = running.divisions[0].overall
    assert figure.value is not None
    assert figure.low is None
    assert figure.interval_reason == "shown when the round is over"
    over = compare(facts(levels, (3, 3, 3, 3, 2), closed=True), READER)
    assert over.divisions[0].overall.low is not None
    assert over.divisions[0].verdict


def test_all_divisions_carry_the_same_pooled_interval() -> None:
    compared = compare(facts(spread(2, 6)), READER)
    widths = {
        round((figure.high or 0) - (figure.low or 0), 9)
        for division in compared.divisions
        for figure in [division.overall]
    }
    assert len(widths) == 1


def test_an_interval_stays_on_the_scale() -> None:
    levels = spread(3, 6, noise=1.5)
    compared = compare(facts(levels), READER)
    for division in compared.divisions:
        for figure in division.practices.values():
            if figure.low is not None and figure.high is not None:
                assert 1 <= figure.low <= (figure.value or 0) <= figure.high <= 5


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([4, 5]),
    st.lists(st.integers(0, 2), min_size=1, max_size=2),
    st.booleans(),
)
def test_nothing_depends_on_a_division_that_is_not_released(
    seed: int, released: int, incomplete: list[int], closed: bool
) -> None:
    """The metamorphic test of blindness: other answers, or none, give the same object.

    From five divisions of a closed round the object holds lists, order, map, line-up and parts.
    """
    counts = (*[3] * released, *incomplete)
    one, other = spread(seed, len(counts)), spread(seed + 1, len(counts))
    other[:released] = one[:released]
    none = one.copy()
    none[released:] = 0
    texts = {"medicine": {FIRST: ("shared",)}}
    seen = [
        compare(facts(levels, counts, texts, closed=closed), READER)
        for levels in (one, other, none)
    ]
    assert seen[0] == seen[1] == seen[2]
    assert bool(seen[0].insight.places) == (closed and released == 5)


def test_evidence_of_an_unreleased_division_stays_hidden() -> None:
    texts = {"medicine": {FIRST: ("ours",)}, "surgery": {FIRST: ("theirs",)}}
    compared = compare(facts(spread(4, 2), (3, 2), texts), READER)
    assert compared.division("medicine").shared_evidence == {FIRST: ("ours",)}
    assert compared.division("surgery").shared_evidence == {}


def test_divisions_keep_the_trusts_own_order() -> None:
    levels = np.stack([uniform(n, n, n) for n in (4, 1, 3, 5, 2)])
    names = [division.name for division in compare(facts(levels), READER).divisions]
    assert names == ["Medicine", "Surgery", "Children", "Cancer", "Theatres"]


def test_no_figure_reveals_a_spread_of_three() -> None:
    """L1: the same medians give the same figures of a division, however far its leads differ.

    Only what is pooled over at least four divisions may move.
    """
    agree = np.stack([uniform(3, 3, 3)] * 3)
    apart = np.stack([uniform(1, 3, 5)] * 3)
    assert _without_hash(compare(facts(agree), READER)) == _without_hash(
        compare(facts(apart), READER)
    )


def _without_hash(compared: Comparison) -> str:
    return json.dumps(dataclasses.asdict(compared), default=str, sort_keys=True)


def test_the_norm_covers_twenty_practices() -> None:
    norm = norm_for(QUESTIONNAIRE, "united-kingdom")
    assert norm is not None
    assert len(comparable_practices(QUESTIONNAIRE, norm)) == 20
    compared = compare(facts(spread(6, 4)), READER)
    assert compared.norm is not None
    assert (compared.norm.overall, compared.norm.sections["people"]) == (2.69, 2.37)
    covered = [section.key for section in compared.sections if section.has_norm]
    assert covered == ["operations", "monitoring", "targets", "people"]


DAY = date(2026, 12, 1)
OFFERS = tuple(
    Offer(key, FIRST, "shows", "Come and see", "matron") for key in ("medicine", "surgery")
)
ACTIONS = tuple(
    PlannedAction(key, key, FIRST, "Meet weekly", "nursing", DAY, "minutes", "planned", "")
    for key in ("medicine", "surgery")
)
CHANGES = tuple(LeadChange(key, "nursing", "ends", DAY) for key in ("medicine", "surgery"))


def test_offers_and_plans_of_an_unreleased_division_stay_hidden_unlike_changes_of_lead() -> None:
    given = replace(
        facts(spread(4, 2), (3, 2)), offers=OFFERS, actions=ACTIONS, lead_changes=CHANGES
    )
    compared = compare(given, READER)
    assert compared.offers == OFFERS[:1]
    assert compared.actions == ACTIONS[:1]
    assert compared.lead_changes == CHANGES
