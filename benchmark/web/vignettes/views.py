"""The page of the fixed scenes: read, scored, and scored again until the answers are submitted."""

from typing import Any

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for

from benchmark.assessment.calibrating import Levels, save_vignettes, vignette_levels
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.responding import NotOpen, may_change, unanswered
from benchmark.assessment.statement import must_acknowledge
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.formats import response_title
from benchmark.web.security import LEADS, access, wants_json
from benchmark.web.vignettes.scenes import NotAForm, scenes_on, sent_levels, shown, shown_levels

vignettes = Blueprint("vignettes", __name__)

CHANGED = (
    "These were changed in another window or on another device. What was saved there is shown "
    "below; choose again where you disagree"
)


def questionnaire() -> Questionnaire:
    return questionnaire_of(g.response.round)


@vignettes.get("/vignettes/<id:response_id>")
@access("own", LEADS)
def show_scenes(response_id: str) -> Any:
    if not g.response.submission and must_acknowledge(g.session, g.response, g.viewer.person):
        return redirect(url_for("statements.statement", response_id=response_id), 303)
    return scenes_page(vignette_levels(g.response))


@vignettes.post("/vignettes/<id:response_id>")
@access("own", LEADS)
def save_scenes(response_id: str) -> Any:
    try:
        levels = sent_levels(questionnaire(), request.form)
        seen = shown_levels(questionnaire(), request.form.get("seen", ""))
    except NotAForm as fault:
        return refused(str(fault), 400)
    if must_acknowledge(g.session, g.response, g.viewer.person):
        return read_first()
    try:
        saved = save_vignettes(g.session, g.response, levels, seen)
    except NotOpen as closed:
        return refused(str(closed), 409)
    if not saved:
        return refused(CHANGED, 409)
    if wants_json():
        return jsonify(saved=True)
    return redirect(after_saving(), 303)


def scenes_page(levels: Levels, errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "vignettes/vignettes.html",
        response=g.response,
        title=response_title(g.response),
        scenes=scenes_on(questionnaire(), levels),
        seen=shown(questionnaire(), levels),
        error_summary=errors or [],
        open=may_change(g.response),
    )


def refused(reason: str, status: int) -> Any:
    """Nothing was saved; the page shows what is stored."""
    if wants_json():
        return jsonify(saved=False, errors={"": reason}), status
    return scenes_page(vignette_levels(g.response), [("#maincontent", reason)]), status


def read_first() -> Any:
    """Nobody answers before they have read who will see it. A program is not sent to a page."""
    if wants_json():
        return jsonify(errors={"": "Read and acknowledge who will see your answers first"}), 400
    return redirect(url_for("statements.statement", response_id=g.response.id), 303)


def after_saving() -> str:
    """To the check when every practice is answered, else back to the list."""
    if unanswered(g.response, questionnaire()):
        flash("Your scores of the three scenes are saved.")
        return url_for("responses.task_list", response_id=g.response.id)
    return url_for("responses.check", response_id=g.response.id)
