"""Each of the three reads what others will read, and confirms it; the third one releases."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template

from benchmark.assessment.agreeing import unsettled
from benchmark.assessment.releasing import (
    NotReady,
    confirm,
    preview_of,
    refuse_unless_ready,
    release_of,
)
from benchmark.assessment.telling import announce_release
from benchmark.database.agreements import Release
from benchmark.web.divisions.desk import Desk, desk_here, waiting
from benchmark.web.divisions.issuing import issue_after_commit
from benchmark.web.divisions.parts import parts_of
from benchmark.web.releases.confirming import Confirming, confirmation_lines, confirming
from benchmark.web.releases.forms import ConfirmationForm
from benchmark.web.security import LEADS, access

PLACE = "/divisions/<trust:trust>-<division:division>/release"

releases = Blueprint("releases", __name__)


@releases.get(PLACE)
@access("division", LEADS)
def page(trust: str, division: str) -> Any:
    desk = desk_here()
    who = confirming(desk)
    return release_page(desk, who) if who.decision.show else waiting(desk)


@releases.post(PLACE)
@access("division", LEADS)
def confirm_preview(trust: str, division: str) -> Any:
    desk = desk_here()
    who = confirming(desk)
    form = ConfirmationForm()
    if not who.decision.show:
        return waiting(desk, 409)
    try:
        released = _confirm(desk, who, form.preview.data or "")
    except NotReady as reason:
        return release_page(desk, who, str(reason)), 409
    if released:
        issue_after_commit(desk.asked, desk.division)
        flash("All three of you have confirmed. Your levels are released.")
    else:
        flash("You have confirmed. It is released when all three of you have.")
    return redirect(desk.address("releases.page"), 303)


def _confirm(desk: Desk, who: Confirming, seen: str) -> Release | None:
    before = release_of(g.session, desk.asked, desk.division)
    if before:
        return before
    released = None
    for role in who.roles:
        released = confirm(
            g.session, desk.asked, desk.division, desk.questionnaire, role, g.viewer.person, seen
        )
    if released:
        announce_release(g.session, desk.asked, desk.division)
    return released


def release_page(desk: Desk, who: Confirming, fault: str = "") -> str:
    """What others will read, and who has confirmed it; before that, what is missing."""
    released = release_of(g.session, desk.asked, desk.division)
    missing = "" if released else why_not_ready(desk)
    preview = preview_of(g.session, desk.asked, desk.division, desk.questionnaire)
    seen = released.preview_hash if released else preview.content_hash
    link = desk.address("divisions.agreement") if missing else "#confirm"
    return render_template(
        "releases/release.html",
        desk=desk,
        released=released,
        missing=missing,
        left=len(unsettled(g.session, desk.asked, desk.division, desk.questionnaire)),
        preview=preview,
        lines=confirmation_lines(desk, who.roles, seen),
        error_summary=[(link, fault)] if fault else [],
        **parts_of(preview.comparison, desk.questionnaire, desk.division.key),
    )


def why_not_ready(desk: Desk) -> str:
    try:
        refuse_unless_ready(g.session, desk.asked, desk.division, desk.questionnaire)
    except NotReady as reason:
        return str(reason)
    return ""
