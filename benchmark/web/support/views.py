"""Access for support: the one page that it reads, and the coordinator's page to see and end it."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_login import current_user

from benchmark.assessment.supporting import BY_TRUST, access_in, accesses_of, end_access
from benchmark.database.schema import now
from benchmark.web.forms import ConfirmForm, error_places
from benchmark.web.security import COORDINATORS, SUPPORT, access
from benchmark.web.support.content import states_for

support = Blueprint("support", __name__)


@support.get("/support/<trust:trust>")
@access("support", SUPPORT)
def states(trust: str) -> Any:
    moment = now()
    standing = (each for each in current_user.person.support if each.is_open(moment))
    return render_template(
        "support/states.html",
        trust=g.trust,
        access=next(each for each in standing if each.trust_id == g.trust.id),
        rounds=states_for(g.session, g.viewer, g.trust, moment),
    )


@support.get("/trusts/<trust:trust>/support")
@access("trust", COORDINATORS)
def accesses(trust: str) -> Any:
    return _accesses_page(ConfirmForm(formdata=None))


@support.post("/trusts/<trust:trust>/support/<id:access_id>/end")
@access("trust", COORDINATORS)
def end(trust: str, access_id: str) -> Any:
    found = access_in(g.session, g.trust, access_id) or abort(404)
    form = ConfirmForm()
    if not form.validate():
        return _accesses_page(form), 400
    moment = now()
    if found.is_open(moment) and end_access(g.session, found, BY_TRUST, moment):
        flash(f"The access of {found.person.name} has ended. They were signed out.")
    return redirect(url_for("support.accesses", trust=trust), 303)


def _accesses_page(form: ConfirmForm) -> str:
    return render_template(
        "support/accesses.html",
        trust=g.trust,
        accesses=accesses_of(g.session, g.trust),
        moment=now(),
        error_summary=error_places(form),
    )
