"""Each request is told on once, by the pattern of its address."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from benchmark.web.answered import NO_ROUTE, OTHER, ROUTE, Answered, watched

ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/responses/secret"}


def told(application: Any, **environ: str) -> list[Answered]:
    found: list[Answered] = []
    watched(application, [found.append])(ENVIRON | environ, lambda *_: None)
    return found


def answering(status: str, route: str = "") -> Callable[..., Iterable[bytes]]:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if route:
            environ[ROUTE] = route
        start(status, [])
        return [b""]

    return application


def test_a_request_is_told_by_its_pattern() -> None:
    (found,) = told(answering("303 SEE OTHER", "/responses/<id>"))
    assert (found.method, found.route, found.status) == ("GET", "/responses/<id>", "303")
    assert 0 < found.seconds < 1


def test_what_flask_never_saw_has_no_address_of_its_own() -> None:
    assert told(answering("400 BAD REQUEST"))[0].route == NO_ROUTE
    assert told(answering("200 OK"), PATH_INFO="/static/page.css")[0].route == "/static/"


def test_an_invented_method_is_another_one() -> None:
    assert told(answering("405 METHOD NOT ALLOWED"), REQUEST_METHOD="BREW")[0].method == OTHER


def test_what_fails_before_it_answers_is_told_as_a_fault() -> None:
    def failing(*_: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    found: list[Answered] = []
    with pytest.raises(ZeroDivisionError):
        watched(failing, [found.append])(dict(ENVIRON), lambda *_: None)
    assert [each.status for each in found] == ["500"]


def test_everybody_is_told() -> None:
    one: list[Answered] = []
    two: list[Answered] = []
    watched(answering("200 OK"), [one.append, two.append])(dict(ENVIRON), lambda *_: None)
    assert len(one) == len(two) == 1
