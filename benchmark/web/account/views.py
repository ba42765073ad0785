"""Signing in and out."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from benchmark.assessment.signing_in import as_kept, person_with
from benchmark.web import login
from benchmark.web.account.forms import SignInForm
from benchmark.web.account.pausing import count_failure, refuse_too_early
from benchmark.web.formats import error_links
from benchmark.web.security import EVERYBODY, access, local_address, public, wants_json

account = Blueprint("account", __name__)
REFUSED = "Enter the email address and password that belong together"


@account.get("/sign-in")
@public
def sign_in() -> Any:
    if g.viewer:
        return redirect(local_address(request.args.get("next")), 303)
    return _page(SignInForm(formdata=None))


@account.post("/sign-in")
@public
def check_sign_in() -> Any:
    form = SignInForm()
    if not form.validate():
        return _page(form, error_links(form)), 400
    attempt = login.attempt(as_kept(form.email.data), form.email.data)
    refuse_too_early(attempt)
    person = person_with(g.session, form.email.data, form.password.data)
    if person is None:
        count_failure(attempt, "password", form.email.data)
        return _page(form, [("#email", REFUSED)]), 400
    login.sign_in(person, "password")
    return redirect(local_address(request.args.get("next")), 303)


@account.post("/stay-signed-in")
@access("own", EVERYBODY)
def stay_signed_in() -> Any:
    """Nothing to do here: every request puts off the end of a sign-in."""
    if wants_json():
        return jsonify(signed_in=True)
    return "", 204  # the browser stays on its page, with the text in it


@account.post("/sign-out")
@public
def sign_out() -> Any:
    """Here only: whoever came through another organisation is told that it lets them in again."""
    through_others = current_user.is_authenticated and current_user.known.way == "sign-on"
    login.sign_out()
    session.clear()
    return redirect(url_for("account.sign_in", there="yes" if through_others else None), 303)


def _page(form: SignInForm, errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "account/sign-in.html",
        form=form,
        error_summary=errors or [],
        unsaved=request.args.get("unsaved") == "yes",
        ended=request.args.get("ended") == "yes",
        there=request.args.get("there") == "yes",
        wanted=request.args.get("next"),
        sign_on=current_app.config["SIGN_ON"],
    )
