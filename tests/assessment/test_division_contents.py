"""What a division's report says, read from the database: for others, and for its own three."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.division_contents import content_inside
from benchmark.assessment.inside import a_respondent_of, inside_for
from benchmark.assessment.results import comparison_for, reader_of
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import copied, hand_in, response_of


@pytest.fixture
def session(settling_model: Path, tmp_path: Path) -> Iterator[Session]:
    address = copied(settling_model, tmp_path)
    with closing(address) as engine, transaction(engine, writes=True) as opened:
        yield opened


def the_round(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def inside(session: Session, questionnaire: Questionnaire) -> DivisionContent | None:
    asked = the_round(session)
    medicine = asked.trust.divisions[0]
    lead = a_respondent_of(session, asked, medicine)
    found = inside_for(session, lead, asked, medicine, questionnaire)
    assert found is not None
    return content_inside(session, asked, medicine, questionnaire, found)


def test_the_three_have_their_edition_before_they_release(
    session: Session, questionnaire: Questionnaire
) -> None:
    content = inside(session, questionnaire)
    assert content is not None
    assert content.inside is not None
    assert content.division.practices["standard-pathways"].value == 3
    said = {each.key: each.said for each in content.inside.practices}
    assert said["standard-pathways"] == "clinical 3, operational 5, nursing 3"
    asked = the_round(session)
    shown = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    others = content_of(shown, questionnaire, "medicine")
    assert others.division.reason == "not released"
    assert others.inside is None


def test_where_levels_stay_with_the_three_no_other_division_stands_beside_them(
    session: Session, questionnaire: Questionnaire
) -> None:
    for role in LEAD_ROLES:
        hand_in(session, response_of(session, "ZZN", "surgery", role), questionnaire)
    the_round(session).level = "L0"
    session.flush()
    content = inside(session, questionnaire)
    assert content is not None
    assert content.division.released
    assert content.comparison.trust.overall.value is None
    asked = the_round(session)
    shown = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    assert shown.released == ()


def test_two_who_were_heard_have_no_report(session: Session, questionnaire: Questionnaire) -> None:
    asked = the_round(session)
    away = response_of(session, "ZZN", "medicine", "operational")
    assert away.submission is not None
    session.delete(away.submission)
    away.outcome, asked.state = "vacant", "closed"
    session.flush()
    session.expire_all()
    assert inside(session, questionnaire) is None
