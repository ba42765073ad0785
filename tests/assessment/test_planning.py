"""Actions: at most five open at once, never overwritten unseen, openly finished."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.events import events_of
from benchmark.assessment.planning import (
    Report,
    change_action,
    plan_of,
    refuse_unless_current,
    report_progress,
    role_of,
    text_of,
    write_action,
)
from benchmark.assessment.refusals import Refused
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.plans import Action, ActionNote
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.following import (
    Place,
    days_ahead,
    medicine_of,
    merged_on,
    next_round,
    step,
    take_back,
)
from tests.databases import closing
from tests.servers import copied, response_of


@pytest.fixture(scope="module")
def engine(released_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(copied(released_model, tmp_path_factory.mktemp("planning"))) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def medicine(session: Session) -> tuple[Place, int]:
    return medicine_of(session)


def told(place: Place) -> list[str]:
    session, asked, _ = place
    kinds = {"planned", "plan changed", "progress"}
    return [event.kind for event in events_of(session, asked) if event.kind in kinds]


def test_a_second_click_writes_nothing(medicine: tuple[Place, int]) -> None:
    place, person = medicine
    first = write_action(*place, step(), person)
    assert write_action(*place, step(), person) is first
    assert write_action(*place, step(measure="another"), person) is not first
    assert [each.state for each in plan_of(*place)] == ["planned", "planned"]
    assert told(place) == ["planned", "planned"]
    assert not [
        event.detail for event in events_of(*place[:2]) if event.kind == "planned" and event.detail
    ]


def test_five_open_actions_are_the_most_and_a_day_lies_ahead(medicine: tuple[Place, int]) -> None:
    place, person = medicine
    with pytest.raises(Refused, match="still to come") as refused:
        write_action(*place, step(due=days_ahead(-1)), person)
    assert refused.value.field == "due"
    actions = [write_action(*place, step(what=f"step {n}"), person) for n in range(5)]
    with pytest.raises(Refused, match="Five actions are open"):
        write_action(*place, step(what="one more"), person)
    done = report_progress(*place, actions[0].id, Report("done", "seen"), 1, person)
    assert done.saved
    assert write_action(*place, step(what="one more"), person).version == 1


# what is sent, on which version -> saved, and the version that is stored then
STEPS = [
    (step(what="one"), 1, True, 2),
    (step(what="one"), 1, True, 2),  # the same again: a second click
    (step(what="two"), 1, False, 2),  # had not seen the first
    (step(what="two"), 2, True, 3),
    (step(what="one"), 2, False, 3),  # what was true before is stale now
    (step(what="two"), 9, True, 3),  # stored already, whatever the version
    (step(what="three"), 9, False, 3),  # a version that there never was
]


def test_a_change_on_an_old_version_is_not_saved_and_gets_both_texts(
    medicine: tuple[Place, int],
) -> None:
    place, person = medicine
    action = write_action(*place, step(), person)
    for yours, version, saved, stored in STEPS:
        before = text_of(action)
        done = change_action(*place, action.id, yours, version, person)
        assert (done.saved, done.version, done.yours) == (saved, stored, yours)
        assert text_of(action) == (yours if saved else before)
        if not saved:
            assert (done.theirs, done.by) == (before, "clinical")
            assert done.at is not None
    assert told(place).count("plan changed") == 2


def test_a_day_that_has_passed_may_stay_but_not_be_chosen(
    session: Session, medicine: tuple[Place, int]
) -> None:
    place, person = medicine
    action = write_action(*place, step(), person)
    action.due = days_ahead(-3)
    session.flush()
    late = step(due=days_ahead(-3), what="the same, said better")
    assert change_action(*place, action.id, late, 1, person).saved
    with pytest.raises(Refused):
        change_action(*place, action.id, step(due=days_ahead(-2)), 2, person)


def test_notes_are_added_and_a_stale_one_is_not(
    session: Session, medicine: tuple[Place, int]
) -> None:
    place, person = medicine
    other = medicine_of(session, "nursing")[1]
    key = write_action(*place, step(), person).id
    begun, done = Report("in progress", "the first half"), Report("done", "in the folder")
    assert report_progress(*place, key, begun, 1, person).version == 2
    assert report_progress(*place, key, begun, 1, person).saved  # a second click
    late = report_progress(*place, key, done, 1, other)
    assert (late.saved, late.theirs, late.by) == (False, begun, "clinical")
    assert report_progress(*place, key, done, 2, other).saved
    (standing,) = plan_of(*place)
    assert [note.state for note in standing.notes] == ["in progress", "done"]
    assert (standing.state, standing.progress, standing.open) == ("done", done.words, False)
    assert standing.action.closed_at
    # said too early: taken back in the open, as another note
    assert report_progress(*place, key, begun, 3, person).saved
    assert standing.action.closed_at is None
    assert told(place) == ["planned", "progress", "progress", "progress"]


def test_what_is_open_goes_on_into_the_next_round_and_must_be_answered_there(
    session: Session, medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    kept, finished = (write_action(*place, step(what=what), person) for what in ("kept", "over"))
    report_progress(*place, finished.id, Report("changed", "we merged the two wards"), 1, person)
    report_progress(*place, kept.id, Report("in progress", "half"), 1, person)
    later = next_round(session, place, questionnaire)
    (carried,) = plan_of(*later)
    assert (carried.action, carried.since, carried.waits) == (kept, place[1].title, True)
    with pytest.raises(Refused, match="from earlier rounds"):
        write_action(*later, step(what="something new"), person)
    with pytest.raises(NotNow, match="keeps its words"):
        change_action(*later, kept.id, step(what="other words"), 2, person)
    # the same words as last year are a new note in this round
    assert report_progress(*later, kept.id, Report("in progress", "half"), 2, person).saved
    assert not plan_of(*later)[0].waits
    assert report_progress(*later, kept.id, Report("done", "all of it"), 3, person).saved
    assert write_action(*later, step(what="something new"), person)
    # the earlier round shows what it showed
    assert [(s.state, s.progress) for s in plan_of(*place)] == [
        ("in progress", "half"),
        ("changed", "we merged the two wards"),
    ]


def test_a_plan_is_closed_once_those_who_continue_the_division_have_gone_on(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    key = write_action(*place, step(), person).id
    (later,) = merged_on(place, questionnaire)
    with pytest.raises(NotNow, match="You have gone on to “Round"):
        report_progress(*place, key, Report("done", ""), 1, person)
    with pytest.raises(NotNow, match="keeps its words"):
        change_action(*later, key, step(what="other words"), 1, person)
    assert plan_of(*later)[0].waits
    assert report_progress(*later, key, Report("done", ""), 1, person).saved


def test_a_note_that_is_shown_no_longer_is_neither_written_over_nor_in_the_way(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    """West had its page open while East told of the action, and took its answers back."""
    place, person = medicine
    key = write_action(*place, step(), person).id
    east, west = merged_on(place, questionnaire, split=True)
    assert report_progress(*east, key, Report("in progress", "East"), 1, person).version == 2
    take_back(east, person)
    mine = Report("in progress", "West")
    stale = report_progress(*west, key, mine, 1, person)
    # what stands in West's own plan, and nothing that East said
    assert (stale.saved, stale.version, stale.theirs) == (False, 2, Report("planned", ""))
    assert report_progress(*west, key, mine, stale.version, person).saved
    (there,) = plan_of(*east)
    assert [note.words for note in there.notes] == ["East", "West"]
    assert [note.words for note in plan_of(*west)[0].notes] == ["West"]
    # no version comes twice: who had read East's note has still not read that of West
    assert not report_progress(*west, key, Report("done", "late"), 2, person).saved


def changes(place: Place, person: int, key: str) -> list[Callable[[], object]]:
    return [
        lambda: write_action(*place, step(what="late"), person),
        lambda: change_action(*place, key, step(what="late"), 1, person),
        lambda: report_progress(*place, key, Report("done", "late"), 1, person),
    ]


@pytest.mark.parametrize(
    "stop", ["not released", "abandoned", "kept by the three", "withheld", "a newer round"]
)
def test_nothing_changes_unless_the_division_is_released_and_this_is_its_last_round(
    session: Session, medicine: tuple[Place, int], questionnaire: Questionnaire, stop: str
) -> None:
    place, person = medicine
    key = write_action(*place, step(), person).id
    if stop == "not released":
        place = next_round(session, place, questionnaire, released=False)
    elif stop == "abandoned":
        place[1].state = "abandoned"
    elif stop == "kept by the three":
        place[1].level = "L0"
    elif stop == "withheld":
        withdraw(session, response_of(session, "ZZN", "medicine", "nursing"), person)
    else:
        next_round(session, place, questionnaire)
    for change in changes(place, person, key):
        with pytest.raises(NotNow):
            change()
    action = session.get_one(Action, key)
    assert (action.version, text_of(action), action.notes) == (1, step(), [])


def test_an_action_of_another_division_is_not_in_this_plan(
    session: Session, medicine: tuple[Place, int]
) -> None:
    place, person = medicine
    theirs = response_of(session, "ZZN", "surgery", "clinical").division
    text = {"practice": "handover", "what": "x", "owner": "together", "measure": "y"}
    kept = {"round_id": place[1].id, "division_id": theirs.id, "saved_by": person, "version": 1}
    action = Action(**text, **kept, due=days_ahead(9))
    session.add(action)
    session.flush()
    with pytest.raises(NotNow, match="not in the plan"):
        report_progress(*place, action.id, Report("done", ""), 1, person)
    assert session.query(ActionNote).count() == 0


def test_a_role_is_that_of_a_lead_in_post(session: Session, medicine: tuple[Place, int]) -> None:
    (_, _, division), person = medicine
    assert role_of(session, division, person) == "clinical"
    surgeon = response_of(session, "ZZN", "surgery", "clinical").people[0].id
    assert role_of(session, division, surgeon) == ""
    refuse_unless_current(session, *medicine[0][1:])
