"""The improvement pack: what divisions wrote, where it meets, and nothing that is not shown."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.facts import RoundFacts
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.comparison.practice_pack import practice_name, practice_pack, spelt
from tests.comparison.facts import PRACTICES, QUESTIONNAIRE, READER, facts

OFFERS = (
    Offer("medicine", "tracking", "asks", "whose board?", "Matron"),
    Offer("children", "tracking", "asks", "a look at a board", "Play lead"),
    Offer("surgery", "tracking", "shows", "ours <b>at seven</b>", "Coordinator"),
    Offer("surgery", "review", "shows", "the four questions", "Educator"),
    Offer("medicine", "talent", "asks", "anything", "Matron"),
)
ACTIONS = (
    PlannedAction(
        *("a1", "medicine", "tracking", "hang it up", "nursing lead"),
        *(date(2027, 3, 31), "it hangs", "in progress", "half"),
    ),
    PlannedAction(
        *("a2", "surgery", "bed-meeting", "stop it", "all three leads"),
        *(date(2027, 1, 31), "it is gone", "planned", "", "Round 2025"),
    ),
)


def facts_with_plans(complete: tuple[int, ...] = (3, 3, 3, 3)) -> RoundFacts:
    levels = np.full((4, 3, PRACTICES), 3)
    evidence = {"surgery": {"tracking": ("seen on two wards",)}}
    return replace(facts(levels, complete, evidence), offers=OFFERS, actions=ACTIONS)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(facts_with_plans(), READER)


def test_each_practice_holds_what_was_written_of_it(comparison: Comparison) -> None:
    pack = practice_pack(comparison)
    entry = pack.entry("tracking")
    assert entry
    assert [(each.division, each.words) for each in entry.shows] == [
        ("Surgery", "ours <b>at seven</b>")
    ]
    assert [each.division for each in entry.asks] == ["Medicine", "Children"]
    assert [(each.division, each.texts) for each in entry.evidence] == [
        ("Surgery", ("seen on two wards",))
    ]
    assert [(each.division, each.owner, each.state) for each in entry.actions] == [
        ("Medicine", "nursing lead", "in progress")
    ]
    assert entry.match == "Medicine and Children ask; Surgery offers."
    assert entry.summary == (
        "One division offers to show how. Two divisions ask to be shown. One action. "
        "One shared text."
    )


def test_what_meets_comes_first_and_what_nobody_offers_is_said(comparison: Comparison) -> None:
    pack = practice_pack(comparison)
    assert [entry.key for entry in pack.matched] == ["tracking"]
    assert [(entry.key, entry.gap) for entry in pack.unanswered] == [
        ("talent", "Medicine asks. Look outside the trust, too.")
    ]
    assert "one practice one division asks" in pack.finding
    assert [entry.key for entry in pack.entries][:-1] == list(QUESTIONNAIRE.keys)


def test_an_action_about_a_practice_that_is_no_longer_asked_is_kept(comparison: Comparison) -> None:
    entry = practice_pack(comparison).entry("bed-meeting")
    assert entry
    assert (entry.name, entry.section) == ("Bed meeting", "Asked in an earlier round")
    assert entry.actions[0].since == "Round 2025"
    assert practice_name(comparison, "bed-meeting") == spelt("bed-meeting") == "Bed meeting"
    assert practice_name(comparison, "tracking") == "Tracking performance"


def test_what_is_not_shown_of_a_division_is_nowhere_in_the_pack() -> None:
    pack = practice_pack(compare(facts_with_plans((3, 2, 3, 3)), READER))
    assert "surgery" not in repr(pack.entries).lower()
    assert pack.waiting == (("Surgery", "2 of 3 complete"),)
    tracking = pack.entry("tracking")
    assert tracking
    assert tracking in pack.unanswered


def test_an_empty_pack_says_so() -> None:
    pack = practice_pack(compare(facts(np.full((4, 3, PRACTICES), 3)), READER))
    assert pack.filled == ()
    assert pack.finding == "No division has offered, asked or planned anything yet."
    assert pack.entry("nothing") is None


def test_offers_that_do_not_meet_are_counted() -> None:
    apart = replace(facts_with_plans(), offers=OFFERS[3:], actions=())
    assert practice_pack(compare(apart, READER)).finding == (
        "One offer to show how and one request to be shown; in no practice do the two meet."
    )
