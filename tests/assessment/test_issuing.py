"""Issued reports: once for each content, the same bytes for ever."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.division_contents import content_inside
from benchmark.assessment.inside import (
    a_respondent_of,
    inside_for,
    readable_of,
    readable_report,
)
from benchmark.assessment.issuing import (
    DIVISION_REPORT,
    OF_THE_THREE,
    TRUST_REPORT,
    issue_division_report,
    issue_round,
    issue_trust_report,
    issued,
    reports_of,
)
from benchmark.assessment.results import comparison_for, reader_of
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.database.rounds import Report, Round
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.division import division_report
from tests.databases import closing
from tests.servers import at_once, complete_division, hand_in, response_of


@pytest.fixture
def engine(released: str) -> Iterator[Engine]:
    with closing(released) as opened:
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
    assert list(session.scalars(reports_of(north(session), None, TRUST_REPORT))) == [new, old]


def test_one_division_can_be_issued_alone(session: Session, questionnaire: Questionnaire) -> None:
    asked = north(session)
    reports = issue_round(session, asked, questionnaire, asked.trust.divisions[0])
    assert [report.division and report.division.key for report in reports] == [None, "medicine"]


def of_medicine(session: Session, questionnaire: Questionnaire) -> DivisionContent:
    return content_of(compared(session, questionnaire), questionnaire, "medicine")


def of_the_three(session: Session, questionnaire: Questionnaire) -> DivisionContent:
    asked = north(session)
    medicine = asked.trust.divisions[0]
    lead = a_respondent_of(session, asked, medicine)
    inside = inside_for(session, lead, asked, medicine, questionnaire)
    assert inside is not None
    content = content_inside(session, asked, medicine, questionnaire, inside)
    assert content is not None
    return content


def test_the_report_has_the_bytes_that_anybody_makes_of_the_content(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked, content = north(session), of_medicine(session, questionnaire)
    medicine, known = asked.trust.divisions[0], content.content_hash
    assert issued(session, asked, medicine, known, DIVISION_REPORT) is None
    report = issue_division_report(session, asked, medicine, content)
    assert issued(session, asked, medicine, known, DIVISION_REPORT) is report
    assert report.pdf == division_report(content)
    assert (report.kind, report.level, report.content_hash) == ("division", "L1", known)
    assert report.data_cut == content.comparison.data_cut


def test_the_edition_of_the_three_is_a_report_of_its_own(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked = north(session)
    medicine = asked.trust.divisions[0]
    _, for_others = issue_round(session, asked, questionnaire, medicine)
    content = of_the_three(session, questionnaire)
    for_the_three = issue_division_report(session, asked, medicine, content)
    assert issue_division_report(session, asked, medicine, content) is for_the_three
    assert for_the_three.level == "L2"
    assert for_the_three.content_hash != for_others.content_hash
    assert list(session.scalars(reports_of(asked, medicine, DIVISION_REPORT))) == [for_others]
    assert list(session.scalars(reports_of(asked, medicine, OF_THE_THREE))) == [for_the_three]
    of_others = issued(session, asked, medicine, content.content_hash, DIVISION_REPORT)
    assert of_others is None


def test_a_change_elsewhere_does_not_outdate_a_report_that_says_nothing_of_it(
    session: Session, questionnaire: Questionnaire
) -> None:
    """With two divisions, no figure of the trust stands in the report of either."""
    before = of_medicine(session, questionnaire)
    whole = compared(session, questionnaire).content_hash
    for role in ("operational", "nursing"):
        hand_in(session, response_of(session, "ZZN", "surgery", role), questionnaire)
    session.expire_all()
    asked = north(session)
    release_as_it_stands(session, asked, asked.trust.divisions[1], questionnaire)
    after = of_medicine(session, questionnaire)
    assert compared(session, questionnaire).content_hash != whole
    assert after.content_hash == before.content_hash
    assert division_report(after) == division_report(before)


def test_a_report_over_four_divisions_is_not_for_those_who_can_subtract(
    session: Session, questionnaire: Questionnaire
) -> None:
    (trust, medicine) = issue_round(session, north(session), questionnaire)
    assert (trust.pooled, medicine.pooled) == (0, 0)  # two divisions pool nothing
    lead = response_of(session, "ZZN", "medicine", "nursing").people[0]
    one = Viewer(lead.id, lead.name, (Seat("nursing", "ZZN", "medicine"),))
    executive = Viewer(0, "executive", (Seat("executive", "ZZN"),))
    for pooled, readable in ((0, True), (4, False), (5, True)):
        trust.pooled = pooled
        assert readable_report(session, executive, trust.id) is trust
        assert (readable_report(session, one, trust.id) is trust) is readable
        listed = readable_of(session, one, trust.round, reports_of(trust.round, None, TRUST_REPORT))
        assert (trust in listed) is readable


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
