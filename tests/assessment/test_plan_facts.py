"""What divisions offer and plan, as each round shows it and as its comparison carries it on."""

from collections.abc import Iterator
from datetime import date

import pytest

from benchmark.assessment.offering import save_offer, withdraw_offer
from benchmark.assessment.plan_facts import OWNERS, actions_in, offers_in, standing_actions
from benchmark.assessment.planning import Report, report_progress, write_action
from benchmark.assessment.results import comparison_for, facts_of, reader_of
from benchmark.assessment.withdrawing import withdraw
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.database import plans
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.following import STEP, Place, medicine_of, next_round, offer, step
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
