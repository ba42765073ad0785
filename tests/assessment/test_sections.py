"""The end of a section: kept for its author, read by the three, never lost in two windows."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.responding import NotOpen
from benchmark.assessment.sections import (
    EndOfSection,
    continuity_of,
    ends_of_sections,
    save_section,
)
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

NOTHING, PARTLY = EndOfSection(), EndOfSection(completed=True, continues="partly")
SECTION = "operations"


@pytest.fixture
def session(acceptance_on_both: str) -> Iterator[Session]:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


def test_it_is_kept_and_a_choice_made_elsewhere_is_not_overwritten(
    session: Session, response: Response
) -> None:
    assert save_section(session, response, SECTION, PARTLY, NOTHING)
    assert ends_of_sections(session, response) == {SECTION: PARTLY}
    assert save_section(session, response, SECTION, PARTLY, NOTHING)  # sent twice
    other = EndOfSection(continues="no")
    assert not save_section(session, response, SECTION, other, NOTHING)
    assert ends_of_sections(session, response) == {SECTION: PARTLY}
    assert save_section(session, response, SECTION, other, PARTLY)
    assert [each.answered for each in (NOTHING, PARTLY, other)] == [False, True, True]


def test_the_three_read_it_after_submission_only(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    save_section(session, response, SECTION, PARTLY, NOTHING)
    asked, division = response.round, response.division
    nobody = dict.fromkeys(("clinical", "operational", "nursing"))
    said = continuity_of(session, asked, division)
    assert said == {section.key: nobody for section in questionnaire.sections}
    hand_in(session, response, questionnaire)
    said = continuity_of(session, asked, division)
    assert said[SECTION] == nobody | {"clinical": "partly"}
    with pytest.raises(NotOpen, match="submitted"):
        save_section(session, response, SECTION, NOTHING, PARTLY)
    withdraw(session, response, response.people[0].id)
    assert continuity_of(session, asked, division)[SECTION] == nobody
