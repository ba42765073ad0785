"""Who is signed in: the browser's cookie names a sign-in row, Flask-Login carries it."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.signing_in import (
    end_sign_in,
    is_seen_again,
    remember_seen,
    signed_in_person,
    start_sign_in,
)
from benchmark.database.people import Person
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer


class SignedIn(UserMixin):
    """One signed-in browser; Flask-Login keeps the token in the signed session cookie."""

    def __init__(self, token: str, person: Person) -> None:
        self.id = token
        self.person = person


def add_login(app: Flask) -> None:
    manager = LoginManager()
    # our sign-in rows end a session; guessing from the browser's address would only annoy
    manager.session_protection = None
    manager.user_loader(_load)
    # no template asks who is signed in: an error page may not ask the database that is away
    manager.init_app(app, add_context_processor=False)
    app.after_request(_remember_seen)


def _load(token: str) -> SignedIn | None:
    person = signed_in_person(g.session, token)
    if person is None:
        return None
    g.seen_again = token if is_seen_again(g.session, token) else None
    return SignedIn(token, person)


def _remember_seen(response: Response) -> Response:
    """Every request puts off the end of an idle sign-in, also one that only reads."""
    token = g.pop("seen_again", None)
    if token:
        # the answer is ready, and a database that is busy or away must not spoil it
        with suppress(OperationalError), transaction(_engine(), writes=True) as session:
            remember_seen(session, token)
    return response


def _engine() -> Engine:
    app: Any = current_app
    engine: Engine = app.engine
    return engine


def sign_in(person: Person) -> None:
    """Every way in ends here, by password and by link: the place to ask for a second factor."""
    login_user(SignedIn(start_sign_in(g.session, person), person))


def sign_out() -> None:
    if current_user.is_authenticated:
        end_sign_in(g.session, current_user.id)
    logout_user()


def current_viewer() -> Viewer | None:
    if not current_user.is_authenticated:
        return None
    return viewer_of(g.session, current_user.person, london_day(datetime.now(UTC)))
