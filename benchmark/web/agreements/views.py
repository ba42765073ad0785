"""The three settle a practice: an agreed level or openly none, why, and who sees it otherwise."""

from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, redirect, render_template, request

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.settling import dissent_of, save_agreement, save_dissent
from benchmark.report.agenda import agenda_pdf
from benchmark.web.agreements.agenda import sheet_of
from benchmark.web.agreements.forms import AgreementForm, DissentForm
from benchmark.web.agreements.pages import (
    conflict,
    page_of,
    practice_page,
    refused,
    too_late,
)
from benchmark.web.divisions.agenda import (
    agenda_of,
    following,
    left_to_settle,
)
from benchmark.web.divisions.desk import Desk, desk_here, waiting, why_closed
from benchmark.web.formats import division_place, error_links, pdf_download
from benchmark.web.security import LEADS, access, wants_json

DIVISION = "/divisions/<trust:trust>-<division:division>"

agreements = Blueprint("agreements", __name__)


@agreements.get(f"{DIVISION}/agreement/<practice:practice>")
@access("division", LEADS)
def practice(trust: str, division: str, practice: str) -> Any:
    desk = desk_here()
    asked = desk.practice(practice)
    return practice_page(desk, asked.key) if desk.decision.show else waiting(desk)


@agreements.post(f"{DIVISION}/agreement/<practice:practice>")
@access("division", LEADS)
def save(trust: str, division: str, practice: str) -> Any:
    desk = desk_here()
    key = desk.practice(practice).key
    form = AgreementForm()
    if stopped := _stopped(desk, key, form):
        return stopped
    place = (g.session, desk.asked, desk.division, key)
    try:
        saved = save_agreement(*place, form.settlement(), form.version.data, g.viewer.person)
    except NotNow as closed:
        return too_late(desk, key, form, str(closed))
    if not saved.saved:
        return conflict(desk, key, saved)
    if wants_json():
        return jsonify(saved=True, version=saved.version)
    return redirect(after_saving(desk, key), 303)


def _stopped(desk: Desk, key: str, form: AgreementForm) -> Any:
    """The answer to a form that cannot be saved as it is; None for one that can."""
    if not desk.decision.show:
        return waiting(desk, 409)
    if reason := why_closed(desk):
        return too_late(desk, key, form, reason)
    return None if form.validate() else refused(desk, key, form)


def after_saving(desk: Desk, key: str) -> str:
    """On to the next practice that is to settle; to the list when there is none, or on request."""
    agenda = agenda_of(desk)
    after = following(agenda, key)
    if after and request.form.get("then") != "list":
        return page_of(desk, after.key)
    left = len(left_to_settle(agenda))
    flash(f"Saved. {left} left to settle." if left else "Saved. Every practice is settled.")
    return desk.address("divisions.agreement")


@agreements.get(f"{DIVISION}/meeting")
@access("division", LEADS)
def meeting(trust: str, division: str) -> Any:
    """One practice, large, for all three before one screen; without anybody's own dissent form."""
    desk = desk_here()
    if not desk.decision.show:
        return waiting(desk)
    agenda = agenda_of(desk)
    first = next(iter([*left_to_settle(agenda), *agenda]))
    wanted = request.args.get("practice", first.key)
    return practice_page(desk, desk.practice(wanted).key)


@agreements.get(f"{DIVISION}/agenda")
@access("division", LEADS)
def agenda(trust: str, division: str) -> Any:
    """One sheet of paper for a meeting of 45 minutes."""
    desk = desk_here()
    if not desk.decision.show:
        return waiting(desk)
    return render_template("agreements/agenda.html", desk=desk, agenda=sheet_of(desk))


@agreements.get(f"{DIVISION}/agenda.pdf")
@access("division", LEADS)
def agenda_sheet(trust: str, division: str) -> Any:
    desk = desk_here()
    if not desk.decision.show:
        return waiting(desk)
    place = division_place(desk.asked, desk.division.key)
    return pdf_download(agenda_pdf(sheet_of(desk)), f"{place}-{desk.asked.opens_on:%Y-%m}-agenda")


@agreements.get(f"{DIVISION}/dissent/<practice:practice>")
@access("division", LEADS)
def dissent(trust: str, division: str, practice: str) -> Any:
    desk = desk_here()
    key = desk.practice(practice).key
    if not desk.decision.show:
        return waiting(desk)
    stored = dissent_of(g.session, desk.asked, desk.division, key, desk.roles[0])
    text, version = (stored.text, stored.version) if stored else ("", 0)
    return dissent_page(desk, key, DissentForm(formdata=None, text=text, version=version))


@agreements.post(f"{DIVISION}/dissent/<practice:practice>")
@access("division", LEADS)
def save_own_dissent(trust: str, division: str, practice: str) -> Any:
    desk = desk_here()
    key = desk.practice(practice).key
    form = DissentForm()
    if not desk.decision.show:
        return waiting(desk, 409)
    if not form.validate():
        return dissent_page(desk, key, form, error_links(form)), 400
    place = (g.session, desk.asked, desk.division, key, desk.roles[0])
    try:
        version, theirs = save_dissent(*place, form.text.data, form.version.data)
    except NotNow as closed:
        return dissent_page(desk, key, form, [("#text", str(closed))]), 409
    if theirs is not None:
        return dissent_conflict(desk, key, form, version, theirs), 409
    flash("Your dissent is saved." if form.text.data else "Your dissent is taken back.")
    return redirect(desk.address("agreements.practice", practice=key), 303)


def dissent_page(
    desk: Desk, key: str, form: DissentForm, errors: list[tuple[str, str]] | None = None
) -> str:
    line = next((each for each in agenda_of(desk) if each.key == key), None) or abort(404)
    return render_template(
        "agreements/dissent.html",
        desk=desk,
        line=line,
        role=desk.roles[0],
        form=form,
        error_summary=errors or [],
        open=not why_closed(desk),
    )


def dissent_conflict(desk: Desk, key: str, form: DissentForm, version: int, theirs: str) -> str:
    """A shared job or a second window: both texts, and a choice."""
    return render_template(
        "agreements/dissent-conflict.html",
        desk=desk,
        practice=desk.practice(key),
        yours=form.text.data or "",
        theirs=theirs,
        version=version,
    )
