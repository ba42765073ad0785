"""Error pages: what happened, and what to do."""

from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from benchmark.web.api.problems import problem_answer
from benchmark.web.noticed import notice_refusal
from benchmark.web.security import is_api, wants_json
from benchmark.web.unavailable import is_away, texts_among, unavailable, what_was_sent

PAGES = frozenset({400, 404, 405, 409, 413, 429, 500, 503})
UNAVAILABLE = 503


def add_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(Exception, _unexpected)


def _page(error: HTTPException) -> Any:
    if isinstance(error, HTTPException) and error.response is not None:
        return error.response
    notice_refusal(error)
    code = error.code or 500
    if is_api():
        return _with_headers(problem_answer(error), error)
    if wants_json():
        told = error.description if code == UNAVAILABLE else error.name
        return _with_headers(jsonify(errors={"": told}), error), code
    page = current_app.make_response(
        render_template(f"errors/{_template(error)}.html", **_context(error))
    )
    return _with_headers(page, error), code


def _context(error: HTTPException) -> dict[str, Any]:
    sent = what_was_sent() if error.code == UNAVAILABLE else []
    return {
        "until": getattr(error, "retry_after", None),  # a step that is paused says until when
        "sent": sent,
        "texts": texts_among(sent),
        "action": request.full_path.rstrip("?"),
    }


def _template(error: HTTPException) -> str:
    if isinstance(error, CSRFError):
        return "session-expired"
    return str(error.code if error.code in PAGES else 400)


def _with_headers(response: Response, error: HTTPException) -> Response:
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _database(error: DBAPIError) -> Any:
    if not is_away(error):
        return _unexpected(error)
    current_app.logger.error("database: %s", error.orig)
    return _page(unavailable())


def _unexpected(error: Exception) -> Any:
    current_app.logger.error("unexpected", exc_info=error)
    return _page(InternalServerError())
