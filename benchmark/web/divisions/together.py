"""Many practices settled in one step, after a page that says which."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template

from benchmark.assessment.agreeing import NotNow
from benchmark.web.divisions.agenda import Line, agenda_of
from benchmark.web.divisions.desk import Desk, waiting, why_closed


def together_page(
    desk: Desk, template: str, chosen: Callable[[tuple[Line, ...]], list[Line]], closed: str = ""
) -> Any:
    """The list of what the step would settle, before its button."""
    if not desk.decision.show:
        return waiting(desk)
    return render_template(
        template, desk=desk, lines=chosen(agenda_of(desk)), closed=closed or why_closed(desk)
    )


def settled_together(desk: Desk, settle: Callable[..., int], what: str) -> Any:
    """Take the step, and go back to the list. Taken twice, it finds nothing left to do."""
    if not desk.decision.show:
        return waiting(desk, 409)
    try:
        count = settle(g.session, desk.asked, desk.division, desk.questionnaire, g.viewer.person)
    except NotNow:
        return redirect(desk.address("divisions.agreement"), 303)  # that page says why
    if count:
        flash(f"{count} practices {what}." if count > 1 else f"One practice {what}.")
    return redirect(desk.address("divisions.agreement"), 303)
