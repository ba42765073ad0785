"""Proving once more who one is, before a step that whoever finds an open browser may not take."""

from datetime import timedelta
from typing import Any

from flask import render_template, request
from flask_login import current_user

from benchmark.assessment.signing_in import has_password
from benchmark.database.schema import now
from benchmark.web import login
from benchmark.web.account.forms import PasswordAgainForm
from benchmark.web.account.pausing import count_failure, refuse_too_early
from benchmark.web.formats import error_links

JUST_NOW = timedelta(minutes=10)  # since the sign-in, for those who have no password to ask for
WRONG = "This is not your password"


def ask_again(title: str) -> Any:
    """None for somebody who has just shown who they are; else the page that asks for it.

    The page sends the same form again, with the password. ``title`` says what it is for.
    """
    if current_user.person.password_hash is None:
        just_came = now() - current_user.row.created_at < JUST_NOW
        return None if just_came else (_page(title, None), 403)
    if "current" not in request.form:
        return _page(title, PasswordAgainForm(formdata=None))
    form = PasswordAgainForm()
    return None if form.validate() and _is_right(form) else (_page(title, form), 400)


def _is_right(form: PasswordAgainForm) -> bool:
    person = current_user.person
    attempt = login.attempt(f"password of {person.id}", person.email)
    refuse_too_early(attempt)
    if has_password(person, form.current.data):
        return True
    count_failure(attempt, "password", person.email)
    form.current.errors = [WRONG]
    return False


def _page(title: str, form: PasswordAgainForm | None) -> str:
    return render_template(
        "account/again.html",
        title=title,
        form=form,
        email=current_user.person.email,
        error_summary=error_links(form) if form else [],
    )
