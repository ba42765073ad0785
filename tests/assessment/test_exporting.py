"""What an export holds, and that each cell of it can be traced."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.exporting import (
    data_cut,
    division_names,
    expected_leads,
    provenance,
    released_answers,
    schedule_lines,
    submitted_answers,
)
from benchmark.assessment.responding import Content, Edit, save
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.export.answers import Lead
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import first_schedule
from tests.databases import closing
from tests.servers import hand_in, response_of

ROLES = ("clinical", "operational", "nursing")


@pytest.fixture
def session(acceptance_on_both: str) -> Iterator[Session]:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def asked(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def submit(session: Session, questionnaire: Questionnaire, *leads: tuple[str, str]) -> None:
    for division, role in leads:
        hand_in(session, response_of(session, "ZZN", division, role), questionnaire)


def test_only_submitted_answers_of_this_round_stand_in_the_order_of_the_trust(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    submit(session, questionnaire, ("surgery", "nursing"), ("medicine", "nursing"))
    submit(session, questionnaire, ("medicine", "clinical"))
    hand_in(session, response_of(session, "ZZS", "medicine", "clinical"), questionnaire)
    begun = response_of(session, "ZZN", "medicine", "operational")
    save(session, begun, "talent", Edit(Content(4), 0))
    found = submitted_answers(session, asked)
    assert [each.lead for each in found] == [
        Lead("ZZN", "medicine", "clinical"),
        Lead("ZZN", "medicine", "nursing"),
        Lead("ZZN", "surgery", "nursing"),
    ]
    assert {each.source for each in found} == {"screen"}
    assert dict(found[0].levels) == dict.fromkeys(questionnaire.keys, 3)
    assert found[0].evidence["patient-flow"] == ("what clinical saw of patient-flow", True)


def test_answers_of_divisions_that_are_not_complete_are_left_out(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    submit(session, questionnaire, *(("medicine", role) for role in ROLES))
    complete = submitted_answers(session, asked)
    assert released_answers(complete) == complete
    submit(session, questionnaire, ("surgery", "nursing"), ("surgery", "clinical"))
    assert len(submitted_answers(session, asked)) == 5
    assert released_answers(submitted_answers(session, asked)) == complete


def test_every_lead_is_expected_but_for_vacant_posts(session: Session, asked: Round) -> None:
    vacant = response_of(session, "ZZN", "medicine", "operational")
    vacant.people.clear()
    session.flush()
    posts = [(division, role) for division in ("medicine", "surgery") for role in ROLES]
    posts.remove(("medicine", "operational"))
    assert expected_leads(session, asked) == tuple(Lead("ZZN", *post) for post in posts)


def test_where_it_comes_from(session: Session, asked: Round, questionnaire: Questionnaire) -> None:
    assert data_cut(session, asked) == asked.created_at
    submit(session, questionnaire, ("surgery", "nursing"))
    assert data_cut(session, asked) == asked.created_at  # of an incomplete division not even this
    submit(session, questionnaire, ("surgery", "operational"), ("surgery", "clinical"))
    submission = response_of(session, "ZZN", "surgery", "clinical").submission
    assert submission is not None
    assert data_cut(session, asked) == submission.submitted_at
    told = provenance(session, asked, first_schedule())
    assert told["questionnaire-hash"] == questionnaire.content_hash
    assert told["schedule"] == "1.0"
    assert told["schedule-hash"] == first_schedule().content_hash
    assert told["data-cut"] == submission.submitted_at.isoformat(timespec="seconds")
    assert told["data"] == "invented"
    assert division_names(asked) == {"medicine": "Medicine", "surgery": "Surgery"}


def test_the_schedule_is_told_rule_by_rule() -> None:
    changed = {"weights": {"talent": 0.5}, "sections": {"talent": "targets"}}
    told = schedule_lines(first_schedule().model_copy(update=changed))
    assert told["section-share"] == "1/2 of a section's practices must have a level"
    assert told["overall-share"] == "7/10 of all practices must have a level"
    assert told["not-in-place"] == "scores 1, never missing"
    assert (told["weight:talent"], told["section:talent"]) == ("0.5", "targets")
