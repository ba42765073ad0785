"""The rounds of a trust, for its coordinator: one page a step, and never an answer."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from flask_wtf import FlaskForm

from benchmark.assessment.calendar import london_day
from benchmark.assessment.planning_a_round import (
    readable_sentence,
    readable_words,
    sizes_beside,
    what_is_shown,
)
from benchmark.assessment.preparing import (
    all_rounds,
    divisions_on,
    find_round,
    first_day,
    prepare,
    readiness,
)
from benchmark.assessment.replacing import response_in_force
from benchmark.assessment.running_a_round import has_answers, without_submission
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.web.coordinator.changing_leads import CHANGES, may_change
from benchmark.web.coordinator.content import LEVEL_WORDS, round_content, state_in_words
from benchmark.web.coordinator.forms import PlanForm, outcome_name
from benchmark.web.coordinator.steps import STEPS, with_questionnaires
from benchmark.web.forms import error_places, succeeds
from benchmark.web.mails.panel import mail_panel
from benchmark.web.security import COORDINATORS, access

coordinator = Blueprint("coordinator", __name__)
TRUST = "/trusts/<trust:trust>"
ROUND = f"{TRUST}/rounds/<id:round_id>"
LEAD = f"{ROUND}/leads/<division:division>/<lead:role>/<lead_step:step>"


@coordinator.get(f"{TRUST}/rounds")
@access("trust", COORDINATORS)
def rounds(trust: str) -> Any:
    found = [(each, state_in_words(each, now())) for each in all_rounds(g.session, g.trust)]
    return render_template("coordinator/rounds.html", trust=g.trust, rounds=found)


@coordinator.get(f"{TRUST}/rounds/new")
@access("trust", COORDINATORS)
def new(trust: str) -> Any:
    return _plan_page(with_questionnaires(PlanForm(formdata=None, data={"level": "L1"})))


@coordinator.post(f"{TRUST}/rounds/new")
@access("trust", COORDINATORS)
def create(trust: str) -> Any:
    app: Any = current_app
    form = with_questionnaires(PlanForm())
    made: list[Round] = []
    if form.validate() and succeeds(
        form, lambda: made.append(prepare(g.session, g.trust, form.plan(app.questionnaires)))
    ):
        flash("The draft is saved. Only coordinators of your trust see it.")
        return redirect(_address(made[0]), 303)
    return _plan_page(form), 400


def _plan_page(form: PlanForm) -> str:
    return render_template(
        "coordinator/plan.html",
        trust=g.trust,
        round=None,
        form=form,
        error_summary=error_places(form),
    )


@coordinator.get(ROUND)
@access("trust", COORDINATORS)
def page(trust: str, round_id: str) -> Any:
    asked = _asked(round_id)
    return render_template(
        "coordinator/round.html",
        trust=g.trust,
        round=asked,
        content=round_content(g.session, g.viewer, asked, now()),
        steps=[name for name, step in STEPS.items() if step.possible(asked, now())],
        level=LEVEL_WORDS[asked.level],
        mails=mail_panel(asked),
    )


@coordinator.get(f"{ROUND}/<round_step:step>")
@access("trust", COORDINATORS)
def step(trust: str, round_id: str, step: str) -> Any:
    asked = _asked(round_id)
    if not STEPS[step].possible(asked, now()):
        return redirect(_address(asked), 303)
    return _step_page(asked, step, STEPS[step].form(asked))


@coordinator.post(f"{ROUND}/<round_step:step>")
@access("trust", COORDINATORS)
def take(trust: str, round_id: str, step: str) -> Any:
    asked, taken = _asked(round_id), STEPS[step]
    form = taken.form(asked)
    if not form.validate():
        return _step_page(asked, step, form), 400
    if not succeeds(form, lambda: taken.act(asked, form)):
        return _step_page(asked, step, form), 409
    flash(taken.done)
    return redirect(_address(None if step == "delete" else asked), 303)


def _asked(round_id: str) -> Round:
    return find_round(g.session, g.trust, round_id) or abort(404)


def _address(asked: Round | None) -> str:
    if asked is None:
        return url_for("coordinator.rounds", trust=g.trust.code)
    return url_for("coordinator.page", trust=g.trust.code, round_id=asked.id)


def _step_page(asked: Round, step: str, form: FlaskForm) -> str:
    return render_template(
        f"coordinator/{STEPS[step].template}.html",
        trust=g.trust,
        round=asked,
        form=form,
        error_summary=error_places(form),
        **MORE.get(step, lambda _: {"step": step})(asked),
    )


def _before_opening(asked: Round) -> dict[str, Any]:
    today = london_day(now())
    divisions = len(divisions_on(g.trust, first_day(asked, today)))
    return {
        "readiness": readiness(g.session, asked, today),
        "readable": readable_sentence(divisions),
        "sizes": [
            (size, readable_words(size), what_is_shown(size)) for size in sizes_beside(divisions)
        ],
        "divisions": divisions,
        "level": LEVEL_WORDS[asked.level],
    }


MORE: dict[str, Any] = {
    "edit": lambda _: {},
    "open": _before_opening,
    "level": lambda asked: {"step": "level", "answered": has_answers(g.session, asked)},
    "missing": lambda asked: {
        "missing": [(each, outcome_name(each)) for each in without_submission(g.session, asked)]
    },
}


@coordinator.get(LEAD)
@access("trust", COORDINATORS)
def lead(trust: str, round_id: str, division: str, role: str, step: str) -> Any:
    response = _response(round_id, role)
    if not may_change(response, step):
        return redirect(_address(response.round), 303)
    return _lead_page(response, step, CHANGES[step].form(response))


@coordinator.post(LEAD)
@access("trust", COORDINATORS)
def change_lead(trust: str, round_id: str, division: str, role: str, step: str) -> Any:
    response, change = _response(round_id, role), CHANGES[step]
    form = change.form(response)
    if not form.validate():
        return _lead_page(response, step, form), 400
    if not succeeds(form, lambda: change.act(response, form)):
        return _lead_page(response, step, form), 409
    flash(change.done)
    return redirect(_address(response.round), 303)


def _response(round_id: str, role: str) -> Response:
    return response_in_force(g.session, _asked(round_id), g.division, role) or abort(404)


def _lead_page(response: Response, step: str, form: FlaskForm) -> str:
    return render_template(
        f"coordinator/{step}.html",
        trust=g.trust,
        round=response.round,
        response=response,
        form=form,
        error_summary=error_places(form),
        submitted=response.submission is not None,
        shared=len(response.people) > 1,
    )
