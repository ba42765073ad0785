"""The national team resets a second factor: coordinators have nobody else to ask."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

from benchmark.assessment.refusals import Refused
from benchmark.assessment.resetting import reset_second_factor
from benchmark.assessment.second_factor import second_factor_of
from benchmark.assessment.signing_in import as_kept
from benchmark.database.people import Person
from benchmark.web.forms import error_places, succeeds
from benchmark.web.people.forms import ResetForm
from benchmark.web.security import access

resets = Blueprint("resets", __name__)
NATIONAL = frozenset({"national"})
NOBODY = "Nobody with a second factor has this email address"


@resets.get("/second-factor-resets")
@access("national", NATIONAL)
def page() -> Any:
    return _page(ResetForm(formdata=None))


@resets.post("/second-factor-resets")
@access("national", NATIONAL)
def reset() -> Any:
    form = ResetForm()
    if not form.validate() or not succeeds(form, lambda: _reset(form)):
        return _page(form), 400
    flash("The second factor is reset. The person has been signed out and gets a mail.")
    return redirect(url_for("resets.page"), 303)


def _reset(form: ResetForm) -> None:
    query = select(Person).where(Person.email == as_kept(form.email.data))
    person = g.session.scalar(query)
    if person is None or second_factor_of(g.session, person.id) is None:
        raise Refused(NOBODY, "email")
    reset_second_factor(g.session, person, current_user.person, form.reason.data)


def _page(form: ResetForm) -> str:
    return render_template("account/resets.html", form=form, error_summary=error_places(form))
