"""The comparison of a trust's divisions, and the trust's report."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from benchmark.assessment.norm_sets import publish, read_pools
from benchmark.database.people import Division
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.pooled_rounds import written_pool
from tests.servers import browser_of

READER = "executive@north.example"


def reports(app: Benchmark) -> int:
    with transaction(app.engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(Report)) or 0


def test_before_anything_is_released_the_page_says_how_far_it_is(app: Benchmark) -> None:
    page = browser_of(app, READER).get("/trusts/zzn/comparison").text
    for division in ("Medicine", "Surgery"):
        assert f"<li>{division}: 0 of 3 complete</li>" in page
    assert "<svg" not in page[page.index("<main") :]
    assert "/report" not in page[page.index("<main") :]


def test_a_released_division_stands_beside_one_that_is_not(released_app: Benchmark) -> None:
    page = browser_of(released_app, READER).get("/trusts/zzn/comparison").text
    assert "Surgery: 1 of 3 complete" in page
    assert "Level of each practice in each division" in page
    assert "not shown" in page
    assert "/divisions/zzn-medicine/report?round=" in page
    assert "/divisions/zzn-surgery/report" not in page


def test_the_trusts_report_is_issued_once(released_app: Benchmark) -> None:
    browser = browser_of(released_app, READER)
    assert "Issue the report (PDF)" in browser.get("/trusts/zzn/report").text
    first = browser.send("/trusts/zzn/report")
    assert first.status_code == 303
    assert first.headers["Location"].startswith("/trusts/zzn/report?round=")
    assert browser.send("/trusts/zzn/report").status_code == 303
    assert reports(released_app) == 1
    assert "Download the report (PDF)" in browser.get(first.headers["Location"]).text


def test_nothing_is_issued_before_a_division_is_released(app: Benchmark) -> None:
    browser = browser_of(app, READER)
    assert "Issue the report" not in browser.get("/trusts/zzn/report").text
    browser.send("/trusts/zzn/report")
    assert reports(app) == 0


def test_reading_a_report_issues_nothing(released_app: Benchmark) -> None:
    browser = browser_of(released_app, READER)
    for page in ("/trusts/zzn/report", "/trusts/zzn/comparison", "/divisions/zzn-medicine/report"):
        assert browser.get(page).status_code == 200
    assert reports(released_app) == 0


def test_the_lists_say_what_is_still_missing(released_app: Benchmark) -> None:
    page = browser_of(released_app, READER).get("/trusts/zzn/comparison").text
    assert "These three lists are not shown: needs at least 4 divisions." in page
    assert "How much of the differences is real: not shown: needs at least 4 divisions." in page
    assert "line-up" not in page


def test_the_numbers_come_as_csv_and_no_name_is_a_formula(released_app: Benchmark) -> None:
    with transaction(released_app.engine, writes=True) as session:
        for division in session.scalars(select(Division)):
            division.name = f"={division.name}"
    browser = browser_of(released_app, READER)
    answer = browser.get("/trusts/zzn/comparison.csv?part=practices")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].endswith('-practices.csv"')
    header, *rows = csv.reader(io.StringIO(answer.text))
    assert header == ["Practice", "Section", "'=Medicine", "'=Surgery", "Trust"]
    assert {row[3] for row in rows} == {"not shown: 1 of 3 complete"}
    lists = browser.get("/trusts/zzn/comparison.csv").text
    assert "not shown: needs at least 4 divisions" in lists
    for absent in ("line-up", "nothing"):
        assert browser.get(f"/trusts/zzn/comparison.csv?part={absent}").status_code == 404


@pytest.mark.parametrize(("trusts", "cell"), [
    (("RAA", "RAB", "RAC", "RAD", "RAE"), "3.3"),
    (("RAA", "RAB", "RAC", "RAD"), "not shown: needs at least 5 trusts besides this one"),
    (("ZZN", "RAB", "RAC", "RAD", "RAE"), "not shown: needs at least 5 trusts besides this one"),
])  # fmt: skip
def test_the_pool_of_trusts_stands_beside_the_norm_on_page_and_in_csv(
    released_app: Benchmark, questionnaire: Questionnaire, trusts: tuple[str, ...], cell: str
) -> None:
    (pool,) = read_pools(written_pool(questionnaire, trusts, invented=True))
    with transaction(released_app.engine, writes=True) as session:
        publish(session, pool, datetime(2026, 1, 5, 12, tzinfo=UTC))
    browser, name = (
        browser_of(released_app, READER),
        f"Mean of {len(trusts)} trusts, 5 January 2026",
    )
    page = browser.get("/trusts/zzn/comparison?beside=norm").text
    assert name in page
    assert "is norm set 1, published on 5 January 2026" in page
    numbers = browser.get("/trusts/zzn/comparison.csv?part=norm").text
    (row,) = (line for line in csv.reader(io.StringIO(numbers)) if line and line[0] == name)
    assert set(row[1:]) == {cell}
    division = browser.get("/divisions/zzn-medicine/report").text
    assert (f"{name} are {cell}." if cell != "3.3" else name) in division
