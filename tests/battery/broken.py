"""Servers with a planted fault each: a case of the battery counts only if it catches its own."""

import io
import itertools
import json
import os
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import g, request
from sqlalchemy import delete, event
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from benchmark.database.jobs import Job
from benchmark.database.rounds import Submission
from benchmark.database.session import open_database, transaction
from benchmark.disclosure.levels import Viewer
from benchmark.web.app import Benchmark, create_app
from benchmark.web.security import ADMITTED
from benchmark.web.settings import read_settings

Start = Callable[..., Any]
Server = Callable[[dict[str, Any], Start], Iterable[bytes]]


def ours() -> Benchmark:
    return create_app(read_settings(os.environ))


def acknowledging_first() -> Server:
    """Say "saved" at once, and save afterwards."""
    app = ours()

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        page = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] != "POST" or not page.startswith("/responses/"):
            return app(environ, start)
        form = form_of(environ)
        later = threading.Thread(target=app, args=(with_form(environ, form), lambda *_: None))
        later.start()
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"saved": True, "version": int(form["version"]) + 1}).encode()]

    return answer


def swallowing() -> Benchmark:
    """Say "saved" whatever the database says."""
    app = ours()
    app.register_error_handler(
        DBAPIError, lambda _: {"saved": True, "version": int(request.form["version"]) + 1}
    )
    return app


def not_waiting_for_the_log() -> Benchmark:
    """Let PostgreSQL answer a commit before it has written its log."""
    app = ours()

    @event.listens_for(app.engine, "connect")
    def careless(connection: Any, _: object) -> None:
        connection.autocommit = True
        connection.execute("SET synchronous_commit = off")
        connection.autocommit = False

    return app


def waiting_for_ever() -> Benchmark:
    """Wait for a silent database as long as it takes."""
    app = ours()
    app.engine = open_database(app.engine.url.render_as_string(hide_password=False))
    return app


def stamping() -> Server:
    """Take what is sent again for something else."""
    app, arrived = ours(), itertools.count()

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return app(environ, start)
        form = form_of(environ)
        for name in form.keys() & {"evidence", "what"}:
            form[name] += f" ({next(arrived)}, {os.getpid()})"
        return app(with_form(environ, form), start)

    return answer


def overwriting(app: Server) -> Server:
    """Store what was written on an older version over a newer one."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            return app(environ, start)
        form = form_of(environ)
        response = Response.from_app(app, with_form(environ, form))
        while response.status_code == HTTPStatus.CONFLICT:
            form["version"] = str(response.get_json()["version"])
            response = Response.from_app(app, with_form(environ, form))
        return response(environ, start)

    return answer


def forgetting() -> Benchmark:
    """Forget that somebody has submitted."""
    app = ours()

    @app.after_request
    def forget(response: Any) -> Any:
        if request.path.endswith("/submit"):
            with transaction(app.engine, writes=True) as session:
                session.execute(delete(Submission))
        return response

    return app


def showing_packs_to_others() -> Benchmark:
    """Let everybody who has signed in look at any pack."""
    trust = ADMITTED["trust"]

    def anybody(viewer: Viewer, roles: frozenset[str], place: dict[str, Any]) -> bool:
        if "job_id" not in place:
            return trust(viewer, roles, place)
        g.job = g.session.get(Job, place["job_id"])
        return g.job is not None

    ADMITTED["trust"] = anybody
    return ours()


def form_of(environ: dict[str, Any]) -> dict[str, str]:
    body: bytes = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    return dict(parse_qsl(body.decode()))


def with_form(environ: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
    body = urlencode(form).encode()
    return environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
