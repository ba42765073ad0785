"""Issued reports to download, and the public check of one."""

import re

import pytest
from sqlalchemy import select, update

from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import browser_of

READER = "improvement@north.example"


@pytest.fixture
def issued(released_app: Benchmark) -> list[Report]:
    """The trust's report and that of medicine, issued through the pages."""
    browser = browser_of(released_app, READER)
    for page in ("/trusts/zzn/report", "/divisions/zzn-medicine/report"):
        assert browser.send(page).status_code == 303
    with transaction(released_app.engine, writes=False) as session:
        return list(session.scalars(select(Report).order_by(Report.division_id.is_(None).desc())))


def test_the_bytes_that_were_issued_are_the_bytes_that_are_read(
    released_app: Benchmark, issued: list[Report]
) -> None:
    browser = browser_of(released_app, "clinical.surgery@north.example")
    for report, name in zip(
        issued, (r"zzn-\d{4}-\d\d-L1", r"zzn-medicine-\d{4}-\d\d-L1"), strict=True
    ):
        answer = browser.get(f"/reports/{report.id}.pdf")
        assert answer.data == report.pdf
        assert answer.data.startswith(b"%PDF-")
        assert answer.content_type == "application/pdf"
        disposition = answer.headers["Content-Disposition"]
        assert re.fullmatch(f'attachment; filename="{name}\\.pdf"', disposition)
        assert answer.headers["Cache-Control"] == "no-store"


def test_pages_link_to_the_report_that_was_issued(
    released_app: Benchmark, issued: list[Report]
) -> None:
    browser = browser_of(released_app, READER)
    assert f"/reports/{issued[0].id}.pdf" in browser.get("/trusts/zzn/report").text
    assert f"/reports/{issued[1].id}.pdf" in browser.get("/divisions/zzn-medicine/report").text


def test_anybody_can_verify_a_report_and_learns_no_name(
    released_app: Benchmark, issued: list[Report]
) -> None:
    page = browser_of(released_app, None).get(f"/verify/{issued[0].content_hash}")
    assert page.status_code == 200
    assert "was issued on" in page.text
    assert "gives this code again just now: it is unchanged" in page.text
    for name in ("Invented North", "ZZN", "zzn", "Medicine", "Surgery", "Lead", issued[0].id):
        assert name not in page.text
    assert browser_of(released_app, None).get(f"/verify/{'0' * 64}").status_code == 404


def test_a_report_that_was_altered_is_not_called_unchanged(
    released_app: Benchmark, issued: list[Report]
) -> None:
    altered = issued[1].pdf.replace(b"%PDF-1.7", b"%PDF-1.6")
    with transaction(released_app.engine, writes=True) as session:
        session.execute(update(Report).where(Report.id == issued[1].id).values(pdf=altered))
    page = browser_of(released_app, None).get(f"/verify/{issued[1].content_hash}").text
    assert "Do not rely on this report" in page
    assert "unchanged" not in page


def test_of_a_report_by_older_software_the_page_says_only_that_it_was_issued(
    released_app: Benchmark, issued: list[Report]
) -> None:
    with transaction(released_app.engine, writes=True) as session:
        session.execute(update(Report).values(pdf=b"%PDF-1.4 of old", pdf_hash=""))
    page = browser_of(released_app, None).get(f"/verify/{issued[0].content_hash}").text
    assert "was issued on" in page
    assert "unchanged" not in page
    assert "content.json" not in page
