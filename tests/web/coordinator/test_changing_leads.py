"""When the page for changing a lead can be of use, and what it offers."""

from datetime import timedelta

from benchmark.database.people import Person
from benchmark.database.rounds import Response, Round, Submission
from benchmark.web.app import Benchmark
from benchmark.web.coordinator.changing_leads import CHANGES, may_change
from benchmark.web.places import LeadStep
from tests.assessment.posts import TODAY


def response(people: int, *, submitted: bool = False, running: bool = True) -> Response:
    last = TODAY + timedelta(days=5 if running else -2)
    return Response(
        round=Round(state="open", opens_on=TODAY - timedelta(days=9), closes_on=last),
        people=[Person(id=place, name=f"Person {place}") for place in range(people, 0, -1)],
        submission=Submission() if submitted else None,
    )


def test_a_page_is_there_when_it_can_be_of_use() -> None:
    uses = {
        (people, submitted): [step for step in CHANGES if may_change(
            response(people, submitted=submitted), step)]
        for people in (0, 1, 2) for submitted in (False, True)
    }  # fmt: skip
    assert uses == {
        (0, False): ["join"],
        (0, True): [],
        (1, False): ["replace", "join"],
        (1, True): ["replace"],
        (2, False): ["replace"],
        (2, True): ["replace"],
    }
    assert not any(may_change(response(1, running=False), step) for step in CHANGES)
    assert set(LeadStep.regex.split("|")) == set(CHANGES)


def test_keeping_is_offered_only_where_it_can_be(app: Benchmark) -> None:
    with app.test_request_context():
        for people, submitted, offered in ((1, False, 1), (1, True, 2), (2, False, 2)):
            form = CHANGES["replace"].form(response(people, submitted=submitted))
            assert len(form.choice.choices) == offered
        # in an order that does not depend on how the rows were read
        assert [name for _, name in form.leaving.choices] == ["Person 1", "Person 2"]
        assert form.leaving.data is None
