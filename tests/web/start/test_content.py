"""What the start page lists for each kind of person, and in which state."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.responding import Content, Edit, save
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.start.content import StartContent, start_content
from tests.servers import complete_division, hand_in, response_of


def content_for(app: Benchmark, email: str) -> StartContent:
    with transaction(app.engine, writes=False) as session, app.test_request_context():
        person = session.scalars(select(Person).where(Person.email == email)).one()
        return start_content(session, viewer_of(session, person, london_day(now())))


def test_a_leads_own_response_says_how_far_it_is(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    email, seen = "clinical.medicine@north.example", []
    seen += [link["status"] for link in content_for(app, email).responses]
    with transaction(app.engine, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        save(session, own, questionnaire.keys[0], Edit(Content(3), 0))
    seen += [link["status"] for link in content_for(app, email).responses]
    with transaction(app.engine, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        own.round.closes_on = own.round.opens_on = london_day(now()) - timedelta(1)
    seen += [link["status"] for link in content_for(app, email).responses]
    assert seen == ["not started", "in progress", "not submitted"]


def test_divisions_come_in_the_trusts_order_with_how_far_they_are(released_app: Benchmark) -> None:
    content = content_for(released_app, "executive@north.example")
    (trust,) = content.trusts
    (lines,) = trust.rounds
    assert [link["name"] for link in lines.divisions] == ["Medicine", "Surgery"]
    assert [link["status"] for link in lines.divisions] == ["released", "1 of 3 complete"]
    assert lines.comparison["status"] == "1 of 2 divisions released"
    assert (content.responses, content.agreements, lines.states) == ((), (), ())


def test_the_coordinator_sees_three_states_and_nothing_else(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app.engine, writes=True) as session:
        hand_in(session, response_of(session, "ZZN", "surgery", "nursing"), questionnaire)
        begun = response_of(session, "ZZN", "surgery", "clinical")
        save(session, begun, questionnaire.keys[0], Edit(Content(1), 0))
    (trust,) = content_for(app, "coordinator@north.example").trusts
    assert trust.rounds[0].states == (
        ("Medicine", "not started", "not started", "not started"),
        ("Surgery", "in progress", "not started", "submitted"),
    )
    (south,) = content_for(app, "coordinator@south.example").trusts
    assert south.code == "ZZS"


def test_the_national_team_sees_trusts_and_no_division(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    before = content_for(app, "national@benchmark.example")
    complete_division(app.engine, questionnaire)
    after = content_for(app, "national@benchmark.example")
    assert before == after
    assert after.trusts == ()
    assert after.national == (("Invented North NHS Trust", 1), ("Invented South NHS Trust", 1))
    assert not any(after.links.values())


@pytest.mark.parametrize("division", ["medicine", "surgery"])
def test_a_leads_agreement_link_counts_its_own_division(
    released_app: Benchmark, division: str
) -> None:
    (link,) = content_for(released_app, f"nursing.{division}@north.example").agreements
    assert link["href"].startswith(f"/divisions/zzn-{division}/agreement?round=")
    assert link["status"] == {"medicine": "released", "surgery": "1 of 3 complete"}[division]
