"""What is known of a request once it is answered, without saying who asked or what for.

An address may hold an id, or a token that lets somebody in, so only its pattern is told on.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

from benchmark.web.headers import STATIC, Application

ROUTE = "benchmark.route"  # what Flask has found, for what stands around it
NO_ROUTE = "no such address"
METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER = "other"  # a client may invent any


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: its method, the pattern of its address, the status, the seconds it took."""

    method: str
    route: str
    status: str
    seconds: float


Teller = Callable[[Answered], None]


def note_route(app: Flask) -> None:
    """Leave the pattern of each address where `watched` finds it."""

    @app.before_request
    def _note() -> None:
        request.environ[ROUTE] = request.url_rule.rule if request.url_rule else NO_ROUTE


def watched(application: Application, tellers: Sequence[Teller]) -> Application:
    """The application, with every request told on as soon as its answer is ready to be sent."""

    def watching(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, status = time.perf_counter(), "500"

        def start(told: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            nonlocal status
            status = told[:3]
            return start_response(told, headers, *fault)

        try:
            return application(environ, start)
        finally:
            found = _answered(environ, status, time.perf_counter() - began)
            for tell in tellers:
                tell(found)

    return watching


def _answered(environ: dict[str, Any], status: str, seconds: float) -> Answered:
    method = environ["REQUEST_METHOD"]
    static = environ.get("PATH_INFO", "").startswith(STATIC)
    route = environ.get(ROUTE) or (STATIC if static else NO_ROUTE)
    return Answered(method if method in METHODS else OTHER, str(route), status, seconds)
