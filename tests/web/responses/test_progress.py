"""Where a lead stands: sections, answers in words, neighbours."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.responding import Content, Edit, save
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.responses.progress import (
    Resume,
    in_words,
    neighbours,
    place_to_resume,
    sections_of,
)
from tests.servers import response_of


@pytest.fixture
def session(app: Benchmark) -> Iterator[Session]:
    with transaction(app.engine, writes=True) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


def test_answers_are_counted_section_by_section(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    first = questionnaire.sections[0].practices
    for practice, level in zip(first, (4, -1, 0), strict=False):
        edit = Edit(Content(level, "only words"), 0)
        save(session, response, practice.key, edit)
    session.expire_all()
    parts = sections_of(questionnaire, response)
    assert [part.section for part in parts] == list(questionnaire.sections)
    assert [part.answered for part in parts] == [2] + [0] * (len(parts) - 1)
    assert [line.answered for line in parts[0].lines][:3] == [True, True, False]
    assert parts[0].lines[0].answer == f"Level 4: {first[0].levels[3]}"
    assert parts[0].lines[2].content.evidence == "only words"
    assert [line.practice.key for part in parts for line in part.lines] == list(questionnaire.keys)


WORDS = {
    0: "",
    -1: "I do not know",
    -2: "Does not apply to this division",
    -3: "Not in place",
}


@pytest.mark.parametrize("level", WORDS)
def test_answers_without_a_level_in_words(questionnaire: Questionnaire, level: int) -> None:
    assert in_words(questionnaire.practices[0], level) == WORDS[level]


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_a_level_is_said_with_its_own_text(questionnaire: Questionnaire, level: int) -> None:
    practice = questionnaire.practices[7]
    assert in_words(practice, level) == f"Level {level}: {practice.levels[level - 1]}"


def test_neighbours_lead_through_all_practices(questionnaire: Questionnaire) -> None:
    way, after = [], questionnaire.practices[0]
    while after is not None:
        way.append(after.key)
        before, following = neighbours(questionnaire, after.key)
        assert (before.key if before else None) == (way[-2] if len(way) > 1 else None)
        after = following
    assert way == list(questionnaire.keys)


def test_the_way_goes_on_at_the_practice_in_hand_else_at_the_first_gap(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    first, second, third = questionnaire.practices[:3]
    assert place_to_resume(questionnaire, response) == Resume(first, None, None)
    for practice, content in ((first, Content(3)), (third, Content(0, "only words yet"))):
        save(session, response, practice.key, Edit(content, 0))
    session.expire_all()
    going_on = place_to_resume(questionnaire, response)
    assert (going_on.following, going_on.last) == (third, third)
    save(session, response, third.key, Edit(Content(4), 1))
    session.expire_all()
    going_on = place_to_resume(questionnaire, response)
    assert (going_on.following, going_on.last) == (second, third)
    for practice in questionnaire.practices:
        version = {first.key: 1, third.key: 2}.get(practice.key, 0)
        save(session, response, practice.key, Edit(Content(5), version))
    session.expire_all()
    assert place_to_resume(questionnaire, response).following is None
