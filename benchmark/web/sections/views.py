"""The page at the end of a section: two short questions, both optional."""

from typing import Any

from flask import Blueprint, abort, g, jsonify, redirect, render_template, url_for

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.responding import NotOpen, may_change, unanswered
from benchmark.assessment.sections import EndOfSection, ends_of_sections, save_section
from benchmark.assessment.statement import must_acknowledge
from benchmark.questionnaire.definition import Section
from benchmark.web.formats import error_links
from benchmark.web.sections.forms import SectionForm, as_shown
from benchmark.web.security import LEADS, access, wants_json

sections = Blueprint("sections", __name__)
CHANGED = (
    "This was changed in another window or on another device. What was saved there is shown "
    "below; choose again where you disagree"
)


@sections.get("/sections/<id:response_id>/<practice:section>")
@access("own", LEADS)
def show_section(response_id: str, section: str) -> Any:
    asked = find_section(section)
    if not g.response.submission and must_acknowledge(g.session, g.response, g.viewer.person):
        return redirect(url_for("statements.statement", response_id=response_id), 303)
    return section_page(asked, stored(asked))


@sections.post("/sections/<id:response_id>/<practice:section>")
@access("own", LEADS)
def save_end(response_id: str, section: str) -> Any:
    asked, form = find_section(section), SectionForm()
    if not form.validate():
        return section_page(asked, stored(asked), error_links(form)), 400
    if must_acknowledge(g.session, g.response, g.viewer.person):
        return redirect(url_for("statements.statement", response_id=response_id), 303)
    try:
        saved = save_section(g.session, g.response, section, form.said, form.shown)
    except NotOpen as closed:
        return refused(asked, str(closed))
    if not saved:
        return refused(asked, CHANGED)
    if wants_json():
        return jsonify(saved=True)
    return redirect(after(asked), 303)


def find_section(key: str) -> Section:
    known = {section.key: section for section in questionnaire_of(g.response.round).sections}
    return known.get(key) or abort(404)


def stored(section: Section) -> EndOfSection:
    return ends_of_sections(g.session, g.response).get(section.key, EndOfSection())


def section_page(
    section: Section, said: EndOfSection, errors: list[tuple[str, str]] | None = None
) -> str:
    missing = unanswered(g.response, questionnaire_of(g.response.round))
    return render_template(
        "sections/section.html",
        response=g.response,
        section=section,
        gaps=[practice for practice in section.practices if practice.key in missing],
        said=said,
        seen=as_shown(said),
        error_summary=errors or [],
        open=may_change(g.response),
    )


def refused(section: Section, reason: str) -> Any:
    """Nothing was saved; the page shows what is stored."""
    if wants_json():
        return jsonify(saved=False, errors={"": reason}), 409
    return section_page(section, stored(section), [("#continues", reason)]), 409


def after(section: Section) -> str:
    """On to the next section, or to the check after the last one."""
    parts = questionnaire_of(g.response.round).sections
    following = parts[parts.index(section) + 1 :]
    here = {"response_id": g.response.id}
    if not following:
        return url_for("responses.check", **here)
    return url_for("responses.show_practice", **here, practice=following[0].practices[0].key)
