"""The decision as a table: who may see what, at which state of the round."""

from typing import Any

import pytest

from benchmark.disclosure.decide import (
    AUDIENCE,
    KEPT_BY_THE_THREE,
    NEEDS_OTHERS,
    NOT_FOR_YOU,
    RULE,
    WITHHELD,
    decide,
)
from benchmark.disclosure.levels import (
    RoundState,
    Seat,
    Statistic,
    Subject,
    Viewer,
)

MEDICINE = Subject("ZZN", "medicine", frozenset({1, 2, 3}))

PEOPLE = {
    "clinical lead of medicine": Viewer(1, "a", (Seat("clinical", "ZZN", "medicine"),)),
    # the same post, but another person gave the answers of this round
    "new lead of medicine": Viewer(9, "b", (Seat("clinical", "ZZN", "medicine"),)),
    "lead of surgery": Viewer(4, "c", (Seat("nursing", "ZZN", "surgery"),)),
    "executive": Viewer(5, "d", (Seat("executive", "ZZN"),)),
    "improvement": Viewer(6, "e", (Seat("improvement", "ZZN"),)),
    "coordinator": Viewer(7, "f", (Seat("coordinator", "ZZN"),)),
    "executive elsewhere": Viewer(8, "g", (Seat("executive", "ZZS"),)),
    "national": Viewer(10, "h", (Seat("national"),)),
    "nobody": Viewer(11, "i", ()),
    "support": Viewer(12, "j", (), frozenset({"ZZN"})),
    "support elsewhere": Viewer(13, "k", (), frozenset({"ZZS"})),
}
OUTSIDE = {"executive elsewhere", "national", "nobody", "support", "support elsewhere"}
TRUST = {name for name in PEOPLE if name not in OUTSIDE}
THREE = {"clinical lead of medicine"}

# statistic -> who may ever see it
ALLOWED = {
    Statistic.OWN_ANSWERS: THREE,
    Statistic.COMPLETENESS: TRUST,
    Statistic.LEAD_STATES: {"coordinator"},
    Statistic.POST_STATES: {"coordinator", "support"},
    Statistic.DIVISION_LEVELS: TRUST,
    Statistic.SHARED_EVIDENCE: TRUST,
    Statistic.TRUST_FIGURES: TRUST,
    Statistic.POOLED_SPREAD: TRUST,
    Statistic.ISSUED_FIGURES: TRUST,
    Statistic.ISSUED_DOCUMENTS: TRUST,
    Statistic.PREVIEW: THREE,
    Statistic.ROLE_LEVELS: THREE,
    Statistic.OFFERS: TRUST,
    Statistic.PLANS: TRUST,
    Statistic.LEAD_CHANGES: TRUST,
    Statistic.CONTINUITY: THREE,
    Statistic.ANSWERING: {"coordinator"},
    Statistic.AGREEING: {"coordinator"},
    Statistic.NATIONAL_POOL: {"national"},
    Statistic.NORM_SET: TRUST,
}

DONE = RoundState(complete=3, released=7, over=True, released_here=True, other_trusts=5)


@pytest.mark.parametrize("statistic", Statistic)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_see_what_once_everything_is_done(statistic: Statistic, name: str) -> None:
    decision = decide(PEOPLE[name], MEDICINE, statistic, DONE)
    assert decision.show == (name in ALLOWED[statistic])
    if not decision.show:
        assert decision.reason == NOT_FOR_YOU  # a stranger does not even learn the rule


# statistic, complete, released, over -> the reason, empty for shown
STATES = [
    (Statistic.OWN_ANSWERS, 0, 0, False, ""),
    (Statistic.COMPLETENESS, 0, 0, False, ""),
    (Statistic.DIVISION_LEVELS, 0, 0, False, "0 of 3 complete"),
    (Statistic.DIVISION_LEVELS, 2, 6, True, "2 of 3 complete"),
    (Statistic.DIVISION_LEVELS, 3, 1, False, "not released"),
    (Statistic.SHARED_EVIDENCE, 2, 6, True, "2 of 3 complete"),
    (Statistic.SHARED_EVIDENCE, 3, 1, False, "not released"),
    (Statistic.ROLE_LEVELS, 2, 6, True, "2 of 3 complete"),
    (Statistic.ROLE_LEVELS, 3, 1, False, ""),
    (Statistic.PREVIEW, 2, 6, True, "2 of 3 complete"),
    (Statistic.PREVIEW, 3, 1, False, ""),
    (Statistic.CONTINUITY, 2, 6, True, "2 of 3 complete"),
    (Statistic.CONTINUITY, 3, 1, False, ""),
    (Statistic.OFFERS, 2, 6, True, "2 of 3 complete"),
    (Statistic.OFFERS, 3, 1, False, "not released"),
    (Statistic.PLANS, 2, 6, True, "2 of 3 complete"),
    (Statistic.PLANS, 3, 1, False, "not released"),
    (Statistic.LEAD_CHANGES, 0, 0, False, ""),
    (Statistic.TRUST_FIGURES, 3, 3, True, "needs at least 4 divisions"),
    (Statistic.TRUST_FIGURES, 3, 4, False, ""),
    (Statistic.POOLED_SPREAD, 3, 3, True, "needs at least 4 divisions"),
    (Statistic.POOLED_SPREAD, 3, 6, False, "shown when the round is over"),
    (Statistic.POOLED_SPREAD, 3, 4, True, ""),
]


# what the coordinator reads in the record of who did what: how far a division is -> the entries
# on its answers, and those on its agreement
RECORD = {
    "nobody": (RoundState(), "0 of 3 complete", "0 of 3 complete"),
    "two": (RoundState(complete=2), "2 of 3 complete", "2 of 3 complete"),
    "three": (RoundState(complete=3), "", "not released"),
    "released": (RoundState(complete=3, released_here=True), "", ""),
    "withdrawn": (RoundState(complete=2, released_here=True, withheld=True), WITHHELD, WITHHELD),
    "the third will not come": (RoundState(complete=2, heard=True), "", "2 of 3 complete"),
}


# what the national pool may take of a trust's round
POOLED = {
    "three divisions": (RoundState(released=3, over=True), "needs at least 4 divisions"),
    "a release to come": (RoundState(released=6), "shown when the round is over"),
    "over": (RoundState(released=4, over=True), ""),
    "taken back": (RoundState(released=4, over=True, taken_back=True), WITHHELD),
}


def test_a_norm_set_needs_five_trusts_besides_ones_own() -> None:
    executive = PEOPLE["executive"]
    for others, reason in ((4, "needs at least 5 trusts besides this one"), (5, "")):
        state = RoundState(other_trusts=others)
        assert decide(executive, Subject("ZZN"), Statistic.NORM_SET, state).reason == reason


@pytest.mark.parametrize("state", POOLED)
def test_when_the_pool_may_take_a_round(state: str) -> None:
    known, reason = POOLED[state]
    national = PEOPLE["national"]
    assert decide(national, Subject("ZZN"), Statistic.NATIONAL_POOL, known).reason == reason


@pytest.mark.parametrize("state", RECORD)
def test_when_the_coordinator_reads_who_answered_and_who_agreed(state: str) -> None:
    known, answering, agreeing = RECORD[state]
    coordinator = PEOPLE["coordinator"]
    assert decide(coordinator, MEDICINE, Statistic.ANSWERING, known).reason == answering
    assert decide(coordinator, MEDICINE, Statistic.AGREEING, known).reason == agreeing


@pytest.mark.parametrize(("statistic", "complete", "released", "over", "reason"), STATES)
def test_when_it_may_be_seen(
    statistic: Statistic, complete: int, released: int, over: bool, reason: str
) -> None:
    viewer = PEOPLE["clinical lead of medicine"]
    state = RoundState(complete, released, over)
    assert decide(viewer, MEDICINE, statistic, state).reason == reason


# what else is known of the round -> what others read at L1, and what the three read of each other
FURTHER = {
    "released": ({"released_here": True}, "", ""),
    "released, then an answer was withdrawn": (
        {"released_here": True, "withheld": True},
        WITHHELD,
        WITHHELD,
    ),
    "released in a round that only the three see": (
        {"released_here": True, "level": "L0"},
        KEPT_BY_THE_THREE,
        "",
    ),
    "two have answered and the third is on record": (
        {"complete": 2, "over": True, "heard": True},
        "2 of 3 complete",
        "",
    ),
    "withdrawn before the release": ({"complete": 2, "withheld": True}, WITHHELD, WITHHELD),
}


@pytest.mark.parametrize(("known", "others", "three"), FURTHER.values(), ids=FURTHER)
def test_what_a_release_opens_and_a_withdrawal_closes(
    known: dict[str, Any], others: str, three: str
) -> None:
    viewer = PEOPLE["clinical lead of medicine"]
    state = RoundState(**({"complete": 3, "released": 1} | known))
    for statistic in (Statistic.DIVISION_LEVELS, Statistic.SHARED_EVIDENCE):
        assert decide(viewer, MEDICINE, statistic, state).reason == others
    assert decide(viewer, MEDICINE, Statistic.ROLE_LEVELS, state).reason == three


# released, in how many of them the viewer answered -> what they read of pooled figures
COMPLEMENTS = [
    (4, 0, ""),
    (4, 1, NEEDS_OTHERS),
    (5, 1, ""),
    (5, 2, NEEDS_OTHERS),
    (6, 2, ""),
    (7, 4, NEEDS_OTHERS),
    (4, 4, ""),  # whoever has answered in all of them learns nothing
    (3, 1, "needs at least 4 divisions"),
]


@pytest.mark.parametrize(("released", "known", "reason"), COMPLEMENTS)
def test_what_is_left_after_subtracting_what_the_viewer_knows_is_enough_again(
    released: int, known: int, reason: str
) -> None:
    viewer = PEOPLE["clinical lead of medicine"]
    state = RoundState(complete=3, released=released, over=True, known=known)
    assert decide(viewer, MEDICINE, Statistic.POOLED_SPREAD, state).reason == reason
    assert decide(viewer, MEDICINE, Statistic.TRUST_FIGURES, state).show == (released >= 4)


# over how many divisions an issued document is pooled, in how many the reader answered
@pytest.mark.parametrize(
    ("pooled", "known", "shown"),
    [(0, 1, True), (0, 0, True), (4, 0, True), (4, 1, False), (5, 1, True), (5, 2, False)],
)
def test_what_was_issued_stays_but_for_those_who_could_subtract(
    pooled: int, known: int, shown: bool
) -> None:
    state = RoundState(released=pooled, known=known)
    viewer = PEOPLE["clinical lead of medicine"]
    for statistic in (Statistic.ISSUED_FIGURES, Statistic.ISSUED_DOCUMENTS):
        assert decide(viewer, MEDICINE, statistic, state).show is shown


def test_once_nothing_leaves_the_three_what_was_issued_for_all_does_not_either() -> None:
    viewer, state = PEOPLE["executive"], RoundState(released=7, level="L0")
    reason = decide(viewer, MEDICINE, Statistic.ISSUED_DOCUMENTS, state).reason
    assert reason == KEPT_BY_THE_THREE


def test_pooled_figures_go_once_answers_behind_a_release_are_taken_back() -> None:
    state = RoundState(complete=3, released=6, over=True, taken_back=True)
    assert decide(PEOPLE["executive"], MEDICINE, Statistic.POOLED_SPREAD, state).reason == WITHHELD
    assert decide(PEOPLE["executive"], MEDICINE, Statistic.TRUST_FIGURES, state).show


def test_the_coordinator_sees_states_at_any_time() -> None:
    state = RoundState(complete=0)
    assert decide(PEOPLE["coordinator"], MEDICINE, Statistic.LEAD_STATES, state).show


def test_whoever_follows_a_lead_who_has_left_reads_one_level_and_nothing_of_the_three() -> None:
    successor = PEOPLE["new lead of medicine"]
    subject = Subject("ZZN", "medicine", frozenset({1, 2, 3}), successors=frozenset({9}))
    assert decide(successor, subject, Statistic.PREVIEW, DONE).show
    assert not decide(successor, MEDICINE, Statistic.PREVIEW, DONE).show
    for statistic in (Statistic.ROLE_LEVELS, Statistic.CONTINUITY, Statistic.OWN_ANSWERS):
        assert decide(successor, subject, statistic, DONE).reason == NOT_FOR_YOU
    for state, reason in (
        (RoundState(complete=3, level="L0"), KEPT_BY_THE_THREE),
        (RoundState(complete=2, withheld=True), WITHHELD),
        (RoundState(complete=2, heard=True), "2 of 3 complete"),
    ):
        assert decide(successor, subject, Statistic.PREVIEW, state).reason == reason


def test_every_statistic_has_an_audience_and_a_rule() -> None:
    assert set(AUDIENCE) == set(RULE) == set(Statistic) == set(ALLOWED)
