"""The pages of a plan: an action to write, how far it is, and after two have saved at once."""

from typing import Any

from flask import g, render_template

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.plan_facts import OWNERS, Standing
from benchmark.assessment.planning import ActionText, Planned, Report
from benchmark.web.forms import error_places
from benchmark.web.plans.board import Board
from benchmark.web.plans.forms import STATE_WORDS, ActionForm, ProgressForm

Rows = list[tuple[str, str]]


def action_page(board: Board, form: ActionForm, standing: Standing | None, reason: str = "") -> str:
    """``standing`` None: a new action; ``reason``: why what was sent is not saved."""
    return render_template(
        "plans/action.html",
        board=board,
        form=form,
        standing=standing,
        error_summary=error_places(form, reason),
    )


def progress_page(board: Board, form: ProgressForm, standing: Standing, reason: str = "") -> str:
    return render_template(
        "plans/progress.html",
        board=board,
        form=form,
        standing=standing,
        owner=OWNERS[standing.action.owner],
        states=STATE_WORDS,
        error_summary=error_places(form, reason),
    )


def action_conflict(board: Board, form: ActionForm, saved: Planned, action: str) -> Any:
    sent = [
        ("practice", form.practice.data),
        ("what", form.what.data),
        ("owner", form.owner.data),
        *((f"due-{part}", text) for part, text in form.due.typed.items()),
        ("measure", form.measure.data),
    ]
    rows = (action_rows(board, saved.yours), action_rows(board, saved.theirs))
    return conflict_page(board, saved, rows, sent, action)


def progress_conflict(board: Board, form: ProgressForm, saved: Planned, action: str) -> Any:
    sent = [("state", form.state.data), ("words", form.words.data or "")]
    return conflict_page(
        board, saved, (report_rows(saved.yours), report_rows(saved.theirs)), sent, action
    )


def conflict_page(
    board: Board, saved: Any, rows: tuple[Rows, Rows], sent: Rows, action: str
) -> tuple[str, int]:
    """Both contents, and a choice: whoever came second decides, having read both."""
    page = render_template(
        "plans/conflict.html",
        board=board,
        version=saved.version,
        by=saved.by,
        at=saved.at,
        yours=rows[0],
        theirs=rows[1],
        sent=sent,
        action=action,
        mine=saved.by and saved.by in _own_roles(board),
    )
    return page, 409


def _own_roles(board: Board) -> set[str]:
    place = (board.division.trust.code, board.division.key)
    return {seat.role for seat in g.viewer.seats if (seat.trust, seat.division) == place}


def action_rows(board: Board, text: ActionText | Report) -> Rows:
    if isinstance(text, Report):
        return report_rows(text)
    return [
        ("Practice", board.name_of(text.practice)),
        ("What", text.what),
        ("Who sees to it", OWNERS[text.owner]),
        ("By", day_in_words(text.due)),
        ("How we will know", text.measure),
    ]


def report_rows(report: ActionText | Report) -> Rows:
    if isinstance(report, ActionText):
        return []
    return [("How far", STATE_WORDS[report.state]), ("In words", report.words or "Nothing written")]
