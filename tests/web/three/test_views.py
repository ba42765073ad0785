"""For the three leads of a division only: their page, its numbers, and their report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from benchmark.assessment.withdrawing import withdraw
from benchmark.database.people import LEAD_ROLES, Membership, Person
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.reading import flat, page_texts
from tests.servers import browser_of, copied, issue_inside, masked, response_of, serving

PAGE = "/divisions/zzn-medicine/three"
THREE = tuple(f"{role}.medicine@north.example" for role in LEAD_ROLES)
OTHERS = (
    "clinical.surgery@north.example",
    "executive@north.example",
    "improvement@north.example",
    "coordinator@north.example",
    "clinical.medicine@south.example",
    "executive@south.example",
    "national@benchmark.example",
)


@pytest.fixture(scope="module")
def settled(
    settling_model: Path, questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Benchmark, Report]]:
    """Medicine's three are in and have issued their edition; nothing here changes it."""
    with serving(copied(settling_model, tmp_path_factory.mktemp("three"))) as app:
        with transaction(app.engine, writes=True) as session:
            place = response_of(session, "ZZN", "medicine", "clinical")
            report = issue_inside(session, place.round, place.division, questionnaire)
        yield app, report


def test_each_of_the_three_reads_the_same_page(settled: tuple[Benchmark, Report]) -> None:
    app, report = settled
    pages = [masked(browser_of(app, email).get(PAGE).data) for email in THREE]
    assert len({page[page.index(b"<main") :] for page in pages}) == 1
    text = pages[0].decode()
    title = "The three of you are furthest apart, by two levels, on ten practices"
    assert title in text
    assert text.count('class="chart chart--') == 2  # a narrow and a wide one
    for role in ("Clinical", "Operational", "Nursing"):
        assert text.count(f"{role} lead</dt>") == 30
    assert "what clinical saw of tracking" in text
    assert f"/reports/{report.id}.pdf" in text


def test_the_numbers_of_the_picture_come_as_a_file(settled: tuple[Benchmark, Report]) -> None:
    app, _ = settled
    answer = browser_of(app, THREE[1]).get(f"{PAGE}.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.text.splitlines()
    assert len(lines) == 31
    assert '"Clinical lead"' in lines[0] or "Clinical lead" in lines[0]
    for email in ("clinical.surgery@north.example", "executive@north.example"):
        assert browser_of(app, email).get(f"{PAGE}.csv").status_code == 404


def test_issuing_twice_makes_one_report(settled: tuple[Benchmark, Report]) -> None:
    app, report = settled
    browser = browser_of(app, THREE[2])
    for _ in range(2):
        assert browser.send(PAGE).status_code == 303
    with transaction(app.engine, writes=False) as session:
        assert list(session.scalars(select(Report.id))) == [report.id]


def test_the_edition_is_read_byte_for_byte_by_the_three(
    settled: tuple[Benchmark, Report],
) -> None:
    app, report = settled
    for email in THREE:
        answer = browser_of(app, email).get(f"/reports/{report.id}.pdf")
        assert answer.data == report.pdf
        assert answer.headers["Content-Disposition"].endswith('-L2.pdf"')
    text = flat(" ".join(page_texts(report.pdf)))
    assert "Standard pathways and protocols 3 5 3 two levels apart" in text
    assert browser_of(app, None).get(f"/verify/{report.content_hash}").status_code == 200


@pytest.mark.parametrize("email", OTHERS)
def test_for_everybody_else_it_does_not_exist(
    settled: tuple[Benchmark, Report], email: str
) -> None:
    app, report = settled
    browser = browser_of(app, email)
    theirs, absent = (browser.get(f"/reports/{each}.pdf") for each in (report.id, "b" * 16))
    assert theirs.status_code == absent.status_code == 404
    assert masked(theirs.data).replace(report.id.encode(), b"") == masked(absent.data).replace(
        b"b" * 16, b""
    )
    page = browser.get("/divisions/zzn-medicine/report").data
    assert report.id.encode() not in page
    assert browser.get(PAGE).status_code == 404


def test_a_successor_reads_neither_the_page_nor_the_report(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(settling_app.engine, writes=True) as session:
        place = response_of(session, "ZZN", "medicine", "nursing")
        report = issue_inside(session, place.round, place.division, questionnaire).id
        tenure = session.scalars(
            select(Membership).where(Membership.person_id == place.people[0].id)
        ).one()
        newcomer = select(Person).where(Person.email == "improvement@south.example")
        tenure.person = session.scalars(newcomer).one()
    browser = browser_of(settling_app, "improvement@south.example")
    page = browser.get(PAGE)
    assert "Only the three people who gave these answers" in page.text
    assert "what clinical saw" not in page.text
    assert browser.send(PAGE).status_code == 409
    assert masked(browser.get(f"{PAGE}.csv").data) == masked(page.data)
    assert browser.get(f"/reports/{report}.pdf").status_code == 404


def test_after_a_withdrawal_nobody_reads_it(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(settling_app.engine, writes=True) as session:
        place = response_of(session, "ZZN", "medicine", "nursing")
        report = issue_inside(session, place.round, place.division, questionnaire)
        stays, number = report.pdf, report.id
    readers = [browser_of(settling_app, email) for email in THREE]
    assert [each.get(f"/reports/{number}.pdf").status_code for each in readers] == [200] * 3
    own = readers[2].get(f"/withdrawals/{place.id}").text
    assert "report for the three of you" in own
    assert f"/reports/{number}.pdf" not in own
    with transaction(settling_app.engine, writes=True) as session:
        withdraw(session, response_of(session, "ZZN", "medicine", "nursing"), place.people[0].id)
    assert [each.get(f"/reports/{number}.pdf").status_code for each in readers] == [404] * 3
    for browser in readers:
        page = browser.get(PAGE)
        assert "withheld" in page.text.lower()
        assert "what clinical saw" not in page.text
        assert browser.send(PAGE).status_code == 409
    with transaction(settling_app.engine, writes=False) as session:
        assert session.get_one(Report, number).pdf == stays


def test_before_the_third_they_read_a_count(released_app: Benchmark) -> None:
    browser = browser_of(released_app, "nursing.surgery@north.example")
    assert "1 of 3 complete" in browser.get("/divisions/zzn-surgery/three").text
    assert "1 of 3 complete" in browser.get("/divisions/zzn-surgery/three.csv").text
