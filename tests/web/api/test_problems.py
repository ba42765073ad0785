"""What went wrong is said in one form, whatever it was and whoever asked."""

import pytest
from werkzeug.exceptions import (
    HTTPException,
    ImATeapot,
    InternalServerError,
    NotFound,
    Unauthorized,
)

from benchmark.web.api.documents import Problem
from benchmark.web.api.problems import (
    BadParameters,
    Changed,
    NothingSuch,
    OutOfScope,
    problem_answer,
    query_fault,
)
from benchmark.web.app import Benchmark
from tests.servers import browser_of

FAULT = query_fault("limit", "too large")
FAILED = ValueError("secret")
CASES: dict[str, tuple[HTTPException, int, str]] = {
    "a parameter": (BadParameters([FAULT]), 400, "bad-request"),
    "a stranger": (Unauthorized(), 401, "not-signed-in"),
    "a token for something else": (OutOfScope(), 403, "scope"),
    "nothing": (NotFound(), 404, "not-found"),
    "a name of nothing": (NothingSuch(FAULT), 404, "not-found"),
    "other content": (Changed(), 409, "changed"),
    "a status of its own": (ImATeapot(), 418, "failed"),
    "a fault of ours": (
        InternalServerError(original_exception=ValueError("secret")),
        500,
        "failed",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_has_its_status_and_our_word(case: str) -> None:
    error, status, code = CASES[case]
    answer = problem_answer(error)
    told = Problem.model_validate((answer.json or {}) | {"errors": []})
    assert (answer.status_code, told.status, told.code) == (status, status, code)
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.get_data(as_text=True)
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_a_fault_has_its_place() -> None:
    answer = problem_answer(BadParameters([FAULT]))
    assert answer.json
    assert answer.json["errors"] == [{"in": "query", "name": "limit", "detail": "too large"}]
    assert answer.json["detail"] == "limit: too large"


def test_every_way_to_fail_under_the_api_is_a_problem(app: Benchmark) -> None:
    reader = browser_of(app, "executive@north.example")
    answers = (
        reader.get("/api/v1/nowhere"),
        reader.get("/api/"),
        reader.post("/api/v1/trusts"),
        reader.get("/api/v1/trusts?limit=0"),
        reader.get("/api/v1/trusts", headers={"Host": "evil.example"}),
        reader.get("/api/v1/trusts/zzs/rounds"),
    )
    assert [answer.status_code for answer in answers] == [404, 404, 405, 400, 400, 404]
    assert {answer.mimetype for answer in answers} == {"application/problem+json"}
    assert set(answers[2].allow) == {"GET", "HEAD"}
