"""Some of what ``make battery`` asks ten thousand times as each role, and planted faults."""

from typing import Any

import pytest
from schemathesis.core.failures import FailureGroup

from benchmark.assessment import tokens
from benchmark.web.app import Benchmark
from tests.web.api.anything import ask_anything, issue_some
from tests.web.api.test_bearer import token_of

EACH = 25
LEAD, EXECUTIVE = "idris.fennimore@fallowmere.example", "marguerite.oldacre@fallowmere.example"


@pytest.mark.parametrize("email", [LEAD, EXECUTIVE])
def test_every_answer_is_one_that_the_description_promises(
    showcase_app: Benchmark, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    issue_some(showcase_app)
    found = ask_anything(showcase_app, EACH, token_of(showcase_app, email, "ZZF"), {})
    assert sum(found.values()) >= 8 * (EACH - 1)
    assert found.keys() >= {200, 400, 404}
    assert found[200] > sum(found.values()) / 4


def another_field(app: Benchmark) -> Any:
    view = app.view_functions["api.trusts"]

    def planted(**place: Any) -> Any:
        answer = view(**place)
        answer.set_data(answer.data.replace(b'{"code":', b'{"email":"a@b.example","code":'))
        return answer

    return planted


def fault(_app: Benchmark) -> Any:
    def planted(**_place: Any) -> Any:
        raise RuntimeError("planted")

    return planted


@pytest.mark.parametrize("plant", [another_field, fault])
def test_a_planted_fault_is_found(
    showcase_app: Benchmark, monkeypatch: pytest.MonkeyPatch, plant: Any
) -> None:
    planted = plant(showcase_app)
    vars(planted).update(vars(showcase_app.view_functions["api.trusts"]))
    monkeypatch.setitem(showcase_app.view_functions, "api.trusts", planted)
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10**9)
    words = "unexpected" if plant is another_field else "Server error"
    with pytest.raises(FailureGroup) as found:
        ask_anything(showcase_app, EACH, token_of(showcase_app, EXECUTIVE, "ZZF"), {})
    assert words in str(found.value.exceptions)
