"""Which round a page is about when a trust has several."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from benchmark.assessment.rounds import open_round
from benchmark.database.people import Trust
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import browser_of, response_of

PAGE = "/trusts/zzn/comparison"


@pytest.fixture
def rounds(released_app: Benchmark, questionnaire: Questionnaire) -> dict[str, str]:
    """The released round, and a newer one that nobody has answered."""
    with transaction(released_app.engine, writes=True) as session:
        first = response_of(session, "ZZN", "medicine", "clinical").round
        days = first.opens_on + timedelta(days=50), first.closes_on + timedelta(days=50)
        second = open_round(session, first.trust, questionnaire, "Newer round", *days)
        third = open_round(session, first.trust, questionnaire, "Draft round", *days)
        third.state = "draft"
        return {"first": first.id, "second": second.id, "draft": third.id}


def test_the_newest_round_with_something_to_show(
    released_app: Benchmark, rounds: dict[str, str]
) -> None:
    browser = browser_of(released_app, "executive@north.example")
    assert "Level of each practice in each division" in browser.get(PAGE).text
    asked = browser.get(f"{PAGE}?round={rounds['second']}").text
    assert "Level of each practice in each division" not in asked
    assert "0 of 3 complete" in asked
    assert f"{PAGE}?round={rounds['first']}" in asked


def test_without_any_answers_the_newest_round(app: Benchmark, questionnaire: Questionnaire) -> None:
    with transaction(app.engine, writes=True) as session:
        trust = response_of(session, "ZZS", "medicine", "clinical").round.trust
        later = date(2100, 1, 1)
        open_round(session, trust, questionnaire, "Newest", later, later)
    page = browser_of(app, "executive@south.example").get("/trusts/zzs/comparison").text
    assert "Newest" in page


def test_a_round_that_is_not_the_trusts_is_absent(
    released_app: Benchmark, rounds: dict[str, str]
) -> None:
    browser = browser_of(released_app, "executive@north.example")
    with transaction(released_app.engine, writes=False) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").round_id
    for wanted in (rounds["draft"], south, "a" * 16, "\x00", "'; --"):
        assert browser.get(PAGE, query_string={"round": wanted}).status_code == 404


def test_a_trust_without_a_round_says_so(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        trust = session.scalars(select(Trust).where(Trust.code == "ZZS")).one()
        asked = response_of(session, "ZZS", "medicine", "clinical").round
        assert asked.trust is trust
        asked.state = "draft"
    browser = browser_of(app, "executive@south.example")
    for page in ("comparison", "report"):
        answer = browser.get(f"/trusts/zzs/{page}")
        assert answer.status_code == 200
        assert "has no round yet" in answer.text
