"""A lead answers practice by practice, checks the answers and submits."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.responding import (
    NotOpen,
    Saved,
    acknowledge,
    answers_of,
    content_of,
    save,
    submit,
    unanswered,
)
from benchmark.assessment.rounds import is_open, state_for
from benchmark.assessment.statement import must_acknowledge, statement_for, statement_hash
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Practice, Questionnaire
from benchmark.web.formats import division_place, error_links, response_title
from benchmark.web.responses.forms import PracticeForm, as_json
from benchmark.web.responses.progress import in_words, neighbours, scenes_of, sections_of
from benchmark.web.security import LEADS, access, wants_json

responses = Blueprint("responses", __name__)


def questionnaire() -> Questionnaire:
    return questionnaire_of(g.response.round)


@responses.get("/statements/<id:response_id>")
@access("own", LEADS)
def statement(response_id: str) -> Any:
    return render_template(
        "responses/statement.html",
        response=g.response,
        title=response_title(g.response),
        statement=statement_for(g.response.round),
        must_acknowledge=must_acknowledge(g.response),
    )


@responses.post("/statements/<id:response_id>")
@access("own", LEADS)
def acknowledge_statement(response_id: str) -> Any:
    acknowledge(g.response, statement_hash(g.response.round))
    return redirect(url_for("responses.task_list", response_id=response_id), 303)


@responses.get("/responses/<id:response_id>")
@access("own", LEADS)
def task_list(response_id: str) -> Any:
    asked = g.response.round
    state = state_for(g.session, asked, g.response.division.key, now())
    missing = unanswered(g.response, questionnaire())
    return render_template(
        "responses/task-list.html",
        response=g.response,
        title=response_title(g.response),
        questionnaire=questionnaire(),
        sections=sections_of(questionnaire(), g.response),
        answered=len(questionnaire().keys) - len(missing),
        first_missing=missing[0] if missing else None,
        scenes=scenes_of(questionnaire(), g.response),
        complete=state.complete,
        open=is_open(asked, now()),
        must_acknowledge=must_acknowledge(g.response),
        place=division_place(asked, g.response.division.key),
    )


@responses.get("/responses/<id:response_id>/<practice:practice>")
@access("own", LEADS)
def show_practice(response_id: str, practice: str) -> Any:
    asked = find_practice(practice)
    if must_acknowledge(g.response) and not g.response.submission:
        return redirect(url_for("responses.statement", response_id=response_id), 303)
    stored = answers_of(g.response).get(practice)
    content = as_json(content_of(stored))
    form = PracticeForm(formdata=None, data=content | {"version": stored.version if stored else 0})
    return practice_page(asked, form)


@responses.post("/responses/<id:response_id>/<practice:practice>")
@access("own", LEADS)
def save_practice(response_id: str, practice: str) -> Any:
    asked = find_practice(practice)
    form = PracticeForm()
    if not form.fits(asked):
        return refused(asked, form)
    if must_acknowledge(g.response):
        return read_first()
    try:
        saved = save(g.session, g.response, practice, form.edit())
    except NotOpen as closed:
        return too_late(asked, form, str(closed))
    if not saved.saved:
        return conflict(asked, saved)
    if wants_json():
        return jsonify(saved=True, version=saved.version)
    return redirect(after_saving(asked), 303)


@responses.get("/responses/<id:response_id>/check")
@access("own", LEADS)
def check(response_id: str) -> Any:
    return check_page()


@responses.post("/responses/<id:response_id>/submit")
@access("own", LEADS)
def submit_answers(response_id: str) -> Any:
    if must_acknowledge(g.response) and not g.response.submission:
        return redirect(url_for("responses.statement", response_id=response_id), 303)
    try:
        submission = submit(g.session, g.response, questionnaire(), g.viewer.person)
    except NotOpen as closed:
        return check_page([("#submit", str(closed))]), 409
    if submission is None:
        return check_page(missing_links()), 400
    return redirect(url_for("responses.task_list", response_id=response_id), 303)


def find_practice(key: str) -> Practice:
    known = {practice.key: practice for practice in questionnaire().practices}
    return known.get(key) or abort(404)


def practice_page(
    practice: Practice, form: PracticeForm, errors: list[tuple[str, str]] | None = None
) -> str:
    before, after = neighbours(questionnaire(), practice.key)
    keys = questionnaire().keys
    return render_template(
        "responses/practice.html",
        response=g.response,
        practice=practice,
        section=questionnaire().section_of(practice.key),
        form=form,
        error_summary=errors or [],
        before=before,
        after=after,
        number=keys.index(practice.key) + 1,
        count=len(keys),
        open=is_open(g.response.round, now()) and g.response.submission is None,
    )


def refused(practice: Practice, form: PracticeForm) -> Any:
    """Nothing was saved; the reader's text stays in the form."""
    if wants_json():
        return jsonify(errors={name: texts[0] for name, texts in form.errors.items() if name}), 400
    return practice_page(practice, form, error_links(form)), 400


def read_first() -> Any:
    """Nobody answers before they have read who will see it. A program is not sent to a page."""
    if wants_json():
        return jsonify(errors={"": "Read and acknowledge who will see your answers first"}), 400
    return redirect(url_for("responses.statement", response_id=g.response.id), 303)


def too_late(practice: Practice, form: PracticeForm, reason: str) -> Any:
    if wants_json():
        stored = answers_of(g.response).get(practice.key)
        edit, version = form.edit(), stored.version if stored else 0
        theirs = content_of(stored)
        body = Saved(saved=False, version=version, yours=edit.content, theirs=theirs)
        return jsonify(conflict_body(body) | {"reason": reason}), 409
    return practice_page(practice, form, [("#answer", reason)]), 409


def conflict(practice: Practice, saved: Saved) -> Any:
    """Both contents, and a choice: the reader decides which one stays."""
    if wants_json():
        return jsonify(conflict_body(saved)), 409
    page = render_template(
        "responses/conflict.html",
        response=g.response,
        practice=practice,
        section=questionnaire().section_of(practice.key),
        yours=saved.yours,
        theirs=saved.theirs,
        yours_in_words=in_words(practice, saved.yours.level),
        theirs_in_words=in_words(practice, saved.theirs.level),
        words=as_json(saved.yours),
        version=saved.version,
    )
    return page, 409


def conflict_body(saved: Saved) -> dict[str, Any]:
    return {
        "saved": False,
        "version": saved.version,
        "yours": as_json(saved.yours),
        "theirs": as_json(saved.theirs),
    }


def after_saving(practice: Practice) -> str:
    """On to the next practice; back to the list for those who come back later."""
    here = {"response_id": g.response.id}
    if request.form.get("then") == "later":
        flash("Your answers are saved. Come back on any device until the round closes.")
        return url_for("responses.task_list", **here)
    if request.form.get("then") == "check":
        return url_for("responses.check", **here)
    _, after = neighbours(questionnaire(), practice.key)
    if after is None:
        return url_for("responses.check", **here)
    return url_for("responses.show_practice", **here, practice=after.key)


def missing_links() -> list[tuple[str, str]]:
    names = {practice.key: practice.name for practice in questionnaire().practices}
    practices = [
        (f"#{key}", f"Answer “{names[key]}”") for key in unanswered(g.response, questionnaire())
    ]
    scenes = scenes_of(questionnaire(), g.response)
    return practices + ([("#scenes", "Score the three scenes")] if scenes.needed else [])


def check_page(errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "responses/check.html",
        response=g.response,
        title=response_title(g.response),
        sections=sections_of(questionnaire(), g.response),
        missing=unanswered(g.response, questionnaire()),
        scenes=scenes_of(questionnaire(), g.response),
        error_summary=errors or [],
        open=is_open(g.response.round, now()) and g.response.submission is None,
    )
