"""Issued reports: once for each content, the same bytes for ever."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.issuing import (
    division_pdf,
    issue_division_report,
    issue_round,
    issue_trust_report,
    issued,
    reader_of,
    reports_of,
)
from benchmark.assessment.results import comparison_for
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.comparison.content import Comparison
from benchmark.database.rounds import Report, Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import at_once, complete_division, hand_in, response_of


@pytest.fixture
def engine(released: str) -> Iterator[Engine]:
    with closing(released) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, writes=True) as opened:
        yield opened


def north(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def compared(session: Session, questionnaire: Questionnaire) -> Comparison:
    asked = north(session)
    return comparison_for(session, reader_of(asked.trust), asked, questionnaire)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Report)) or 0


def test_the_same_content_is_issued_once(session: Session, questionnaire: Questionnaire) -> None:
    first = issue_round(session, north(session), questionnaire)
    again = issue_round(session, north(session), questionnaire)
    assert [report.id for report in first] == [report.id for report in again]
    divisions = [report.division.key if report.division else None for report in first]
    assert divisions == [None, "medicine"]
    assert count(session) == 2
    assert all(report.pdf.startswith(b"%PDF-") for report in first)


def test_a_new_content_is_a_new_report_and_the_old_one_stays(
    session: Session, questionnaire: Questionnaire
) -> None:
    (old, _) = issue_round(session, north(session), questionnaire)
    bytes_before = old.pdf
    for role in ("operational", "nursing"):
        hand_in(session, response_of(session, "ZZN", "surgery", role), questionnaire)
    session.expire_all()
    asked = north(session)
    release_as_it_stands(session, asked, asked.trust.divisions[1], questionnaire)
    new, *others = issue_round(session, north(session), questionnaire)
    assert new.id != old.id
    assert new.data_cut > old.data_cut
    assert len(others) == 2
    assert old.pdf == bytes_before
    assert list(session.scalars(reports_of(north(session), None))) == [new, old]


def test_one_division_can_be_issued_alone(session: Session, questionnaire: Questionnaire) -> None:
    asked = north(session)
    reports = issue_round(session, asked, questionnaire, asked.trust.divisions[0])
    assert [report.division and report.division.key for report in reports] == [None, "medicine"]


def test_the_report_has_the_bytes_that_anybody_makes_of_the_content(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked, comparison = north(session), compared(session, questionnaire)
    medicine = asked.trust.divisions[0]
    assert issued(session, asked, medicine, comparison) is None
    report = issue_division_report(session, asked, medicine, comparison, questionnaire)
    assert issued(session, asked, medicine, comparison) is report
    assert report.pdf == division_pdf(comparison, questionnaire, "medicine")
    assert (report.level, report.content_hash) == ("L1", comparison.content_hash)


def test_nothing_is_issued_of_nothing(session: Session, questionnaire: Questionnaire) -> None:
    south = response_of(session, "ZZS", "medicine", "clinical").round
    assert issue_round(session, south, questionnaire) == []
    nothing = comparison_for(session, reader_of(south.trust), south, questionnaire)
    with pytest.raises(ValueError, match="nothing has been released"):
        issue_trust_report(session, south, nothing)
    assert count(session) == 0


def test_people_who_issue_at_once_get_one_report(
    acceptance_on_both: str, questionnaire: Questionnaire
) -> None:
    with closing(acceptance_on_both) as engine:
        complete_division(engine, questionnaire)

        def issuing() -> list[str]:
            with transaction(engine, writes=True) as session:
                return [r.id for r in issue_round(session, north(session), questionnaire)]

        assert len({tuple(ids) for ids in at_once([issuing] * 4)}) == 1
        with transaction(engine, writes=False) as session:
            assert count(session) == 2
