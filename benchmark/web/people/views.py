"""The people of a trust and their posts, for its coordinator."""

from typing import Any

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

from benchmark.assessment.calendar import london_day
from benchmark.assessment.password_links import welcome, welcome_waiting
from benchmark.assessment.refusals import Refused
from benchmark.assessment.resetting import reset_second_factor, send_welcome
from benchmark.assessment.second_factor import second_factor_of
from benchmark.assessment.taking_in_people import preview_people, take_in_people
from benchmark.assessment.tenures import (
    add_tenure,
    change_details,
    end_tenure,
    is_only_here,
    person_for,
)
from benchmark.database.people import Membership
from benchmark.database.schema import now
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.web.forms import error_places, succeeds
from benchmark.web.people.content import (
    find_tenure,
    places_of,
    post_choices,
    post_of,
    role_in_words,
)
from benchmark.web.people.forms import (
    AccessForm,
    DetailsForm,
    EndForm,
    TenureForm,
    UploadForm,
)
from benchmark.web.security import COORDINATORS, access

people = Blueprint("people", __name__)
PEOPLE = "/trusts/<trust:trust>/people"
STEP = f"{PEOPLE}/<id:tenure_id>/<tenure_step:step>"
MOST_SHOWN = 100
NO_FILE = "Choose a CSV file"
ELSEWHERE = "This person has a post elsewhere too. Ask the national team"


@people.get(PEOPLE)
@access("trust", COORDINATORS)
def everybody(trust: str) -> Any:
    places = places_of(g.session, g.trust, _secret(), london_day(now()))
    return render_template("people/people.html", trust=g.trust, places=places)


def _secret() -> str:
    return str(current_app.secret_key)


def _address() -> str:
    return url_for("people.everybody", trust=g.trust.code)


@people.get(f"{PEOPLE}/new")
@access("trust", COORDINATORS)
def new(trust: str) -> Any:
    wanted = {"post": request.args.get("post", ""), "start": london_day(now())}
    return _new_page(_with_posts(TenureForm(formdata=None, data=wanted)))


@people.post(f"{PEOPLE}/new")
@access("trust", COORDINATORS)
def add(trust: str) -> Any:
    form = _with_posts(TenureForm())
    if form.validate() and succeeds(form, lambda: _add(form)):
        flash(f"{form.name.data} is added.")
        return redirect(_address(), 303)
    return _new_page(form), 400


def _with_posts(form: TenureForm) -> TenureForm:
    form.post.choices = [("", "Choose a post"), *post_choices(g.trust, london_day(now()))]
    return form


def _add(form: TenureForm) -> None:
    post = post_of(g.trust, form.post.data)
    person = person_for(g.session, g.trust, form.name.data, form.email.data)
    add_tenure(g.session, post, person, form.start.data, form.end.data)
    if post.division is None:  # leads are invited by the rounds that they answer in
        welcome(g.session, person)


def _new_page(form: TenureForm) -> str:
    return render_template(
        "people/new.html", trust=g.trust, form=form, error_summary=error_places(form)
    )


@people.get(STEP)
@access("trust", COORDINATORS)
def step(trust: str, tenure_id: str, step: str) -> Any:
    tenure = _tenure(tenure_id)
    return _step_page(tenure, step, _step_form(tenure, step))


@people.post(STEP)
@access("trust", COORDINATORS)
def take(trust: str, tenure_id: str, step: str) -> Any:
    tenure = _tenure(tenure_id)
    form = _step_form(tenure, step)
    if not form.validate():
        return _step_page(tenure, step, form), 400
    if not succeeds(form, lambda: ACTS[step](tenure, form)):
        return _step_page(tenure, step, form), 409
    flash("The change is saved.")
    return redirect(_address(), 303)


def _tenure(tenure_id: str) -> Membership:
    return find_tenure(g.session, g.trust, _secret(), tenure_id) or abort(404)


def _step_form(tenure: Membership, step: str) -> FlaskForm:
    if step == "access":
        return AccessForm()
    if step == "end":
        return EndForm(data={"end": tenure.to_date or london_day(now())})
    person = tenure.person
    known = is_only_here(g.session, g.trust, person)
    return DetailsForm(data={"name": person.name, "email": person.email if known else ""})


def _step_page(tenure: Membership, step: str, form: FlaskForm) -> str:
    return render_template(
        f"people/{step}.html",
        trust=g.trust,
        tenure=tenure,
        role=role_in_words(tenure.role),
        own=is_only_here(g.session, g.trust, tenure.person),
        factor=second_factor_of(g.session, tenure.person_id),
        form=form,
        error_summary=error_places(form),
    )


def _help_in(tenure: Membership, form: AccessForm) -> None:
    """Help somebody in whom nobody but this trust knows; the national team helps the others."""
    if not is_only_here(g.session, g.trust, tenure.person):
        raise Refused(ELSEWHERE)
    if form.act.data == "welcome":
        send_welcome(g.session, tenure.person)
    else:
        reset_second_factor(g.session, tenure.person, current_user.person, form.reason.data)


ACTS: dict[str, Any] = {
    "change": lambda tenure, form: change_details(
        g.session, g.trust, tenure.person, form.name.data, form.email.data
    ),
    "end": lambda tenure, form: end_tenure(g.session, tenure, form.end.data),
    "access": _help_in,
}


@people.get(f"{PEOPLE}/upload")
@access("trust", COORDINATORS)
def upload(trust: str) -> Any:
    return _upload_page()


@people.post(f"{PEOPLE}/upload")
@access("trust", COORDINATORS)
def take_in(trust: str) -> Any:
    """First the preview of a file, then the same content again with the button below it."""
    form = UploadForm()
    content = _content(form)
    if not content:
        return _upload_page(errors=[("#file", NO_FILE)]), 400
    record = take_in_people if form.confirm.data else preview_people
    try:
        counts = record(g.session, g.trust, content)
    except FaultyFile as faulty:
        first = "This file cannot be taken in. Nothing of it was kept"
        return _upload_page(faults=faulty.faults, errors=[("#faults", first)]), 400
    if form.confirm.data:
        written = welcome_waiting(g.session, g.trust)  # leads are invited by their rounds
        mails = f" Links to choose a password are on their way: {written}." if written else ""
        flash(f"The file is taken in. {counts}.{mails}")
        return redirect(_address(), 303)
    return _upload_page(counts=str(counts), content=content.decode("utf-8-sig"))


def _content(form: UploadForm) -> bytes:
    if form.confirm.data:
        return str(form.content.data or "").encode()
    return bytes(form.file.data.read()) if form.file.data else b""


def _upload_page(
    faults: tuple[Fault, ...] = (),
    counts: str = "",
    content: str = "",
    errors: list[tuple[str, str]] | None = None,
) -> str:
    return render_template(
        "people/upload.html",
        trust=g.trust,
        faults=[(each.line, each.column, each.message) for each in faults[:MOST_SHOWN]],
        more=max(0, len(faults) - MOST_SHOWN),
        counts=counts,
        content=content,
        error_summary=errors or [],
    )
