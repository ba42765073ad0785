"""What is read of a round: only complete divisions, and for the three leads their own answers."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.results import (
    facts_of,
    respondents,
    role_evidence,
    role_levels,
    schedule_of,
)
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import first_schedule
from tests.databases import closing
from tests.servers import complete_division, hand_in, response_of


@pytest.fixture
def engine(acceptance: str, questionnaire: Questionnaire) -> Iterator[Engine]:
    """Medicine is complete; of surgery one lead has submitted fives."""
    with closing(acceptance) as opened:
        complete_division(opened, questionnaire, "ZZN", "medicine")
        with transaction(opened, writes=True) as session:
            response = response_of(session, "ZZN", "surgery", "clinical")
            hand_in(session, response, questionnaire, lambda _: 5)
        yield opened


def the_round(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def test_of_an_incomplete_division_nothing_is_read(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        facts = facts_of(session, the_round(session), questionnaire)
        submitted = response_of(session, "ZZN", "surgery", "clinical").submission
        assert submitted is not None
        assert [(d.key, d.complete) for d in facts.divisions] == [("medicine", 3), ("surgery", 1)]
        assert facts.levels[0].tolist() == [
            [1 + (place + lift) % 5 for place in range(30)] for lift in range(3)
        ]
        assert not facts.levels[1].any()
        assert set(facts.shared_evidence) == {"medicine"}
        assert facts.data_cut is not None
        assert facts.data_cut < submitted.submitted_at


def test_a_round_is_scored_under_the_first_schedule(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        assert schedule_of(session, the_round(session)) == first_schedule()
        facts = facts_of(session, the_round(session), questionnaire)
        assert facts.schedule == first_schedule()


def test_the_three_read_each_others_levels_and_evidence(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        asked = the_round(session)
        levels = role_levels(session, asked, "medicine", questionnaire)
        first = questionnaire.keys[0]
        assert [levels[role][first] for role in LEAD_ROLES] == [1, 2, 3]
        evidence = role_evidence(session, asked, "medicine")
        assert evidence[first] == {role: f"what {role} saw of {first}" for role in LEAD_ROLES}
        people = {
            person.id
            for role in LEAD_ROLES
            for person in response_of(session, "ZZN", "medicine", role).people
        }
        assert respondents(session, asked, "medicine") == people


def test_shared_evidence_does_not_tell_the_roles_apart(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        facts = facts_of(session, the_round(session), questionnaire)
        shared = facts.shared_evidence["medicine"]
        assert list(shared) == sorted(questionnaire.keys[::2])  # every second one may be shared
        assert all(list(texts) == sorted(texts) and len(texts) == 3 for texts in shared.values())
