"""Lines of the log about ways in, and about what was refused that no page of ours asks for.

They name nobody: people by the number of their row, email addresses and places on the network by
what stands for them. It is the same in all lines, so that those of one guesser belong together.
"""

import hashlib
import hmac
import logging
from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    RequestEntityTooLarge,
    SecurityError,
    TooManyRequests,
    Unauthorized,
)
from werkzeug.wrappers import Response

from benchmark.assessment.signing_in import as_kept
from benchmark.web.answered import NO_ROUTE, ROUTE
from benchmark.web.security import NotTheirs

NOTICED = logging.getLogger(__name__)
LETTERS = 16  # of what stands for an address: enough to tell apart all that one log holds
# the first that fits; what is not here is an error of a reader or of ours
REFUSALS: tuple[tuple[type[HTTPException], str], ...] = (
    (NotTheirs, "a page that is not theirs"),
    (CSRFError, "a form without its token"),
    (RequestEntityTooLarge, "more than is taken"),
    (TooManyRequests, "too many tries"),
    (SecurityError, "a host name that is not ours"),
    (Forbidden, "a token beyond what it is for"),
    (BadRequest, "what cannot be read"),
)
NOT_TAKEN = 400


def add_notices(app: Flask) -> None:
    """Tell of each form that was not taken; who has sent it stands in no line."""

    @app.after_request
    def _form_not_taken(answer: Response) -> Response:
        if answer.status_code == NOT_TAKEN and request.method == "POST" and "noticed" not in g:
            NOTICED.info("form not taken: %s", _route(), extra=_fields("form not taken"))
        return answer


def notice_way_in(event: str, way: str, email: str, **more: Any) -> None:
    """Tell that somebody came in, went, or was refused; ``email`` is whose account it is about."""
    told = {"way": way, "account": stands_for(as_kept(email)) if email else "unknown", **more}
    level = logging.WARNING if event.endswith("refused") else logging.INFO
    g.noticed = True
    NOTICED.log(level, "%s: %s", event, _words(told), extra=_fields(event, **told))


def notice_refusal(error: HTTPException) -> None:
    """Tell of an error that no page of ours leads to; nothing of what was sent is repeated."""
    kind = next((words for fault, words in REFUSALS if isinstance(error, fault)), "")
    if isinstance(error, Unauthorized) and "Authorization" in request.headers:
        kind = "a token that is not in force"
    if not kind:
        return
    g.noticed = True
    viewer = g.get("viewer")
    told = {"kind": kind, "person": viewer.person if viewer else None}
    NOTICED.warning("refused: %s", _words(told), extra=_fields("refused", **told))


def stands_for(text: str) -> str:
    """What a log says in the place of an address: nobody without our key finds out which it is."""
    key = str(current_app.secret_key).encode()
    words = f"noticed {text}".encode("utf-8", "surrogatepass")
    return hmac.new(key, words, hashlib.sha256).hexdigest()[:LETTERS]


def _words(told: dict[str, Any]) -> str:
    where = {"route": _route(), "client": _client()}
    return ", ".join(f"{name} {value}" for name, value in (told | where).items() if value)


def _fields(event: str, **told: Any) -> dict[str, Any]:
    return {"fields": {"event": event, **told, "route": _route(), "client": _client()}}


def _client() -> str:
    return stands_for(request.remote_addr or "")


def _route() -> str:
    return str(request.environ.get(ROUTE, NO_ROUTE))
