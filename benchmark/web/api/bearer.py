"""Who asks the API: a token in the header, or else whoever is signed in in the browser.

A token counts for the API alone, and where one is sent nothing else does: a token that is not in
force makes a stranger of whoever sends it, also in a browser that is signed in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request
from sqlalchemy import Engine
from werkzeug.exceptions import TooManyRequests

from benchmark.assessment.calendar import london_day
from benchmark.assessment.tokens import PARTS, count_use, live_token, viewer_through
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer
from benchmark.web.api.problems import OutOfScope
from benchmark.web.login import find_viewers
from benchmark.web.security import is_api

View = Callable[..., Any]
LONGEST = 200  # of a token; more is not looked up


def sent_token() -> str | None:
    """The token of this request; empty where something else was sent to come in with."""
    sent = request.headers.get("Authorization")
    if sent is None or not is_api():
        return None
    scheme, _, token = sent.partition(" ")
    return token.strip()[:LONGEST] if scheme.lower() == "bearer" else ""


def count_this_use(engine: Engine) -> None:
    """Count this use of a token, before anything is read for it; refuse it where it is too many.

    In a short transaction of its own; a token that is not in force leaves nothing behind.
    """
    sent = sent_token()
    if not sent:
        return
    with transaction(engine, writes=False) as session:
        if live_token(session, sent) is None:
            return
    with transaction(engine, writes=True) as session:
        token = live_token(session, sent)
        wait = count_use(session, token, now()) if token else 0
    if wait:
        raise TooManyRequests(retry_after=wait)


def find_readers() -> tuple[Viewer | None, Viewer | None]:
    """As ``find_viewers``, and for the API also by token. ``g.token``: the row, else None."""
    sent = sent_token()
    g.token = live_token(g.session, sent) if sent else None
    if sent is None:
        return find_viewers()
    return (viewer_through(g.session, g.token, london_day(now())) if g.token else None), None


def reads(part: str) -> Callable[[View], View]:
    """A view of the API that a token reads only if it was made for this part."""
    if part not in PARTS:
        raise ValueError(f"{part!r} is no part of the API")

    def with_part(view: View) -> View:
        @wraps(view)
        def checked(**place: Any) -> Any:
            if g.token and part not in g.token.parts.split():
                raise OutOfScope
            return view(**place)

        vars(checked)["part"] = part
        return checked

    return with_part
