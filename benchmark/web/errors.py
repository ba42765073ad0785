"""Error pages: what happened, and what to do."""

from typing import Any

from flask import Flask, current_app, jsonify, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response

from benchmark.web.security import wants_json

PAGES = frozenset({400, 404, 405, 409, 413, 429, 500, 503})


def add_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unexpected)


def _page(error: HTTPException) -> Any:
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    code = error.code or 500
    if wants_json():
        return _with_headers(jsonify(errors={"": error.name}), error), code
    until = getattr(error, "retry_after", None)  # a step that is paused says until when
    page = current_app.make_response(
        render_template(f"errors/{_template(error)}.html", until=until)
    )
    return _with_headers(page, error), code


def _template(error: HTTPException) -> str:
    if isinstance(error, CSRFError):
        return "session-expired"
    return str(error.code if error.code in PAGES else 400)


def _with_headers(response: Response, error: HTTPException) -> Response:
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _database_away(error: OperationalError) -> Any:
    current_app.logger.error("database: %s", error.orig)
    return _page(ServiceUnavailable())


def _unexpected(error: Exception) -> Any:
    current_app.logger.error("unexpected", exc_info=error)
    return _page(InternalServerError())
