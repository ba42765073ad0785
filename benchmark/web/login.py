"""Who is signed in: the browser's cookie names a sign-in row, Flask-Login carries it.

Somebody who still owes a second factor is signed in half: a row says who they are, and to every
view but those that ask for the factor they are a stranger.
"""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from benchmark.assessment.calendar import london_day
from benchmark.assessment.known_devices import is_known_device, remember_device
from benchmark.assessment.second_factor import needs_second_factor, second_factor_of
from benchmark.assessment.signing_in import (
    IDLE,
    Entry,
    Known,
    end_sign_in,
    known_browser,
    remember_seen,
    start_sign_in,
)
from benchmark.assessment.throttling import Attempt, fingerprint
from benchmark.database.people import Person, SignIn
from benchmark.database.session import transaction
from benchmark.database.sqlite import BUSY_SECONDS
from benchmark.database.turns import TurnTaken
from benchmark.disclosure.levels import Viewer
from benchmark.web.browsers import browser_in_words
from benchmark.web.cookies import device_of_browser
from benchmark.web.noticed import notice_way_in

SOON_ENOUGH = IDLE / 3  # after the last request that was remembered


class SignedIn(UserMixin):
    """One signed-in browser; Flask-Login keeps the token in the signed session cookie."""

    def __init__(self, token: str, known: Known) -> None:
        self.id = token
        self.known = known

    @property
    def row(self) -> SignIn:
        """Its row, read only where a view asks for more than who it is."""
        row: SignIn = g.session.get_one(SignIn, fingerprint(self.id))
        return row

    @property
    def person(self) -> Person:
        return self.row.person


def add_login(app: Flask) -> None:
    manager = LoginManager()
    # our sign-in rows end a session; guessing from the browser's address would only annoy
    manager.session_protection = None
    manager.user_loader(_load)
    # no template asks who is signed in: an error page may not ask the database that is away
    manager.init_app(app, add_context_processor=False)
    app.after_request(_remember_seen)


def _load(token: str) -> SignedIn | None:
    known = known_browser(g.session, token, _today())
    if known is None:
        return None
    g.seen_again = SignedIn(token, known) if known.is_seen_again else None
    return SignedIn(token, known)


def remember_seen_here() -> None:
    """Every request puts off the end of an idle sign-in: here one that writes in any case."""
    seen = g.pop("seen_again", None)
    if seen:
        remember_seen(g.session, seen.id)


def _remember_seen(response: Response) -> Response:
    """The same for those that only read, or were refused.

    While others write it is left to the next request: a reader need not wait for them. Only who
    was not seen for long waits, and stays signed in.
    """
    seen = g.pop("seen_again", None)
    if seen:
        patience = 0 if seen.known.unseen_for < SOON_ENOUGH else BUSY_SECONDS
        begun = transaction(_engine(), writes=True, patience=patience)
        # the answer is ready, and a database that is busy or away must not spoil it
        with suppress(OperationalError, TurnTaken), begun as session:
            remember_seen(session, seen.id)
    return response


def _engine() -> Engine:
    app: Any = current_app
    engine: Engine = app.engine
    return engine


def sign_in(person: Person, way: str, *, passed: bool = False) -> None:
    """Every way in ends here, by password, link and sign-on, with a new session.

    ``passed`` says that the second factor is given already.
    """
    end_current()
    session.clear()  # nothing of an earlier person or visitor goes over
    entry = Entry(
        way=way,
        agent=browser_in_words(request.headers.get("User-Agent", "")),
        asks_code=second_factor_of(g.session, person.id) is not None,
        passed=passed,
    )
    token = start_sign_in(g.session, person, entry)
    g.session.flush()
    known = known_browser(g.session, token, _today())
    if known is None:
        raise RuntimeError("a sign-in that has just begun is over")
    login_user(SignedIn(token, known))
    owes = owes_second_factor(known, _viewer(known))
    step = "second factor awaited" if owes else "signed in"
    notice_way_in(step, way, person.email, person=person.id)
    if not owes:
        g.device = remember_device(g.session, device_of_browser(), person)


def pass_second_factor() -> None:
    """The factor is given: the half sign-in ends, and a whole one begins under another token."""
    sign_in(current_user.person, current_user.known.way, passed=True)


def sign_out() -> None:
    if current_user.is_authenticated:
        person = current_user.person
        notice_way_in("signed out", current_user.known.way, person.email, person=person.id)
    end_current()
    logout_user()


def end_current() -> None:
    if current_user.is_authenticated:
        end_sign_in(g.session, current_user.id)


def find_viewers() -> tuple[Viewer | None, Viewer | None]:
    """Who is signed in, and who is half signed in: at most one of the two."""
    if not current_user.is_authenticated:
        return None, None
    known = current_user.known
    viewer = _viewer(known)
    return (None, viewer) if owes_second_factor(known, viewer) else (viewer, None)


def owes_second_factor(known: Known, viewer: Viewer) -> bool:
    """Asked on each request: a new role may need what the old one did not."""
    if not current_app.config["SECOND_FACTOR"] or known.second_factor_at is not None:
        return False
    return known.asks_code or needs_second_factor(viewer)


def _viewer(known: Known) -> Viewer:
    return Viewer(known.person, known.name, known.seats, known.supports)


def _today() -> date:
    return london_day(datetime.now(UTC))


def attempt(account: str, email: str) -> Attempt:
    """What the throttle knows of this request: the account that is tried, and from where."""
    device = device_of_browser()
    known = is_known_device(g.session, device, email)
    return Attempt(account, request.remote_addr or "", device if known else "")


def renew() -> None:
    """Go on under another token, as the same sign-in: after a password or a factor has changed."""
    known = current_user.known
    sign_in(current_user.person, known.way, passed=known.second_factor_at is not None)
