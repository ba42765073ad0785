"""What divisions offer and plan, as each round shows it and as its comparison carries it on."""

from collections.abc import Iterator
from datetime import date

import pytest

from benchmark.assessment.offering import save_offer, withdraw_offer
from benchmark.assessment.organising import add_division, merge_divisions, rename_division
from benchmark.assessment.plan_facts import (
    OWNERS,
    actions_in,
    offers_in,
    standing_actions,
    teller_of,
)
from benchmark.assessment.planning import Report, report_progress, write_action
from benchmark.assessment.results import comparison_for, facts_of, reader_of
from benchmark.assessment.withdrawing import withdraw
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.database import plans
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.following import (
    STEP,
    Place,
    medicine_of,
    merged_on,
    next_round,
    offer,
    step,
    take_back,
)
from tests.assessment.posts import TODAY, coordinator_of
from tests.databases import closing
from tests.servers import response_of


@pytest.fixture
def medicine(released: str) -> Iterator[tuple[Place, int]]:
    with closing(released) as engine, transaction(engine, writes=True) as session:
        yield medicine_of(session)


def test_every_owner_has_words_and_no_name() -> None:
    assert set(OWNERS) == set(plans.OWNERS)


def test_facts_hold_what_was_written_in_the_questionnaires_order(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    for practice, kind in (("handover", "shows"), ("tracking", "asks"), ("tracking", "shows")):
        save_offer(*place, offer(practice=practice, kind=kind), 0, person)
    save_offer(*place, offer(practice="review"), 0, person)
    withdraw_offer(*place, "review", "shows", person)
    action = write_action(*place, step(), person)
    report_progress(*place, action.id, Report("in progress", "half"), 1, person)
    report_progress(*place, action.id, Report("done", ""), 2, person)
    facts = facts_of(*place[:2], questionnaire)
    said = {"words": offer().words, "contact": offer().contact}
    assert facts.offers == tuple(
        Offer("medicine", practice, kind, **said)
        for practice, kind in (("tracking", "shows"), ("tracking", "asks"), ("handover", "shows"))
    )
    assert facts.actions == (
        PlannedAction(
            *(action.id, "medicine", "handover", STEP.what, "nursing lead", STEP.due, STEP.measure),
            *("done", "half"),
        ),
    )


def test_a_later_round_shows_what_is_left_and_an_earlier_one_never_changes(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept, over = (write_action(*place, step(what=what), person) for what in ("kept", "over"))
    report_progress(*place, over.id, Report("done", ""), 1, person)
    before = actions_in(*place[:2], ("medicine",))
    later = next_round(place[0], place, questionnaire)
    (carried,) = actions_in(*later[:2], ("medicine",))
    assert (carried.id, carried.since, carried.state) == (kept.id, place[1].title, "planned")
    report_progress(*later, kept.id, Report("changed", "we do it by phone"), 1, person)
    (carried,) = actions_in(*later[:2], ("medicine",))
    assert (carried.state, carried.progress) == ("changed", "we do it by phone")
    assert actions_in(*place[:2], ("medicine",)) == before
    third = next_round(place[0], later, questionnaire)
    assert actions_in(*third[:2], ("medicine",)) == ()


def test_two_divisions_stand_in_the_trusts_order(medicine: tuple[Place, int]) -> None:
    place, person = medicine
    session = place[0]
    surgery = response_of(session, "ZZN", "surgery", "clinical").division
    surgery.position, place[2].position = 0, 1
    kept = {"round_id": place[1].id, "division_id": surgery.id, "saved_by": person, "version": 1}
    session.add(plans.Offer(practice="handover", kind="shows", words="w", contact="c", **kept))
    text = {"practice": "handover", "what": "x", "owner": "together", "measure": "y"}
    session.add(plans.Action(**text, **kept, due=date(2030, 1, 1)))
    save_offer(*place, offer(), 0, person)
    write_action(*place, step(), person)
    both, keys = ("medicine", "surgery"), ("tracking", "handover")
    assert [o.division for o in offers_in(*place[:2], both, keys)] == ["surgery", "medicine"]
    found = [s.action.division.key for s in standing_actions(*place[:2], both)]
    assert found == ["surgery", "medicine"]
    assert offers_in(*place[:2], ("surgery",), ("tracking",)) == ()


def test_a_withheld_division_vanishes_from_later_outputs(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    save_offer(*place, offer(), 0, person)
    write_action(*place, step(), person)
    reader = reader_of(place[1].trust)
    shown = comparison_for(place[0], reader, place[1], questionnaire)
    assert (len(shown.offers), len(shown.actions)) == (1, 1)
    withdraw(place[0], response_of(place[0], "ZZN", "medicine", "nursing"), person)
    after = comparison_for(place[0], reader, place[1], questionnaire)
    assert (after.offers, after.actions) == ((), ())


def test_what_a_merged_division_left_open_goes_on_with_where_it_came_from(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept, over = (write_action(*place, step(what=what), person) for what in ("kept", "over"))
    report_progress(*place, over.id, Report("done", ""), 1, person)
    before = actions_in(*place[:2], ("medicine",))
    (later,) = merged_on(place, questionnaire)
    (carried,) = actions_in(*later[:2], ("hospital",))
    since = f"{place[1].title}, from Medicine, merged in {TODAY.year}"
    assert (carried.id, carried.division, carried.since) == (kept.id, "hospital", since)
    assert report_progress(*later, kept.id, Report("done", "by all of us"), 1, person).saved
    assert [each.state for each in actions_in(*later[:2], ("hospital",))] == ["done"]
    assert actions_in(*place[:2], ("medicine",)) == before
    assert actions_in(*next_round(place[0], later, questionnaire)[:2], ("hospital",)) == ()


def test_it_goes_on_over_a_division_that_came_and_went_between_two_rounds(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept = write_action(*place, step(), person)
    ((session, asked, hospital),) = merged_on(place, questionnaire)
    therapies, by = add_division(session, asked.trust, "Therapies"), coordinator_of(session)
    asked.state = "closed"
    acute = merge_divisions(session, hospital, therapies, "Acute", TODAY, by)
    third = next_round(session, (session, asked, acute), questionnaire)
    (carried,) = actions_in(*third[:2], ("acute",))
    assert (carried.id, carried.since.split(", ", 1)[1]) == (
        kept.id,
        f"from Medicine, merged in {TODAY.year}",
    )
    # a round in which Hospital itself takes part is its own, and Acute says nothing for it there
    assert actions_in(session, asked, ("acute",)) == ()


def test_a_new_name_is_the_same_division_with_the_same_plan(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept = write_action(*place, step(), person)
    rename_division(place[0], place[2], "Care of adults", coordinator_of(place[0]))
    later = next_round(place[0], place, questionnaire)
    (carried,) = actions_in(*later[:2], ("medicine",))
    assert (carried.id, carried.since) == (kept.id, place[1].title)


def test_each_part_of_a_split_division_has_what_it_left_open(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept = write_action(*place, step(), person)
    east, west = merged_on(place, questionnaire, split=True)
    carried = actions_in(*east[:2], ("east", "west"))
    since = f"{place[1].title}, from Medicine, split in {TODAY.year}"
    assert [(each.id, each.division, each.since) for each in carried] == [
        (kept.id, "east", since),
        (kept.id, "west", since),
    ]
    # it is one action: what one part tells of it stands with the other, and is not written over
    assert report_progress(*east, kept.id, Report("in progress", "half"), 1, person).saved
    assert [each.progress for each in actions_in(*east[:2], ("west",))] == ["half"]
    assert not report_progress(*west, kept.id, Report("done", ""), 1, person).saved
    assert report_progress(*west, kept.id, Report("done", ""), 2, person).saved


def said(place: Place, division: str) -> list[tuple[str, str]]:
    """How far the actions of a plan are, as the trust reads it."""
    return [(each.state, each.progress) for each in actions_in(*place[:2], (division,))]


def test_what_a_part_told_goes_from_the_others_plan_when_its_own_is_withheld(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept = write_action(*place, step(), person)
    east, west = merged_on(place, questionnaire, split=True)
    assert report_progress(
        *west, kept.id, Report("in progress", "begun, says West"), 1, person
    ).saved
    assert report_progress(*east, kept.id, Report("done", "all of it, says East"), 2, person).saved
    assert said(west, "west") == said(east, "east") == [("done", "all of it, says East")]
    take_back(east, person)
    assert said(west, "west") == [("in progress", "begun, says West")]
    # in East's own plan, which only its three leads still read, nothing is missing
    assert said(east, "east") == [("done", "all of it, says East")]
    # what East finished is open with West, in the next round too
    third = next_round(place[0], west, questionnaire)
    assert said(third, "west") == [("in progress", "begun, says West")]
    assert said(third, "east") == []


def test_a_part_of_which_nothing_is_shown_leaves_no_trace_with_the_other(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept = write_action(*place, step(), person)
    east, west = merged_on(place, questionnaire, split=True)
    before = actions_in(*west[:2], ("west",))
    report_progress(*east, kept.id, Report("in progress", "half, says East"), 1, person)
    assert actions_in(*west[:2], ("west",)) != before
    take_back(east, person)
    assert actions_in(*west[:2], ("west",)) == before
    (standing,) = standing_actions(*west[:2], ("west",))
    assert standing.waits


def test_what_a_division_told_in_a_later_round_needs_that_round(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    """The round of the action shows its plan still; that in which the note was told does not."""
    place, person = medicine
    kept = write_action(*place, step(), person)
    second = next_round(place[0], place, questionnaire)
    assert report_progress(*second, kept.id, Report("in progress", "half"), 1, person).saved
    place[1].state = second[1].state = "closed"
    east, west = merged_on(second, questionnaire, split=True)
    assert said(east, "east") == said(west, "west") == [("in progress", "half")]
    take_back(second, person)
    assert said(east, "east") == said(west, "west") == [("planned", "")]


def test_an_older_note_is_of_the_division_that_wrote_the_action(
    medicine: tuple[Place, int],
) -> None:
    place, person = medicine
    action = write_action(*place, step(), person)
    report_progress(*place, action.id, Report("in progress", "half"), 1, person)
    (note,) = action.notes
    assert teller_of(note) is note.division is place[2]
    note.division = None
    assert teller_of(note) is place[2]
    place[0].expunge(note)


@pytest.mark.parametrize("how", ["withdrawn", "kept by the three"])
def test_what_the_trust_may_no_longer_read_is_not_handed_on(
    medicine: tuple[Place, int], questionnaire: Questionnaire, how: str
) -> None:
    place, person = medicine
    write_action(*place, step(), person)
    (later,) = merged_on(place, questionnaire)
    assert len(actions_in(*later[:2], ("hospital",))) == 1
    if how == "withdrawn":
        withdraw(place[0], response_of(place[0], "ZZN", "medicine", "nursing"), person)
    else:
        place[1].level = "L0"
    assert actions_in(*later[:2], ("hospital",)) == ()
