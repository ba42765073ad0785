"""The steps that a coordinator takes with a round: a form, what it does, and when it can be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_wtf import FlaskForm

from benchmark.assessment.calendar import london_day
from benchmark.assessment.inviting import invite
from benchmark.assessment.preparing import change, discard, open_draft
from benchmark.assessment.rounds import is_closed
from benchmark.assessment.running_a_round import (
    abandon,
    change_level,
    close_now,
    extend,
    is_running,
    record_outcomes,
    without_submission,
)
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.web.coordinator.forms import (
    AbandonForm,
    ExtendForm,
    LevelForm,
    PlanForm,
    outcome_name,
    outcomes_form,
)
from benchmark.web.forms import ConfirmForm


@dataclass(frozen=True, slots=True)
class Step:
    """``form`` makes the form of a round, ``act`` takes the step with a form that is valid."""

    template: str
    form: Callable[[Round], FlaskForm]
    act: Callable[[Round, Any], object]
    possible: Callable[[Round, datetime], bool]
    done: str


def with_questionnaires(form: PlanForm) -> PlanForm:
    """Offer the questionnaires of the folder; the newest stands first."""
    app: Any = current_app
    known = sorted(app.questionnaires.values(), key=lambda each: each.identity, reverse=True)
    form.questionnaire.choices = [
        (each.identity, f"{each.title}, version {each.version}") for each in known
    ]
    return form


def _plan_form(asked: Round) -> FlaskForm:
    return with_questionnaires(PlanForm(obj=asked))


def _change(asked: Round, form: PlanForm) -> None:
    app: Any = current_app
    change(g.session, asked, form.plan(app.questionnaires))


def _record(asked: Round, form: ConfirmForm) -> None:
    responses = without_submission(g.session, asked)
    outcomes = {each.id: form[outcome_name(each)].data for each in responses}
    record_outcomes(g.session, asked, outcomes, g.viewer.person, now())


def _open(asked: Round, _: ConfirmForm) -> None:
    open_draft(g.session, asked, g.viewer.person, london_day(now()))
    invite(g.session, asked)


def _is_draft(asked: Round, _: datetime) -> bool:
    return asked.state == "draft"


def _is_over(asked: Round, moment: datetime) -> bool:
    over = asked.state in ("open", "closed") and is_closed(asked, moment)
    return over and asked.removed_at is None


STEPS: dict[str, Step] = {
    "edit": Step("plan", _plan_form, _change, _is_draft, "The draft is saved."),
    "open": Step(
        "open",
        lambda _: ConfirmForm(),
        _open,
        _is_draft,
        "The round is open.",
    ),
    "delete": Step(
        "step",
        lambda _: ConfirmForm(),
        lambda asked, _: discard(g.session, asked),
        _is_draft,
        "The draft is deleted.",
    ),
    "extend": Step(
        "step",
        lambda asked: ExtendForm(data={"closes_on": asked.closes_on}),
        lambda asked, form: extend(g.session, asked, form.closes_on.data, g.viewer.person, now()),
        is_running,
        "The closing date is changed.",
    ),
    "level": Step(
        "step",
        lambda asked: LevelForm(data={"level": asked.level}),
        lambda asked, form: change_level(g.session, asked, form.level.data, g.viewer.person, now()),
        is_running,
        "What others see is changed. Leads read the statement again before they go on.",
    ),
    "close": Step(
        "step",
        lambda _: ConfirmForm(),
        lambda asked, _: close_now(g.session, asked, g.viewer.person, now()),
        is_running,
        "The round is closed.",
    ),
    "abandon": Step(
        "step",
        lambda _: AbandonForm(),
        lambda asked, form: abandon(g.session, asked, form.reason.data, g.viewer.person, now()),
        is_running,
        "The round is abandoned.",
    ),
    "missing": Step(
        "missing",
        lambda asked: outcomes_form(without_submission(g.session, asked)),
        _record,
        _is_over,
        "Why submissions are missing is recorded.",
    ),
}
