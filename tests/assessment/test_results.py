"""From submissions to the comparison: nothing is read before three of three."""

from collections.abc import Iterator
from statistics import median

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.results import (
    comparison_for,
    facts_of,
    respondents,
    role_evidence,
    role_levels,
)
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import response_of


@pytest.fixture
def engine(released: str) -> Iterator[Engine]:
    with closing(released) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, writes=False) as opened:
        yield opened


@pytest.fixture
def asked(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def test_the_facts_hold_levels_of_complete_divisions_only(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    facts = facts_of(session, asked, questionnaire)
    assert [(d.key, d.complete) for d in facts.divisions] == [("medicine", 3), ("surgery", 1)]
    given = [[1 + (place + lift) % 5 for place in range(30)] for lift in range(3)]
    assert facts.levels[0].tolist() == given
    assert not facts.levels[1].any()
    assert list(facts.shared_evidence) == ["medicine"]
    sent = [response_of(session, "ZZN", "medicine", role).submission for role in LEAD_ROLES]
    assert facts.data_cut == max(one.submitted_at for one in sent if one)


def test_the_database_is_not_even_asked_for_sheets_of_others(
    engine: Engine, session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    asking: list[object] = []

    def remember(*statement: object) -> None:
        if "submissions.sheet" in str(statement[2]):
            asking.append(statement[3])

    event.listen(engine, "before_cursor_execute", remember)
    facts_of(session, asked, questionnaire)
    event.remove(engine, "before_cursor_execute", remember)
    assert len(asking) == 1
    assert "medicine" in repr(asking)
    assert "surgery" not in repr(asking)


def test_the_comparison_shows_the_middle_one_of_three(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    executive = response_of(session, "ZZN", "surgery", "nursing").people[0]
    viewer = viewer_of(session, executive, london_day(now()))
    compared = comparison_for(session, viewer, asked, questionnaire)
    medicine, surgery = compared.divisions
    shown = [medicine.practices[key].value for key in questionnaire.keys]
    assert shown == [median(1 + (place + lift) % 5 for lift in range(3)) for place in range(30)]
    assert (surgery.released, surgery.reason) == (False, "1 of 3 complete")
    assert all(figure.value is None for figure in surgery.practices.values())


def test_shared_evidence_does_not_say_whose_it_is(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    shared = facts_of(session, asked, questionnaire).shared_evidence["medicine"]
    assert list(shared) == sorted(questionnaire.keys[::2])  # every other one was ticked
    assert all(list(texts) == sorted(texts) and len(texts) == 3 for texts in shared.values())


def test_the_three_read_each_others_levels_and_evidence(
    session: Session, asked: Round, questionnaire: Questionnaire
) -> None:
    levels = role_levels(session, asked, "medicine", questionnaire)
    assert list(levels) == list(LEAD_ROLES)
    for lift, role in enumerate(LEAD_ROLES):
        assert list(levels[role].values()) == [1 + (place + lift) % 5 for place in range(30)]
    evidence = role_evidence(session, asked, "medicine")
    assert evidence["tracking"] == {role: f"what {role} saw of tracking" for role in LEAD_ROLES}


def test_respondents_are_the_people_who_answered(session: Session, asked: Round) -> None:
    people = {response_of(session, "ZZN", "medicine", role).people[0].id for role in LEAD_ROLES}
    assert respondents(session, asked, "medicine") == people
    assert respondents(session, asked, "oncology") == frozenset()
