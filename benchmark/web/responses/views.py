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

from benchmark.assessment.calendar import GRACE_IN_WORDS
from benchmark.assessment.earlier_answers import answer_before
from benchmark.assessment.freezing import READ, questionnaire_of
from benchmark.assessment.responding import (
    NotOpen,
    Saved,
    answer_to,
    content_of,
    may_change,
    submit,
    unanswered,
)
from benchmark.assessment.rounds import state_for
from benchmark.assessment.saving import NotRead, save_own
from benchmark.assessment.sections import ends_of_sections
from benchmark.assessment.statement import must_acknowledge
from benchmark.assessment.telling import send_receipt
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Practice, Questionnaire
from benchmark.scoring.answers import NOTHING
from benchmark.web.formats import division_place, error_links, response_title
from benchmark.web.responses.forms import PracticeForm, as_json
from benchmark.web.responses.progress import (
    EarlierLevel,
    in_words,
    neighbours,
    place_to_resume,
    scenes_of,
    sections_of,
)
from benchmark.web.security import LEADS, access, wants_json

responses = Blueprint("responses", __name__)


def questionnaire() -> Questionnaire:
    known = READ.get(g.own.questionnaire_hash) if "own" in g else None
    return known or questionnaire_of(own_response().round)


def own_response() -> Response:
    """The reader's own response; whoever saves has its columns, and needs it only where refused."""
    if "response" not in g:
        g.response = g.session.get_one(Response, g.own.id)
    response: Response = g.response
    return response


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
        scenes=scenes_of(questionnaire(), g.response),
        ends=ends_of_sections(g.session, g.response),
        resume=place_to_resume(questionnaire(), g.response),
        complete=state.complete,
        withheld=state.withheld,
        open=may_change(g.response),
        must_acknowledge=must_read(),
        grace=GRACE_IN_WORDS,
        place=division_place(asked, g.response.division.key),
    )


@responses.get("/responses/<id:response_id>/<practice:practice>")
@access("own", LEADS)
def show_practice(response_id: str, practice: str) -> Any:
    asked = find_practice(practice)
    if not g.response.submission and must_read():
        return redirect(url_for("statements.statement", response_id=response_id), 303)
    stored = answer_to(g.session, g.response, practice)
    content = as_json(content_of(stored))
    form = PracticeForm(formdata=None, data=content | {"version": stored.version if stored else 0})
    return practice_page(asked, form)


@responses.post("/responses/<id:response_id>/<practice:practice>")
@access("own", LEADS, late=True)
def save_practice(response_id: str, practice: str) -> Any:
    asked = find_practice(practice)
    form = PracticeForm()
    if not form.fits(asked):
        return refused(asked, form)
    try:
        saved = save_own(g.session, g.own, g.viewer.person, (response_id, practice), form.edit())
    except NotRead:
        return read_first()
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
    if not g.response.submission and must_read():
        return redirect(url_for("statements.statement", response_id=response_id), 303)
    try:
        submission = submit(g.session, g.response, questionnaire(), g.viewer.person)
    except NotOpen as closed:
        return check_page([("#submit", str(closed))]), 409
    if submission is None:
        return check_page(missing_links()), 400
    send_receipt(g.session, g.response, submission)
    return redirect(url_for("responses.task_list", response_id=response_id), 303)


def must_read() -> bool:
    return must_acknowledge(g.session, g.response, g.viewer.person)


def find_practice(key: str) -> Practice:
    known = {practice.key: practice for practice in questionnaire().practices}
    return known.get(key) or abort(404)


def earlier_level(practice: str) -> EarlierLevel | None:
    """What the reader answered the last time: only once they have answered this time."""
    stored = answer_to(g.session, own_response(), practice)
    if stored is None or stored.level == NOTHING:
        return None
    before = answer_before(g.session, g.response, g.viewer.person, practice)
    if before is None:
        return None
    return EarlierLevel(before.round_title, in_words(before.practice, before.level))


def practice_page(
    practice: Practice, form: PracticeForm, errors: list[tuple[str, str]] | None = None
) -> str:
    before, after = neighbours(questionnaire(), practice.key)
    keys = questionnaire().keys
    return render_template(
        "responses/practice.html",
        response=own_response(),
        practice=practice,
        section=questionnaire().section_of(practice.key),
        form=form,
        error_summary=errors or [],
        before=before,
        after=after,
        earlier=earlier_level(practice.key),
        number=keys.index(practice.key) + 1,
        count=len(keys),
        open=may_change(g.response),
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
    return redirect(url_for("statements.statement", response_id=g.own.id), 303)


def too_late(practice: Practice, form: PracticeForm, reason: str) -> Any:
    if wants_json():
        stored = answer_to(g.session, own_response(), practice.key)
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
        response=own_response(),
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
    here = {"response_id": g.own.id}
    if request.form.get("then") == "later":
        flash("Your answers are saved. Come back on any device until the round closes.")
        return url_for("responses.task_list", **here)
    if request.form.get("then") == "check":
        return url_for("responses.check", **here)
    section = questionnaire().section_of(practice.key)
    last = practice is section.practices[-1]
    if last and section.key not in ends_of_sections(g.session, own_response()):
        return url_for("sections.show_section", **here, section=section.key)
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
        ends=ends_of_sections(g.session, g.response),
        error_summary=errors or [],
        open=may_change(g.response),
    )
