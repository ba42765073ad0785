"""The page and the PDF of a correction notice, and the pages that point to it."""

import re

import pytest
from sqlalchemy import select, text

from benchmark.assessment.issuing import issue_round
from benchmark.assessment.rescoring import rescore
from benchmark.comparison.correction import notice_from
from benchmark.comparison.wording import local_day
from benchmark.database.corrections import Correction
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import read_schedule, schedule_folder
from benchmark.web.app import Benchmark
from tests.reading import flat
from tests.servers import Browser, browser_of, complete_division, response_of

SECOND = read_schedule(schedule_folder() / "scoring-1.1.yaml")
READER = "executive@north.example"
POINTING = ("/trusts/zzn/comparison", "/trusts/zzn/report", "/divisions/zzn-medicine/report")
FIGURES = (*POINTING, "/divisions/zzn-medicine/agreement")


@pytest.fixture
def finished(app: Benchmark, questionnaire: Questionnaire) -> Benchmark:
    """North's round with reports issued under schedule 1.0."""
    for division in ("medicine", "surgery"):
        complete_division(app.engine, questionnaire, "ZZN", division)
    with transaction(app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        issue_round(session, asked, questionnaire)
    return app


@pytest.fixture
def correction(finished: Benchmark, questionnaire: Questionnaire) -> Correction:
    """The notice of its rescoring: patient flow counts ten times."""
    heavy = SECOND.model_copy(update={"version": "9.1", "weights": {"patient-flow": 10.0}})
    with transaction(finished.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        issued = rescore(session, asked, questionnaire, heavy)[1]
    assert issued is not None
    return issued


@pytest.fixture
def browser(finished: Benchmark) -> Browser:
    return browser_of(finished, READER)


def visible(page: str) -> str:
    """What stands on a page, without its tags."""
    return flat(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'"))


def test_anybody_can_verify_a_notice_which_is_hashed_anew(
    correction: Correction, finished: Benchmark
) -> None:
    stranger = browser_of(finished, None)
    page = visible(stranger.get(f"/verify/{correction.content_hash}").text)
    assert "This correction notice was issued by this service" in page
    assert f"issued on {local_day(correction.issued_at)}" in page
    assert "gives this code again just now: it is unchanged" in page
    for name in ("Invented North", "ZZN", "Medicine", "Surgery", correction.id):
        assert name not in page
    with transaction(finished.engine, writes=True) as session:
        session.execute(text("DROP TRIGGER corrections_no_update"))
        session.execute(text("UPDATE corrections SET content = replace(content, '3.', '4.')"))
    altered = visible(stranger.get(f"/verify/{correction.content_hash}").text)
    assert "Do not rely on this correction notice" in altered
    assert "unchanged" not in altered


def test_the_page_lists_every_change(correction: Correction, browser: Browser) -> None:
    answer = browser.get(f"/corrections/{correction.id}")
    assert answer.status_code == 200
    text = visible(answer.text)
    notice = notice_from(correction.content)
    assert notice.changes
    for told in (notice.summary, notice.reason, notice.scoring_before, notice.scoring_after):
        assert flat(told) in text
    for change in notice.changes:
        assert f"{change.name} Before {change.before} Now {change.after}" in text
    assert correction.content_hash in text


def test_the_pdf_is_the_one_that_was_issued(correction: Correction, browser: Browser) -> None:
    answer = browser.get(f"/corrections/{correction.id}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data == correction.pdf
    disposition = answer.headers["Content-Disposition"]
    assert re.search(r'filename="zzn-\d{4}-\d\d-correction-1\.pdf"', disposition)


def test_pages_of_the_round_point_to_the_notice(correction: Correction, browser: Browser) -> None:
    day = local_day(correction.issued_at)
    for address in POINTING:
        page = browser.get(address).text
        assert f'<a href="/corrections/{correction.id}">correction notice of {day}</a>' in page
        assert f"A correction notice of {day} applies to this round" in visible(page)


def test_without_a_notice_no_page_points_to_one(browser: Browser) -> None:
    for address in POINTING:
        assert "correction notice" not in browser.get(address).text


def test_old_reports_stay_and_the_page_offers_a_new_one(
    finished: Benchmark, browser: Browser, request: pytest.FixtureRequest
) -> None:
    with transaction(finished.engine, writes=False) as session:
        before = {report.id: report.pdf for report in session.scalars(select(Report))}
    request.getfixturevalue("correction")
    page = browser.get("/trusts/zzn/report").text
    assert "Issue the report (PDF)" in page
    for report_id, pdf in before.items():
        assert browser.get(f"/reports/{report_id}.pdf").data == pdf
    assert browser.send("/trusts/zzn/report").status_code == 303
    after = browser.get("/trusts/zzn/report").text
    assert "Download the report (PDF)" in after
    assert "Issued earlier in this round" in after


@pytest.mark.parametrize("address", FIGURES)
def test_every_page_with_figures_says_where_they_come_from(
    correction: Correction, finished: Benchmark, questionnaire: Questionnaire, address: str
) -> None:
    # the leads see the agreement page, too
    page = browser_of(finished, "clinical.medicine@north.example").get(address).text
    text = visible(page)
    notice = notice_from(correction.content)
    start = text.index("Where these figures come from")
    origin = text[start : start + 500]
    assert f"Questionnaire {questionnaire.identity}" in origin
    assert questionnaire.content_hash in origin
    assert f"Scoring schedule {correction.to_schedule}" in origin
    assert f"Software Management Practice Benchmark {notice.software}" in origin
    assert re.search(r"Answers up to \d{1,2} \w+ \d{4} at \d\d:\d\d \(UK time\)", origin)
