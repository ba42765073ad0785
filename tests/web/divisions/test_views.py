"""What the three leads see of each other, and what everybody else in the trust does."""

from sqlalchemy import func, select

from benchmark.database.agreements import SectionAnswer
from benchmark.database.people import Membership, Person
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import browser_of, response_of

AGREEMENT = "/divisions/zzn-medicine/agreement"
REPORT = "/divisions/zzn-medicine/report"
IF_ONE_LEFT = "If one of us left, would this continue?"


def test_before_three_of_three_the_three_read_a_count(released_app: Benchmark) -> None:
    page = browser_of(released_app, "nursing.surgery@north.example")
    text = page.get("/divisions/zzn-surgery/agreement").text
    assert "1 of 3 complete" in text
    assert "what clinical saw" not in text
    assert "lead</dt>" not in text


def test_after_three_of_three_they_read_each_other(released_app: Benchmark) -> None:
    text = browser_of(released_app, "nursing.medicine@north.example").get(AGREEMENT).text
    for role in ("Clinical", "Operational", "Nursing"):
        assert text.count(f"{role} lead</dt>") == 30
    assert "what clinical saw of tracking" in text  # also what was not ticked as shared
    assert "what clinical saw of patient-flow" in text


def test_a_new_lead_does_not_read_what_others_said_before(released_app: Benchmark) -> None:
    with transaction(released_app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "nursing").people[0]
        tenure = session.scalars(select(Membership).where(Membership.person_id == lead.id)).one()
        newcomer = session.scalars(
            select(Person).where(Person.email == "improvement@south.example")
        ).one()
        tenure.person = newcomer
    browser = browser_of(released_app, "improvement@south.example")
    answer = browser.get(AGREEMENT)
    assert answer.status_code == 200
    assert "Only the three people who gave these answers" in answer.text
    assert "what clinical saw" not in answer.text


def test_the_report_shows_one_level_and_only_shared_evidence(released_app: Benchmark) -> None:
    text = browser_of(released_app, "executive@north.example").get(REPORT).text
    assert "what nursing saw of patient-flow" in text  # ticked
    assert "what nursing saw of reasons-for-standards" not in text  # not ticked
    for hidden in ("Clinical lead", "Operational lead", "Nursing lead"):
        assert hidden not in text[text.index("<main") :]


def test_a_report_that_is_not_released_says_why(released_app: Benchmark) -> None:
    browser = browser_of(released_app, "executive@north.example")
    page = browser.get("/divisions/zzn-surgery/report").text
    assert "Not released: 1 of 3 complete" in page
    assert "<svg" not in page[page.index("<main") :]
    browser.send("/divisions/zzn-surgery/report")
    with transaction(released_app.engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_a_report_is_issued_once(released_app: Benchmark) -> None:
    browser = browser_of(released_app, "executive@north.example")
    for _ in range(2):
        answer = browser.send(REPORT)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(f"{REPORT}?round=")
    with transaction(released_app.engine, writes=False) as session:
        (report,) = session.scalars(select(Report)).all()
        assert report.division is not None
        assert report.division.key == "medicine"
    assert f"/reports/{report.id}.pdf" in browser.get(REPORT).text


def test_a_division_that_was_not_asked_has_no_report(released_app: Benchmark) -> None:
    browser = browser_of(released_app, "executive@north.example")
    with transaction(released_app.engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        place = type(response.division)(key="new", name="New", position=9)
        response.round.trust.divisions.append(place)
    assert browser.get("/divisions/zzn-new/report").status_code == 404


def test_the_three_read_what_each_of_them_expects(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    section = questionnaire.sections[0]
    with transaction(settling_app.engine, writes=True) as session:
        for division, role, said in (
            ("medicine", "clinical", "partly"),
            ("medicine", "nursing", "no"),
            ("surgery", "clinical", "yes"),
        ):
            response = response_of(session, "ZZN", division, role)
            session.add(SectionAnswer(response_id=response.id, section=section.key, continues=said))
    three = browser_of(settling_app, "operational.medicine@north.example")
    page = three.get("/divisions/zzn-medicine/agreement").text
    table = page[page.index(IF_ONE_LEFT) :].split("</table>")[0]
    words = ("Partly", "No answer", "No", "Yes")
    cells = [text for text in words if f"<span>{text}</span>" in table]
    assert cells == ["Partly", "No answer", "No"]
    assert section.name in table
    assert questionnaire.sections[1].name not in table  # nobody spoke of it
    alone = browser_of(settling_app, "clinical.surgery@north.example")
    assert IF_ONE_LEFT not in alone.get("/divisions/zzn-surgery/agreement").text
