"""What a coordinator reads of a round: states, never an answer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.responding import Content, Edit, save
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.coordinator.content import RoundContent, round_content, state_in_words
from tests.assessment.posts import TODAY, person_named
from tests.databases import closing
from tests.servers import hand_in, response_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "first", "last", "words"),
    [
        ("draft", -1, 1, "draft"),
        ("open", 0, 0, "open"),
        ("open", 1, 2, "opens later"),
        ("open", -3, -2, "closed"),
        ("closed", -1, 1, "closed"),
        ("abandoned", -3, -2, "abandoned"),
    ],
)
def test_a_round_in_a_word(state: str, first: int, last: int, words: str) -> None:
    asked = Round(state=state, opens_on=TODAY + first * DAY, closes_on=TODAY + last * DAY)
    assert state_in_words(asked, now()) == words


def content_for(session: Session, email: str) -> RoundContent:
    asked = response_of(session, "ZZN", "medicine", "clinical").round
    viewer = viewer_of(session, person_named(session, email), TODAY)
    return round_content(session, viewer, asked, now())


def test_states_steps_and_what_is_to_record(
    acceptance_sqlite: str, questionnaire: Questionnaire
) -> None:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as session:
        hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        begun = response_of(session, "ZZN", "medicine", "nursing")
        save(session, begun, questionnaire.keys[0], Edit(Content(3), 0))
        vacant = response_of(session, "ZZN", "surgery", "clinical")
        vacant.people.clear()
        session.flush()
        content = content_for(session, "coordinator@north.example")
        assert [(line.role, line.state) for line in content.lines[:4]] == [
            ("clinical", "submitted"),
            ("operational", "not started"),
            ("nursing", "in progress"),
            ("clinical", "vacant"),
        ]
        steps = [[step for step, _ in line.steps] for line in content.lines[:4]]
        assert steps == [["replace"], ["replace", "join"], ["replace", "join"], ["join"]]
        assert (content.counted("not started"), len(content.to_chase)) == (3, 4)
        assert content.to_record == ()
        asked = content.asked
        asked.opens_on, asked.closes_on = TODAY - 9 * DAY, TODAY - 2 * DAY
        over = content_for(session, "coordinator@north.example")
        assert [line.steps for line in over.lines] == [()] * 6
        assert len(over.to_record) == 5
        # nobody but a coordinator of this trust is told a state, whoever calls
        for email in ("executive@north.example", "coordinator@south.example"):
            assert content_for(session, email).lines == ()
