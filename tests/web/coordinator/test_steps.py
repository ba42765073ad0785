"""Which steps there are for a round in each of its states, and which questionnaire stands first."""

from datetime import timedelta

import pytest

from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.web.app import Benchmark
from benchmark.web.coordinator.forms import PlanForm
from benchmark.web.coordinator.steps import STEPS, with_questionnaires
from benchmark.web.places import RoundStep
from tests.assessment.posts import TODAY

RUNNING = {"extend", "level", "close", "abandon"}


@pytest.mark.parametrize(
    ("state", "ended", "steps"),
    [
        ("draft", False, {"edit", "open", "delete"}),
        ("open", False, RUNNING),
        ("open", True, {"missing"}),
        ("closed", True, {"missing"}),
        ("abandoned", True, set()),
    ],
)
def test_each_state_has_its_steps(state: str, ended: bool, steps: set[str]) -> None:
    last = TODAY + timedelta(days=-2 if ended else 5)
    asked = Round(state=state, opens_on=TODAY - timedelta(days=9), closes_on=last)
    assert {name for name, step in STEPS.items() if step.possible(asked, now())} == steps


def test_every_step_has_an_address_and_no_other_has() -> None:
    assert set(RoundStep.regex.split("|")) == set(STEPS)


def test_the_newest_questionnaire_stands_first(app: Benchmark) -> None:
    with app.test_request_context():
        offered = with_questionnaires(PlanForm(formdata=None)).questionnaire.choices
    assert [identity for identity, _ in offered] == [
        "management-practice-1.1",
        "management-practice-1.0",
    ]
