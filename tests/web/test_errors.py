"""Error pages: what happened and what to do, as a page for people and as JSON for programs."""

import pytest

from benchmark.web.app import Benchmark
from tests.servers import JSON, browser_of

KNOWN = "executive@north.example"
PAGES = {
    "/nowhere": ("GET", 404),
    "/trusts/zzx/comparison": ("GET", 404),
    "/sign-out": ("GET", 405),
    "/": ("PUT", 405),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_refusal_is_a_whole_page_of_the_service(app: Benchmark, address: str) -> None:
    method, status = PAGES[address]
    answer = browser_of(app, KNOWN).open(address, method=method)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert "Executive" in answer.text  # somebody signed in stays signed in
    assert "Sign out" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_a_program_is_told_in_json(app: Benchmark, address: str) -> None:
    method, status = PAGES[address]
    answer = browser_of(app, KNOWN).open(address, method=method, headers=JSON)
    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert list(answer.json) == ["errors"]


def test_a_wrong_method_names_the_right_ones(app: Benchmark) -> None:
    assert set(app.test_client().put("/sign-in").allow) == {"GET", "HEAD", "POST"}


def test_an_old_form_says_that_the_step_was_not_saved(app: Benchmark) -> None:
    answer = browser_of(app, KNOWN).post("/sign-out", data={"csrf_token": "old"})
    assert answer.status_code == 400
    assert "Your last step was not saved" in answer.text


def test_a_fault_is_logged_and_not_shown(app: Benchmark, caplog: pytest.LogCaptureFixture) -> None:
    def failing() -> None:
        raise RuntimeError("secret detail")

    vars(failing).update(vars(app.view_functions["information.help_page"]))
    app.view_functions["information.help_page"] = failing
    for headers in ({}, JSON):
        answer = app.test_client().get("/help", headers=headers)
        assert answer.status_code == 500
        assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text
