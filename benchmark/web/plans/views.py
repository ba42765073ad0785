"""A division's plan: its trust reads it, its three leads write it and say what became of it."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.lineage import moved_from
from benchmark.assessment.plan_facts import OWNERS, Standing
from benchmark.assessment.planning import (
    MOST_OPEN,
    Planned,
    change_action,
    plan_of,
    report_progress,
    text_of,
    write_action,
)
from benchmark.assessment.refusals import Refused
from benchmark.comparison.suggesting import HOW, suggestions_for
from benchmark.disclosure.levels import Statistic
from benchmark.web.plans.board import Board, board_here, turned_away
from benchmark.web.plans.forms import STATE_WORDS, ActionForm, ProgressForm
from benchmark.web.plans.pages import (
    action_conflict,
    action_page,
    progress_conflict,
    progress_page,
)
from benchmark.web.rounds import comparison_of
from benchmark.web.security import LEADS, TRUST_PEOPLE, access

PLAN = "/divisions/<trust:trust>-<division:division>/plan"
ACTION = f"{PLAN}/<id:action_id>"

plans = Blueprint("plans", __name__)


@plans.get(PLAN)
@access("trust", TRUST_PEOPLE)
def page(trust: str, division: str) -> Any:
    board = board_here(Statistic.PLANS)
    plan = plan_of(g.session, board.asked, board.division) if board.decision.show else ()
    return render_template(
        "plans/plan.html",
        board=board,
        before=moved_from(g.session, board.division),
        left=[each for each in plan if each.since],
        new=[each for each in plan if not each.since],
        open=sum(each.open for each in plan),
        waiting=sum(each.waits for each in plan),
        most=MOST_OPEN,
        owners=OWNERS,
        states=STATE_WORDS,
        # help for those who write: it is of no use to those who only read
        suggestions=_suggestions(board) if board.writable else None,
        how=HOW,
    )


def _suggestions(board: Board) -> Any:
    compared = comparison_of(board.asked)
    return suggestions_for(compared, board.questionnaire, board.division.key)


@plans.get(f"{PLAN}/new")
@access("division", LEADS)
def new(trust: str, division: str) -> Any:
    board = board_here(Statistic.PLANS)
    form = _action_form(board, formdata=None)
    form.practice.data = request.args.get("practice", "")
    return turned_away(board, "plans.page") or action_page(board, form, None)


@plans.post(f"{PLAN}/new")
@access("division", LEADS)
def write(trust: str, division: str) -> Any:
    board = board_here(Statistic.PLANS)
    form = _action_form(board)
    if not form.validate():
        return action_page(board, form, None), 400
    place = (g.session, board.asked, board.division)
    try:
        write_action(*place, form.text(), g.viewer.person)
    except Refused as refused:
        return _refused(board, form, None, refused)
    except NotNow as closed:
        return action_page(board, form, None, str(closed)), 409
    return _saved(board, "The action is in your plan.")


def _action_form(board: Board, **options: Any) -> ActionForm:
    form = ActionForm(**options)
    form.practice.choices = board.practices
    return form


def _refused(board: Board, form: ActionForm, standing: Standing | None, refused: Refused) -> Any:
    if refused.field in form:
        form[refused.field].errors = [str(refused)]
        return action_page(board, form, standing), 400
    return action_page(board, form, standing, str(refused)), 409


def _saved(board: Board, words: str) -> Any:
    flash(words)
    return redirect(board.address("plans.page"), 303)


@plans.get(ACTION)
@access("division", LEADS)
def edit(trust: str, division: str, action_id: str) -> Any:
    board = board_here(Statistic.PLANS)
    standing = _standing(board, action_id)
    if standing.since or not board.writable:
        return redirect(board.address("plans.page"), 303)
    stored = text_of(standing.action)
    fields = {
        name: getattr(stored, name) for name in ("practice", "what", "owner", "due", "measure")
    }
    form = _action_form(board, formdata=None, data=fields | {"version": standing.action.version})
    return action_page(board, form, standing)


@plans.post(ACTION)
@access("division", LEADS)
def change(trust: str, division: str, action_id: str) -> Any:
    board = board_here(Statistic.PLANS)
    standing, form = _standing(board, action_id), _action_form(board)
    if not form.validate():
        return action_page(board, form, standing), 400
    place = (g.session, board.asked, board.division, action_id)
    try:
        saved = change_action(*place, form.text(), form.version.data, g.viewer.person)
    except Refused as refused:
        return _refused(board, form, standing, refused)
    except NotNow as closed:
        return action_page(board, form, standing, str(closed)), 409
    if not saved.saved:
        return action_conflict(
            board, form, saved, board.address("plans.change", action_id=action_id)
        )
    return _saved(board, "The action is changed.")


@plans.get(f"{ACTION}/progress")
@access("division", LEADS)
def progress(trust: str, division: str, action_id: str) -> Any:
    board = board_here(Statistic.PLANS)
    standing = _standing(board, action_id)
    form = ProgressForm(formdata=None, version=standing.action.version)
    return turned_away(board, "plans.page") or progress_page(board, form, standing)


@plans.post(f"{ACTION}/progress")
@access("division", LEADS)
def report(trust: str, division: str, action_id: str) -> Any:
    board = board_here(Statistic.PLANS)
    standing, form = _standing(board, action_id), ProgressForm()
    if not form.validate():
        return progress_page(board, form, standing), 400
    place = (g.session, board.asked, board.division, action_id)
    try:
        saved: Planned = report_progress(*place, form.report(), form.version.data, g.viewer.person)
    except NotNow as closed:
        return progress_page(board, form, standing, str(closed)), 409
    if not saved.saved:
        here = board.address("plans.report", action_id=action_id)
        return progress_conflict(board, form, saved, here)
    return _saved(board, "Your trust reads how far it is.")


def _standing(board: Board, key: str) -> Standing:
    """The action in the plan of this round; what is not there, or not shown, does not exist."""
    plan = plan_of(g.session, board.asked, board.division) if board.decision.show else ()
    return next((each for each in plan if each.action.id == key), None) or abort(404)
