"""The third confirmation issues the reports, and a fault in them never undoes a release."""

import pytest
from sqlalchemy import func, select

from benchmark.assessment.agreeing import leave_rest_open, settle_near
from benchmark.assessment.releasing import confirm, preview_of
from benchmark.database.agreements import Release
from benchmark.database.events import RoundEvent
from benchmark.database.mail import Mail
from benchmark.database.people import Division
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import at_once, browser_of, response_of, submit_near

REFUSING = """
    CREATE TRIGGER no_paper BEFORE INSERT ON reports
    BEGIN SELECT RAISE(ABORT, 'no paper'); END
"""
THIRD = "nursing.medicine@north.example"
RELEASE = "/divisions/zzn-medicine/release"


def two_confirm(app: Benchmark, questionnaire: Questionnaire) -> str:
    """The three settle everything, and two of them confirm; returns the hash of the preview."""
    with transaction(app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical")
        place = (session, lead.round, lead.division, questionnaire)
        settle_near(*place, lead.people[0].id)
        leave_rest_open(*place, lead.people[0].id)
        seen = preview_of(*place).content_hash
        for role in ("clinical", "operational"):
            confirm(*place, role, lead.people[0].id, seen)
    return seen


def run(app: Benchmark, statement: str) -> None:
    with transaction(app.engine, writes=True) as session:
        session.connection().exec_driver_sql(statement)


def issued(app: Benchmark) -> list[str | None]:
    with transaction(app.engine, writes=False) as session:
        query = select(Division.key).select_from(Report).outerjoin(Report.division)
        return sorted(session.scalars(query), key=str)


def test_twenty_third_confirmations_at_once_release_once_and_issue_one_report_each(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    submit_near(app_on_both.engine, questionnaire)
    seen = two_confirm(app_on_both, questionnaire)
    assert issued(app_on_both) == []
    lead = browser_of(app_on_both, THIRD)
    data = {"csrf_token": lead.token(), "preview": seen}
    steps = [lambda w=w: w.post(RELEASE, data=data).status_code for w in lead.twins(20)]
    assert set(at_once(steps)) == {303}
    assert issued(app_on_both) == [None, "medicine"]
    with transaction(app_on_both.engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Release)) == 1
        told = select(func.count()).select_from(RoundEvent).where(RoundEvent.kind == "released")
        assert session.scalar(told) == 1
        people = list(session.scalars(select(Mail.person_id).where(Mail.kind == "release")))
    assert people
    assert len(people) == len(set(people))  # one notice a person


def test_a_fault_in_a_report_is_logged_and_the_release_stays(
    settling_app: Benchmark, questionnaire: Questionnaire, caplog: pytest.LogCaptureFixture
) -> None:
    seen = two_confirm(settling_app, questionnaire)
    lead = browser_of(settling_app, THIRD)
    run(settling_app, REFUSING)
    assert lead.send(RELEASE, preview=seen).status_code == 303
    assert "no paper" in caplog.text
    assert "Your levels are released" in lead.get(RELEASE).text
    run(settling_app, "DROP TRIGGER no_paper")
    # the report's own page offers to issue it then, and so does confirming again
    assert "Issue the report (PDF)" in lead.get("/divisions/zzn-medicine/report").text
    lead.send(RELEASE, preview=seen)
    assert issued(settling_app) == [None, "medicine"]
