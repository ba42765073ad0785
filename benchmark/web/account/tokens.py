"""One's own tokens: which programs may read figures, made here, shown once, ended here."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_login import current_user

from benchmark.assessment.access import find_trust
from benchmark.assessment.tokens import end_token, live_tokens, make_token
from benchmark.database.people import Trust
from benchmark.web.account.forms import TokenForm
from benchmark.web.forms import error_places, succeeds
from benchmark.web.security import EVERYBODY, access

tokens = Blueprint("tokens", __name__)


@tokens.get("/account/tokens")
@access("own", EVERYBODY)
def page() -> Any:
    return _page(_form(formdata=None))


@tokens.post("/account/tokens")
@access("own", EVERYBODY)
def make() -> Any:
    """Make a token and show it, on this answer and never again."""
    form = _form()
    made: list[str] = []
    if not form.validate() or not succeeds(form, lambda: made.append(_made(form))):
        return _page(form), 400
    return render_template("account/new-token.html", token=made[0], trust=g.trust)


def _made(form: TokenForm) -> str:
    g.trust = _trusts()[form.trust.data]
    wish = form.wish()
    g.detail = ", ".join(wish.parts)  # for the record of who did what
    return make_token(g.session, current_user.person, g.trust, wish)


@tokens.post("/account/tokens/<id:token_id>/end")
@access("own", EVERYBODY)
def end(token_id: str) -> Any:
    """End one of one's own tokens; anybody else's does not exist."""
    mine = live_tokens(g.session, current_user.person.id)
    token = next((each for each in mine if each.id == token_id), None) or abort(404)
    g.trust = token.trust
    end_token(g.session, token)
    flash(f"{token.name} no longer works.")
    return redirect(url_for("tokens.page"), 303)


def _form(**options: Any) -> TokenForm:
    form = TokenForm(**options)
    form.trust.choices = [(code, trust.name) for code, trust in _trusts().items()]
    return form


def _trusts() -> dict[str, Trust]:
    """The trusts in which the reader holds a post today, by code."""
    codes = sorted({seat.trust for seat in g.viewer.seats if seat.trust})
    found = ((code, find_trust(g.session, code)) for code in codes)
    return {code: trust for code, trust in found if trust}


def _page(form: TokenForm) -> str:
    return render_template(
        "account/tokens.html",
        form=form,
        rows=live_tokens(g.session, current_user.person.id),
        error_summary=error_places(form),
    )
