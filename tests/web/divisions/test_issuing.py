"""The third submission issues the reports, and a fault in them never undoes it."""

import pytest
from sqlalchemy import func, select

from benchmark.database.people import Division
from benchmark.database.rounds import Report, Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import (
    answer_all,
    answer_and_submit,
    at_once,
    browser_of,
    hand_in,
    own_response,
    response_of,
)

REFUSING = """
    CREATE TRIGGER no_paper BEFORE INSERT ON reports
    BEGIN SELECT RAISE(ABORT, 'no paper'); END
"""
THIRD = "nursing.medicine@north.example"


def two_submit(app: Benchmark, questionnaire: Questionnaire) -> None:
    for role in ("clinical", "operational"):
        with transaction(app.engine, writes=True) as session:
            hand_in(session, response_of(session, "ZZN", "medicine", role), questionnaire)


def run(app: Benchmark, statement: str) -> None:
    with transaction(app.engine, writes=True) as session:
        session.connection().exec_driver_sql(statement)


def issued(app: Benchmark) -> list[str | None]:
    with transaction(app.engine, writes=False) as session:
        query = select(Division.key).select_from(Report).outerjoin(Report.division)
        return sorted(session.scalars(query), key=str)


def test_the_third_submission_issues_the_reports_of_division_and_trust(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    two_submit(app, questionnaire)
    assert issued(app) == []
    answer_and_submit(browser_of(app, THIRD), questionnaire)
    assert issued(app) == [None, "medicine"]


def test_twenty_third_submissions_at_once_issue_one_report_each(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    two_submit(app_on_both, questionnaire)
    lead = browser_of(app_on_both, THIRD)
    response = answer_all(lead, questionnaire)
    data = {"csrf_token": lead.token()}
    windows = lead.twins(20)
    steps = [lambda w=w: w.post(f"{response}/submit", data=data).status_code for w in windows]
    assert set(at_once(steps)) == {303}
    assert issued(app_on_both) == [None, "medicine"]


def test_a_fault_in_a_report_is_logged_and_the_submission_stays(
    app: Benchmark,
    questionnaire: Questionnaire,
    caplog: pytest.LogCaptureFixture,
) -> None:
    two_submit(app, questionnaire)
    lead = browser_of(app, THIRD)
    run(app, REFUSING)
    answer_and_submit(lead, questionnaire)
    assert "no paper" in caplog.text
    with transaction(app.engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 3
    run(app, "DROP TRIGGER no_paper")
    # the report's own page offers to issue it then, and so does submitting again
    assert "Issue the report (PDF)" in lead.get("/divisions/zzn-medicine/report").text
    lead.send(f"{own_response(lead)}/submit")
    assert issued(app) == [None, "medicine"]
