"""The pages of one practice: at a desk, before one shared screen, and after a conflict."""

from typing import Any

from flask import jsonify, render_template, request

from benchmark.assessment.settling import Settled, settlement_of
from benchmark.web.agreements.forms import AgreementForm, form_word, settlement_items
from benchmark.web.divisions.agenda import Line, agenda_of, beside, left_to_settle
from benchmark.web.divisions.desk import Desk, why_closed
from benchmark.web.formats import error_links
from benchmark.web.security import wants_json

MEETING = "meeting"  # in the address of a form: it was filled in before one shared screen


def in_a_meeting() -> bool:
    return MEETING in request.args or str(request.endpoint).endswith(MEETING)


def save_address(desk: Desk, key: str) -> str:
    """Where the form of a practice goes; a meeting stays a meeting."""
    parts = {MEETING: "yes"} if in_a_meeting() else {}
    return desk.address("agreements.practice", practice=key, **parts)


def page_of(desk: Desk, key: str) -> str:
    """The page of a practice, of the same kind as this one."""
    endpoint = "agreements.meeting" if in_a_meeting() else "agreements.practice"
    return desk.address(endpoint, practice=key)


def stored_form(line: Line) -> AgreementForm:
    """The form as it is stored; nothing is preselected unless something is."""
    stored = line.agreement
    return AgreementForm(
        formdata=None,
        level=form_word(settlement_of(stored)),
        reason=stored.reason if stored else "",
        version=stored.version if stored else 0,
    )


def practice_page(
    desk: Desk,
    key: str,
    form: AgreementForm | None = None,
    errors: list[tuple[str, str]] | None = None,
) -> str:
    agenda = agenda_of(desk)
    line = next(each for each in agenda if each.key == key)
    form = form or stored_form(line)
    before, after = beside(agenda, key)
    return render_template(
        "agreements/meeting.html" if in_a_meeting() else "agreements/practice.html",
        desk=desk,
        line=line,
        form=form,
        items=settlement_items(line.practice, form.level.data or "", line.standing.middle),
        error_summary=errors or [],
        closed=why_closed(desk),
        action=save_address(desk, key),
        before=page_of(desk, before.key) if before else "",
        after=page_of(desk, after.key) if after else "",
        number=agenda.index(line) + 1,
        count=len(agenda),
        settled=len(agenda) - len(left_to_settle(agenda)),
    )


def refused(desk: Desk, key: str, form: AgreementForm) -> Any:
    """Nothing was saved; the reader's text stays in the form."""
    if wants_json():
        return jsonify(errors={name: texts[0] for name, texts in form.errors.items() if name}), 400
    return practice_page(desk, key, form, error_links(form)), 400


def too_late(desk: Desk, key: str, form: AgreementForm, reason: str) -> Any:
    """What was sent is not saved any more; it is shown once, so that nothing is lost unseen."""
    if wants_json():
        return jsonify(saved=False, reason=reason), 409
    return practice_page(desk, key, form, [("#level", reason)]), 409


def conflict(desk: Desk, key: str, saved: Settled) -> Any:
    """Both contents, and a choice: whoever came second decides, having read both."""
    if wants_json():
        return jsonify(conflict_body(saved)), 409
    theirs = saved.theirs
    line = next(each for each in agenda_of(desk) if each.key == key)
    together = "\n\n".join(each.reason for each in (theirs, saved.yours) if each and each.reason)
    same = theirs is not None and theirs.level == saved.yours.level
    page = render_template(
        "agreements/conflict.html",
        desk=desk,
        line=line,
        saved=saved,
        yours_word=form_word(saved.yours),
        together=together,
        items=settlement_items(
            line.practice, form_word(theirs) if same else "", line.standing.middle
        ),
        action=save_address(desk, key),
        back=page_of(desk, key),
    )
    return page, 409


def conflict_body(saved: Settled) -> dict[str, Any]:
    theirs = saved.theirs
    return {
        "saved": False,
        "version": saved.version,
        "yours": {"level": form_word(saved.yours), "reason": saved.yours.reason},
        "theirs": {
            "level": form_word(theirs),
            "reason": theirs.reason if theirs else "",
            "by": saved.by,
            "at": saved.at.isoformat(timespec="seconds") if saved.at else "",
        },
    }
