"""One's own account: password, second factor, and where one is signed in."""

import hashlib
import hmac
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask_login import current_user

from benchmark.assessment.second_factor import (
    codes_left,
    needs_second_factor,
    second_factor_of,
)
from benchmark.assessment.signing_in import live_sign_ins, sign_out_browsers
from benchmark.assessment.tokens import live_tokens
from benchmark.database.people import SignIn
from benchmark.database.schema import now
from benchmark.web.account.again import ask_again
from benchmark.web.security import EVERYBODY, access

sign_ins = Blueprint("sign_ins", __name__)


@sign_ins.get("/account")
@access("own", EVERYBODY)
def page() -> Any:
    person = current_user.person
    known = second_factor_of(g.session, person.id)
    return render_template(
        "account/account.html",
        name=person.name,
        email=person.email,
        has_password=person.password_hash is not None,
        factor=known,
        codes=codes_left(g.session, person.id) if known else 0,
        needed=needs_second_factor(g.viewer),
        asked_here=current_app.config["SECOND_FACTOR"],
        rows=_rows(),
        tokens=len(live_tokens(g.session, person.id)),
    )


def _rows() -> list[dict[str, Any]]:
    """Where somebody is signed in: in this browser first, then in the others."""
    ways = {"password": "with a password", "link": "by a link in a mail"}
    rows = [
        {
            "key": sign_in_key(row),
            "agent": row.agent or "A browser",
            "since": row.created_at,
            "way": ways.get(row.way, "through your organisation"),
            "here": row.token_hash == current_user.row.token_hash,
        }
        for row in live_sign_ins(g.session, current_user.person)
    ]
    return sorted(rows, key=lambda row: not row["here"])


def sign_in_key(row: SignIn) -> str:
    """How an address names a sign-in: nobody can count or guess it."""
    secret = str(current_app.secret_key).encode()
    seal = hmac.new(secret, f"sign-in {row.token_hash}".encode(), hashlib.sha256)
    return seal.hexdigest()[:16]


@sign_ins.post("/account/sign-ins/<id:sign_in_id>/end")
@access("own", EVERYBODY)
def end(sign_in_id: str) -> Any:
    """Sign one of one's own browsers out; anybody else's does not exist."""
    rows = live_sign_ins(g.session, current_user.person)
    row = next((each for each in rows if sign_in_key(each) == sign_in_id), None)
    if row is None:
        abort(404)
    unproven = ask_again(f"Sign out: {row.agent or 'a browser'}")
    if unproven is not None:
        return unproven
    row.revoked_at = now()
    flash(f"{row.agent or 'The browser'} is signed out.")
    return redirect(url_for("sign_ins.page"), 303)


@sign_ins.post("/account/sign-ins/end-others")
@access("own", EVERYBODY)
def end_others() -> Any:
    unproven = ask_again("Sign out everywhere else")
    if unproven is not None:
        return unproven
    sign_out_browsers(g.session, current_user.person.id, but=current_user.id)
    flash("Every other browser is signed out.")
    return redirect(url_for("sign_ins.page"), 303)
