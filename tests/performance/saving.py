"""Saving answers: our route beside the plain way to write it, on the same SQLite file.

The plain way selects entities, sets their attributes and commits, as tutorials of the mapper and of
Flask-Login do: who is signed in and what they hold, whose response it is, whether its round is open
and its statement read, which version is stored. Both are signed in, check the form's token and the
same rules, and commit with ``synchronous=FULL`` before they answer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, abort, current_app, g, jsonify
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_wtf import CSRFProtect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.rounds import is_open
from benchmark.assessment.statement import statement_hash
from benchmark.assessment.throttling import fingerprint
from benchmark.database.events import Acknowledgement
from benchmark.database.people import SignIn
from benchmark.database.rounds import Answer, Response
from benchmark.database.schema import now
from benchmark.database.session import sqlite_url, transaction
from benchmark.scoring.answers import answer_of
from benchmark.web.cookies import SIGN_IN_COOKIE
from benchmark.web.responses.forms import PracticeForm
from tests.load.people import fill, signed_in
from tests.servers import JSON, serving

ONE_TRUST, PRACTICES = 1, 30


class Person(UserMixin):
    def __init__(self, token: str, row: SignIn) -> None:
        self.id, self.row = token, row


def plain_app(secret: str, engine: Engine) -> Flask:
    """An application of one route; it takes the cookies and tokens of ours."""
    app = Flask("plain")
    app.config.update(
        SECRET_KEY=secret, SESSION_COOKIE_NAME=SIGN_IN_COOKIE, WTF_CSRF_TIME_LIMIT=None
    )
    vars(app)["engine"] = engine
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load)
    app.teardown_appcontext(_close)
    app.post("/responses/<response_id>/<practice>")(_save)
    app.get("/readyz")(lambda: {"status": "ready"})
    return app


def _session() -> Session:
    if "session" not in g:
        app: Any = current_app
        g.session = Session(app.engine)
    session: Session = g.session
    return session


def _close(_: BaseException | None) -> None:
    if "session" in g:
        g.session.close()


def _load(token: str) -> Person | None:
    row = _session().scalars(select(SignIn).filter_by(token_hash=fingerprint(token))).first()
    if row is None or row.revoked_at or row.expires_at <= now() or row.person.disabled_at:
        return None
    return Person(token, row)


@login_required
def _save(response_id: str, practice: str) -> Any:
    session, form, person = _session(), PracticeForm(), current_user.row.person
    response = session.get(Response, response_id)
    leads = [each for each in person.memberships if each.role in ("clinical", "operational")]
    leads += [each for each in person.memberships if each.role == "nursing"]
    places = [(each.trust.code, each.division.key) for each in leads]
    if response is None or not places or person not in response.people:
        abort(404)
    if not form.validate():
        return jsonify(errors=form.errors), 400
    asked, wanted = response.round, statement_hash(response.round)
    read = select(Acknowledgement).filter_by(response_id=response.id, person_id=person.id)
    if wanted not in [each.statement_hash for each in session.scalars(read)]:
        return jsonify(errors={"": "read first"}), 400
    if response.submission or response.withdrawn_at or not is_open(asked, now()):
        return jsonify(saved=False), 409
    stored = next((each for each in response.answers if each.practice == practice), None)
    if (stored.version if stored else 0) != form.version.data:
        return jsonify(saved=False), 409
    if stored is None:
        stored = Answer(response_id=response.id, practice=practice, version=0)
        session.add(stored)
    stored.level, stored.evidence = answer_of(form.answer.data or ""), form.evidence.data
    stored.share, stored.version, stored.saved_at = form.share.data, stored.version + 1, now()
    version = stored.version
    session.commit()
    return jsonify(saved=True, version=version)


class Saving:
    """One lead's browser on one of the two sides, and what it has saved."""

    def __init__(self, app: Flask, engine: Engine, line: dict[str, str], token: str) -> None:
        self.browser = app.test_client()
        self.browser.set_cookie(app.config["SESSION_COOKIE_NAME"], line["cookie"])
        self.engine, self.response, self.token, self.turn = engine, line["response"], token, 0

    def round(self) -> list[tuple[str, bool]]:
        """Save every practice once more; by practice, whether just that is then stored."""
        self.turn += 1
        sent = {}
        for number, (practice, _, _, version) in enumerate(self.stored()):
            level, evidence = 1 + (self.turn + number) % 5, f"seen {self.turn}"
            sent[practice] = (practice, level, evidence, version + 1)
            form = {"answer": str(level), "evidence": evidence}
            answer = self.browser.post(
                f"/responses/{self.response}/{practice}",
                data=form | {"csrf_token": self.token, "version": str(version)},
                headers=JSON,
            )
            if not (answer.json or {}).get("saved"):
                raise RuntimeError(f"{answer.status}: {answer.text[:300]}")
        return [(row[0], row == sent[row[0]]) for row in self.stored()]

    def stored(self) -> list[tuple[str, int, str, int]]:
        with transaction(self.engine, writes=False) as session:
            rows = session.execute(
                select(Answer.practice, Answer.level, Answer.evidence, Answer.version)
                .where(Answer.response_id == self.response)
                .order_by(Answer.practice)
            )
            return [row._tuple() for row in rows]


@contextmanager
def both() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
    """A round of saves of ours and of theirs on one file, each for a lead of its own."""
    with TemporaryDirectory() as folder:
        address = sqlite_url(Path(folder))
        fill(address, ONE_TRUST, answered=1)
        leads = signed_in(address, 2)
        with serving(address) as app:
            plain = plain_app(app.config["SECRET_KEY"], app.engine)
            ours, theirs = (
                Saving(side, app.engine, lead, token_of(app, lead))
                for side, lead in zip((app, plain), leads, strict=True)
            )
            yield ours.round, theirs.round


def token_of(app: Flask, lead: dict[str, str]) -> str:
    """The token of the forms of somebody who is signed in."""
    browser: Any = app.test_client()
    browser.set_cookie(app.config["SESSION_COOKIE_NAME"], lead["cookie"])
    token: str = browser.token()
    return token


def check(one: object, other: object) -> None:
    """On both sides every practice holds what was sent for it."""
    assert one == other
    assert isinstance(one, list)
    assert len(one) == PRACTICES
    assert all(kept for _, kept in one)
