"""Extending, closing, abandoning, becoming stricter, and saying why a submission is missing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.refusals import Refused
from benchmark.assessment.responding import Content, Edit, NotOpen, save
from benchmark.assessment.rounds import lead_states, progress_of
from benchmark.assessment.running_a_round import (
    abandon,
    change_level,
    close_now,
    extend,
    has_answers,
    is_running,
    record_outcomes,
    without_submission,
)
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import TODAY, coordinator_of, happened
from tests.databases import closing
from tests.servers import give, hand_in, response_of


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def asked(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


@pytest.fixture
def coordinator(session: Session) -> int:
    return coordinator_of(session)


def test_the_closing_date_only_becomes_later(
    session: Session, asked: Round, coordinator: int
) -> None:
    later = asked.closes_on + timedelta(days=7)
    for _ in range(2):
        extend(session, asked, later, coordinator, now())
    with pytest.raises(Refused, match="must be later") as refused:
        extend(session, asked, TODAY, coordinator, now())
    assert refused.value.field == "closes_on"
    assert asked.closes_on == later
    assert happened(session, asked) == [("extended", later.isoformat())]


def test_a_round_that_is_over_is_not_extended(
    session: Session, asked: Round, coordinator: int
) -> None:
    asked.opens_on, asked.closes_on = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
    with pytest.raises(Refused, match="over"):
        extend(session, asked, TODAY + timedelta(days=5), coordinator, now())
    assert not is_running(asked, now())


def test_closing_ends_it_at_once_for_everybody(
    session: Session, asked: Round, coordinator: int, questionnaire: Questionnaire
) -> None:
    response = response_of(session, "ZZN", "medicine", "clinical")
    for _ in range(2):
        close_now(session, asked, coordinator, now())
    assert (asked.state, asked.closes_on) == ("closed", TODAY)
    assert happened(session, asked) == [("closed", "")]
    with pytest.raises(NotOpen):
        save(session, response, questionnaire.keys[0], Edit(Content(3), 0))
    for step in (lambda: abandon(session, asked, "x", coordinator, now()),
                 lambda: change_level(session, asked, "L0", coordinator, now())):  # fmt: skip
        with pytest.raises(Refused, match="over"):
            step()


def test_a_round_that_has_not_begun_is_abandoned_rather_than_closed(
    session: Session, asked: Round, coordinator: int
) -> None:
    asked.opens_on = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="abandon"):
        close_now(session, asked, coordinator, now())
    for _ in range(2):
        abandon(session, asked, "The merger comes first.", coordinator, now())
    assert asked.state == "abandoned"
    assert happened(session, asked) == [("abandoned", "The merger comes first.")]


def test_the_level_becomes_only_stricter_after_the_first_answer(
    session: Session, asked: Round, coordinator: int, questionnaire: Questionnaire
) -> None:
    for level in ("L0", "L0", "L1"):
        change_level(session, asked, level, coordinator, now())
    assert not has_answers(session, asked)
    own = response_of(session, "ZZN", "medicine", "clinical")
    save(session, own, questionnaire.keys[0], Edit(Content(3), 0))
    assert has_answers(session, asked)
    change_level(session, asked, "L0", coordinator, now())
    with pytest.raises(Refused, match="only become stricter") as refused:
        change_level(session, asked, "L1", coordinator, now())
    assert (refused.value.field, asked.level) == ("level", "L0")
    assert [kind for kind, _ in happened(session, asked)] == ["stricter", "less strict", "stricter"]


def test_why_a_submission_is_missing_is_recorded_once_the_round_is_over(
    session: Session, asked: Round, coordinator: int, questionnaire: Questionnaire
) -> None:
    hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
    hand_in(session, response_of(session, "ZZN", "medicine", "nursing"), questionnaire)
    partial = response_of(session, "ZZN", "medicine", "operational")
    give(session, partial, questionnaire)  # everything answered, and not submitted
    missing = without_submission(session, asked)
    assert [(each.division.key, each.role) for each in missing] == [
        ("medicine", "operational"),
        ("surgery", "clinical"),
        ("surgery", "operational"),
        ("surgery", "nursing"),
    ]
    told = {partial.id: "not submitted", missing[1].id: "vacant", missing[2].id: "nonsense"}
    with pytest.raises(Refused, match="when the round is closed"):
        record_outcomes(session, asked, told, coordinator, now())
    close_now(session, asked, coordinator, now())
    for _ in range(2):
        record_outcomes(session, asked, told, coordinator, now())
    states = lead_states(session, asked)
    assert states["medicine", "operational"] == "not submitted"
    assert states["surgery", "clinical"] == "vacant"
    assert states["surgery", "operational"] == "not started"
    recorded = [detail for kind, detail in happened(session, asked) if kind == "recorded"]
    assert recorded == ["not submitted", "vacant"]
    progress = progress_of(session, asked)["medicine"]
    assert (progress.complete, progress.heard) == (2, True)
    assert len(partial.answers) == len(questionnaire.keys)  # kept, and counted nowhere
