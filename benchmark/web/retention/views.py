"""How long a trust keeps answers, what goes when, and holding a round; for its coordinator."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm

from benchmark.assessment.preparing import find_round
from benchmark.assessment.retention import NOTICE_DAYS, hold, keepings, lift, set_years
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION, USUAL_RETENTION
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.web.forms import ConfirmForm, error_places, succeeds
from benchmark.web.retention.forms import HoldForm, YearsForm
from benchmark.web.security import COORDINATORS, access

retention = Blueprint("retention", __name__)
KEPT = "/trusts/<trust:trust>/retention"
HELD = f"{KEPT}/<id:round_id>/hold"


@retention.get(KEPT)
@access("trust", COORDINATORS)
def page(trust: str) -> Any:
    return _page(YearsForm(formdata=None, data={"years": g.trust.retention_years}))


@retention.post(KEPT)
@access("trust", COORDINATORS)
def change(trust: str) -> Any:
    form = YearsForm()
    years = form.years.data
    if not form.validate() or not succeeds(form, lambda: set_years(g.session, g.trust, years)):
        return _page(form), 400
    g.detail = f"{years} years"  # for the record of who did what
    kept = f"Answers are kept for {years} years after a round"
    flash(f"{kept}, and no longer than its leads were told.")
    return redirect(url_for("retention.page", trust=trust), 303)


def _page(form: FlaskForm) -> str:
    return render_template(
        "retention/retention.html",
        trust=g.trust,
        keepings=keepings(g.session, g.trust, now()),
        form=form,
        bounds=(SHORTEST_RETENTION, LONGEST_RETENTION, USUAL_RETENTION),
        notice_days=NOTICE_DAYS,
        error_summary=error_places(form),
    )


@retention.get(HELD)
@access("trust", COORDINATORS)
def held(trust: str, round_id: str) -> Any:
    asked = _asked(round_id)
    return _hold_page(asked, HoldForm(formdata=None, data={"reason": asked.hold_reason}))


@retention.post(HELD)
@access("trust", COORDINATORS)
def keep(trust: str, round_id: str) -> Any:
    asked, form = _asked(round_id), HoldForm()
    if not form.validate():
        return _hold_page(asked, form), 400
    if not succeeds(form, lambda: hold(g.session, asked, form.reason.data)):
        return _hold_page(asked, form), 409
    flash(f"{asked.title} is held. Its answers are kept until somebody lifts this.")
    return redirect(url_for("retention.page", trust=trust), 303)


@retention.post(f"{KEPT}/<id:round_id>/lift")
@access("trust", COORDINATORS)
def let_go(trust: str, round_id: str) -> Any:
    asked, form = _asked(round_id), ConfirmForm()
    if not form.validate():
        return _hold_page(asked, form), 400
    if not succeeds(form, lambda: lift(g.session, asked)):
        return _hold_page(asked, form), 409
    flash(f"{asked.title} is no longer held.")
    return redirect(url_for("retention.page", trust=trust), 303)


def _asked(round_id: str) -> Round:
    """A round that was opened; of a draft nothing is kept."""
    found = find_round(g.session, g.trust, round_id)
    return found if found and found.state != "draft" else abort(404)


def _hold_page(asked: Round, form: FlaskForm) -> str:
    shown = form if isinstance(form, HoldForm) else HoldForm(formdata=None)
    return render_template(
        "retention/hold.html",
        trust=g.trust,
        round=asked,
        form=shown,
        notice_days=NOTICE_DAYS,
        error_summary=error_places(form),
    )
