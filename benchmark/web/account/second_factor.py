"""The second factor: asked for after the password, set up with an app, and kept with codes."""

from typing import Any

import segno
from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from flask_wtf import FlaskForm

from benchmark.assessment import second_factor as factor
from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.sealing import Keys
from benchmark.database.schema import now
from benchmark.web import login
from benchmark.web.account.forms import CodeForm, SetUpForm
from benchmark.web.account.pausing import count_failure, refuse_too_early
from benchmark.web.formats import error_links
from benchmark.web.security import EVERYBODY, access, local_address

second_factor = Blueprint("second_factor", __name__)
WRONG = "This code is not right, or it was used before. Enter the one that the app shows now"
WRONG_OLD = "This code is not right, or it was used before"
QUIET_ZONE = 4  # modules around the code, as scanners need


@second_factor.get("/second-factor")
@access("own", EVERYBODY, arriving=True)
def ask() -> Any:
    if not g.arriving:
        return _on()
    if not _has_one():
        return redirect(url_for("second_factor.set_up", next=request.args.get("next")), 303)
    return _ask_page(CodeForm(formdata=None))


@second_factor.post("/second-factor")
@access("own", EVERYBODY, arriving=True)
def check() -> Any:
    if not g.arriving:
        return _on()  # the same button in another tab
    form = CodeForm()
    if not form.validate() or not _is_right(form, "code", WRONG):
        return _ask_page(form), 400
    login.pass_second_factor()
    return _on()


def _ask_page(form: CodeForm) -> str:
    return render_template(
        "account/second-factor.html", form=form, error_summary=error_links(form), name=_name()
    )


@second_factor.get("/second-factor/set-up")
@access("own", EVERYBODY, arriving=True)
def set_up() -> Any:
    return _must_ask_first() or _set_up_page(SetUpForm(formdata=None))


@second_factor.post("/second-factor/set-up")
@access("own", EVERYBODY, arriving=True)
def confirm() -> Any:
    """The app shows that it has the secret; an earlier app must agree to be replaced."""
    refused = _must_ask_first()
    if refused:
        return refused
    form = SetUpForm()
    if not form.validate() or not _replaces(form):
        return _set_up_page(form), 400
    person = current_user.person
    if not factor.set_up(g.session, _keys(), person, _offered(), form.code.data):
        form.code.errors = [WRONG]
        return _set_up_page(form), 400
    tell_of_account(
        g.session, person, "An authenticator app has been set up",
        "From now on your account asks for a code of this app.",
    )  # fmt: skip
    login.pass_second_factor()
    factor.make_recovery_codes(g.session, _keys(), person.id, current_user.id)
    return redirect(url_for("second_factor.codes", next=request.args.get("next")), 303)


def _replaces(form: SetUpForm) -> bool:
    return not _has_one() or _is_right(form, "current", WRONG_OLD)


def _must_ask_first() -> Any:
    """Whoever has an app gives its code: a password alone does not replace it."""
    if g.arriving and _has_one():
        return redirect(url_for("second_factor.ask", next=request.args.get("next")), 303)
    return None


def _set_up_page(form: SetUpForm) -> str:
    secret = _offered()
    code = segno.make(factor.address_of_secret(secret, current_user.person), error="m", micro=False)
    return render_template(
        "account/set-up-second-factor.html",
        form=form,
        error_summary=error_links(form),
        path=_path(code),
        size=len(tuple(code.matrix)) + 2 * QUIET_ZONE,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        replaces=_has_one(),
        arriving=g.arriving is not None,
        name=_name(),
    )


def _path(code: Any) -> str:
    """The dark modules as one path of unit squares, for an SVG without any style."""
    return "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    )


@second_factor.get("/second-factor/codes")
@access("own", EVERYBODY)
def codes() -> Any:
    """The recovery codes, to the sign-in that made them, until they are said to be kept."""
    shown = factor.codes_to_show(g.session, _keys(), current_user.person.id, current_user.id)
    return render_template("account/recovery-codes.html", codes=shown)


@second_factor.post("/second-factor/codes")
@access("own", EVERYBODY)
def kept() -> Any:
    factor.codes_are_kept(g.session, current_user.person.id)
    return _on()


@second_factor.get("/second-factor/new-codes")
@access("own", EVERYBODY)
def new_codes() -> Any:
    return _code_page("new-codes", CodeForm(formdata=None))


@second_factor.post("/second-factor/new-codes")
@access("own", EVERYBODY)
def make_codes() -> Any:
    form = CodeForm()
    if not form.validate() or not _is_right(form, "code", WRONG):
        return _code_page("new-codes", form), 400
    factor.make_recovery_codes(g.session, _keys(), current_user.person.id, current_user.id)
    return redirect(url_for("second_factor.codes"), 303)


@second_factor.get("/second-factor/remove")
@access("own", EVERYBODY)
def remove() -> Any:
    return _code_page("remove", CodeForm(formdata=None))


@second_factor.post("/second-factor/remove")
@access("own", EVERYBODY)
def removed() -> Any:
    """Only those who need none may go without."""
    form, person = CodeForm(), current_user.person
    if not form.validate():
        return _code_page("remove", form), 400
    if factor.needs_second_factor(g.viewer):
        abort(409)
    if not _is_right(form, "code", WRONG):
        return _code_page("remove", form), 400
    factor.forget(g.session, person.id)
    tell_of_account(g.session, person, "Your authenticator app has been removed",
                    "Your account no longer asks for a code.")  # fmt: skip
    login.renew()
    flash("The authenticator app is removed.")
    return redirect(url_for("sign_ins.page"), 303)


def _code_page(purpose: str, form: CodeForm) -> str:
    return render_template(
        f"account/{purpose}.html",
        form=form,
        error_summary=error_links(form),
        needed=factor.needs_second_factor(g.viewer),
        has_one=_has_one(),
    )


def _is_right(form: FlaskForm, field: str, refusal: str) -> bool:
    """Whether the code of a field is accepted; it is spent by that, and a wrong one is counted."""
    person = current_user.person
    attempt = login.attempt(f"code of {person.id}", person.email)
    refuse_too_early(attempt)
    if factor.accepts(g.session, _keys(), person.id, form[field].data, now()):
        return True
    count_failure(attempt, "code", person.email)
    form[field].errors = [refusal]
    return False


def _offered() -> str:
    return factor.offered_secret(g.session, _keys(), current_user.id, current_user.person.id)


def _has_one() -> bool:
    return factor.second_factor_of(g.session, current_user.person.id) is not None


def _keys() -> Keys:
    keys: Keys = current_app.config["SEALING_KEYS"]
    return keys


def _name() -> str:
    return str(current_user.person.name)


def _on() -> Any:
    return redirect(local_address(request.args.get("next")), 303)
