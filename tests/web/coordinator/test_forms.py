"""The forms of a round, and what is chosen beforehand."""

from collections.abc import Iterator

import pytest
from flask import Flask

from benchmark.assessment.replacing import AGAIN, KEEP
from benchmark.database.people import Division, Person
from benchmark.database.rounds import Response
from benchmark.web.coordinator.forms import NewLeadForm, PlanForm, outcome_name, outcomes_form


@pytest.fixture(autouse=True)
def _app() -> Iterator[None]:
    app = Flask("benchmark.web")
    app.secret_key = "invented"
    with app.test_request_context():
        yield


def response(key: str, *people: str, outcome: str | None = None) -> Response:
    return Response(
        id=key,
        role="nursing",
        division=Division(name="Surgery"),
        people=[Person(name=name) for name in people],
        outcome=outcome,
    )


def test_a_vacant_post_is_called_vacant_and_nobody_is_called_late_beforehand() -> None:
    responses = [response("a"), response("b", "Ann"), response("c", "Bo", outcome="vacant")]
    form = outcomes_form(responses)
    assert [form[outcome_name(each)].data for each in responses] == ["vacant", None, "vacant"]
    assert form[outcome_name(responses[0])].missing.endswith("Surgery, nursing lead")


def test_only_what_is_possible_is_offered_and_nothing_is_chosen() -> None:
    form = NewLeadForm(formdata=None)
    form.offer([Person(name="Ann"), Person(name="Bo")], (AGAIN,))
    assert form.leaving.choices == [("0", "Ann"), ("1", "Bo")]
    assert form.choice.choices == [(AGAIN, "Begin again with an empty response")]
    form.offer([Person(name="Ann")], (KEEP, AGAIN))
    assert len(form.choice.choices) == 2
    assert (form.leaving.data, form.choice.data) == (None, None)


def test_a_plan_offers_the_two_levels_that_a_coordinator_may_choose() -> None:
    assert [value for value, _ in PlanForm(formdata=None).level.choices] == ["L1", "L0"]
