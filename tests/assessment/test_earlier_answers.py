"""What the same person answered the last time: theirs alone, and only what means the same."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.earlier_answers import EarlierAnswer, answer_before
from benchmark.assessment.rounds import open_round
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.people import Person
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.questionnaire.crosswalk import comparable_keys
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.databases import closing
from tests.servers import hand_in, response_of

LATER = timedelta(days=365)


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def before(session: Session, questionnaire: Questionnaire) -> Response:
    """Submitted last year: level 1 for the first practice, 2 for the second and so on."""
    response = response_of(session, "ZZN", "medicine", "clinical")
    hand_in(session, response, questionnaire, lambda place: 1 + place % 5)
    return response


def a_year_later(session: Session, before: Response, questionnaire: Questionnaire) -> Response:
    first = before.round
    days = (first.opens_on + LATER, first.closes_on + LATER)
    asked = open_round(session, first.trust, questionnaire, "Next round", *days)
    wanted = (before.division_id, before.role)
    return next(r for r in asked.responses if (r.division.id, r.role) == wanted)


def test_the_same_person_reads_their_own_level(
    session: Session, before: Response, questionnaire: Questionnaire
) -> None:
    response = a_year_later(session, before, questionnaire)
    person, practice = response.people[0].id, questionnaire.practices[2]
    found = answer_before(session, response, person, practice.key)
    assert found == EarlierAnswer(before.round.title, practice, 3)
    assert answer_before(session, before, person, practice.key) is None
    newcomer = Person(name="New Lead", email="new@north.example")
    session.add(newcomer)
    session.flush()
    assert answer_before(session, response, newcomer.id, practice.key) is None
    withdraw(session, before, person)
    assert answer_before(session, response, person, practice.key) is None


def test_only_what_the_crosswalk_calls_the_same_is_shown(
    session: Session, before: Response, questionnaire: Questionnaire
) -> None:
    second = read_questionnaires(questionnaire_folder())["management-practice-1.1"]
    response = a_year_later(session, before, second)
    person, pairs = response.people[0].id, comparable_keys(second, questionnaire)
    shown = {key: answer_before(session, response, person, key) for key in second.keys}
    assert {key for key, found in shown.items() if found} == set(pairs)
    assert set(pairs) < set(second.keys)
    for key, old in pairs.items():
        found = shown[key]
        assert found is not None
        assert found.practice.key == old
        assert found.level == 1 + questionnaire.keys.index(old) % 5
