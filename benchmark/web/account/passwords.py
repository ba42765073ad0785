"""Choosing a password: by a link in a mail, or with the one before."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.password_links import (
    ONE_DAY,
    ask_for_password,
    live_password_link,
    replace_password,
    spend_password_link,
    too_many_requests,
)
from benchmark.assessment.passwords import SHORTEST, why_not
from benchmark.assessment.signing_in import has_password
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.web import login
from benchmark.web.account.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from benchmark.web.account.pausing import count_failure, refuse_too_early
from benchmark.web.formats import error_links
from benchmark.web.links.views import hide_address
from benchmark.web.noticed import notice_way_in
from benchmark.web.security import EVERYBODY, access, public

passwords = Blueprint("passwords", __name__)
LINK = "/passwords/<token:token>"
WRONG = "This is not your current password"
CHANGED = "Your password has been changed"


@passwords.get("/forgotten-password")
@public
def forgotten() -> Any:
    return _forgotten_page(ForgottenForm(formdata=None))


@passwords.post("/forgotten-password")
@public
def ask() -> Any:
    """One row for whichever e-mail: nobody is looked up, so the answer tells and takes the same."""
    form = ForgottenForm()
    if not form.validate():
        return _forgotten_page(form), 400
    address = request.remote_addr or ""
    if too_many_requests(g.session, address, now()):
        raise TooManyRequests(retry_after=now() + ONE_DAY)
    ask_for_password(g.session, form.email.data, address)
    return redirect(url_for("passwords.asked"), 303)


def _forgotten_page(form: ForgottenForm) -> str:
    return render_template(
        "account/forgotten-password.html", form=form, error_summary=error_links(form)
    )


@passwords.get("/password-link-sent")
@public
def asked() -> Any:
    return render_template("account/password-link-sent.html")


@passwords.get(LINK)
@public
def choose(token: str) -> Any:
    """Reading the page spends nothing: mail scanners open every link."""
    hide_address()
    link = live_password_link(g.session, token, now())
    if link is None:
        return _gone()
    return _choose_page(NewPasswordForm(formdata=None), link.person)


@passwords.post(LINK)
@public
def chosen(token: str) -> Any:
    hide_address()
    link = live_password_link(g.session, token, now())
    if link is None:
        return _gone()
    form = NewPasswordForm()
    if not form.validate() or not _is_good(form, link.person):
        return _choose_page(form, link.person), 400
    person = spend_password_link(g.session, token, form.password.data, now())
    if person is None:  # another tab was quicker
        return _gone()
    tell_of_account(g.session, person, CHANGED, "A new password was chosen by a link in a mail.")
    login.sign_in(person, "password")
    return redirect(url_for("start.page"), 303)


def _choose_page(form: NewPasswordForm, person: Person) -> str:
    return render_template(
        "account/choose-password.html",
        form=form,
        error_summary=error_links(form),
        name=person.name,
        email=person.email,
        shortest=SHORTEST,
    )


def _gone() -> Any:
    notice_way_in("sign-in refused", "password link", "")
    return render_template("account/password-link-gone.html"), 404


def _is_good(form: NewPasswordForm, person: Person) -> bool:
    fault = why_not(form.password.data, person, current_app.config["BREACHED_PASSWORDS"])
    if fault:
        form.password.errors = [fault]
    return not fault


@passwords.get("/account/password")
@access("own", EVERYBODY)
def change() -> Any:
    return _change_page(ChangePasswordForm(formdata=None))


@passwords.post("/account/password")
@access("own", EVERYBODY)
def changed() -> Any:
    """Every other browser is signed out: whoever knew the old password is not let in by it."""
    form, person = ChangePasswordForm(), current_user.person
    attempt = login.attempt(f"password of {person.id}", person.email)
    refuse_too_early(attempt)
    if form.validate() and not has_password(person, form.current.data):
        count_failure(attempt, "password", person.email)
        form.current.errors = [WRONG]
    if form.errors or not _is_good(form, person):
        return _change_page(form), 400
    replace_password(g.session, person, form.password.data, but=current_user.id)
    tell_of_account(g.session, person, CHANGED, "It was changed by somebody who was signed in.")
    login.renew()
    flash("Your password is changed. Every other browser has been signed out.")
    return redirect(url_for("sign_ins.page"), 303)


def _change_page(form: ChangePasswordForm) -> str:
    return render_template(
        "account/change-password.html",
        form=form,
        error_summary=error_links(form),
        email=current_user.person.email,
        known=current_user.person.password_hash is not None,
        shortest=SHORTEST,
    )
