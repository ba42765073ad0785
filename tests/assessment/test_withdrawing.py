"""A lead takes answers back: what is withheld from then on, what stays, and only once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.events import events_of
from benchmark.assessment.issuing import issue_round
from benchmark.assessment.responding import NotOpen, submit
from benchmark.assessment.results import comparison_for, reader_of, role_levels
from benchmark.assessment.rounds import progress_of
from benchmark.assessment.withdrawing import issued_with, withdraw
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import give, response_of


@pytest.fixture
def session(released: str) -> Iterator[Session]:
    """Medicine of the north is released."""
    with closing(released) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "nursing")


def test_later_outputs_are_without_them_and_what_was_issued_stays(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    asked = response.round
    issued = issue_round(session, asked, questionnaire)
    before = [(report.id, report.pdf) for report in issued]
    for _ in range(2):
        withdraw(session, response, response.people[0].id)
    first = response.withdrawn_at
    assert progress_of(session, asked)["medicine"].withheld
    shown = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    assert shown.released == ()
    assert "withdrawn" in shown.division("medicine").reason
    levels = role_levels(session, asked, "medicine", questionnaire)
    assert set(levels["nursing"].values()) == {0}
    assert issue_round(session, asked, questionnaire) == []
    held = issued_with(session, response)
    assert sorted(report.id for report in held.reports) == sorted(each for each, _ in before)
    assert {report.id: report.pdf for report in held.reports} == dict(before)
    assert response.withdrawn_at == first
    assert [(e.kind, e.role) for e in events_of(session, asked)][-1] == ("withdrawn", "nursing")
    assert [e.kind for e in events_of(session, asked)].count("withdrawn") == 1


def test_a_colleagues_division_and_its_reports_are_not_concerned(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    issue_round(session, response.round, questionnaire)
    elsewhere = response_of(session, "ZZN", "surgery", "nursing")
    assert not issued_with(session, elsewhere)
    withdraw(session, elsewhere, elsewhere.people[0].id)
    assert not progress_of(session, response.round)["medicine"].withheld


def test_before_the_submission_it_stays_unsubmitted(
    acceptance: str, questionnaire: Questionnaire
) -> None:
    with closing(acceptance) as engine:
        _withdraw_unsubmitted(engine, questionnaire)


def _withdraw_unsubmitted(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        give(session, response, questionnaire)
        person = response.people[0].id
        withdraw(session, response, person)
        with pytest.raises(NotOpen, match="withdrawn"):
            submit(session, response, questionnaire, person)
        progress = progress_of(session, response.round)["medicine"]
        assert (progress.complete, progress.withheld) == (0, False)
        assert not issued_with(session, response)
