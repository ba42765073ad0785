"""The coordinator sends a mail again that could not be delivered."""

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, url_for

from benchmark.assessment.outbox import mail_in, send_again
from benchmark.web.security import access

mails = Blueprint("mails", __name__)


@mails.post("/trusts/<trust:trust>/mails/<id:mail_id>/retry")
@access("trust", frozenset({"coordinator"}))
def retry(trust: str, mail_id: str) -> Any:
    mail = mail_in(g.session, mail_id, g.trust.id) or abort(404)
    if send_again(g.session, mail):
        flash("The mail is sent again in the next minute.")
    here = url_for("coordinator.page", trust=trust, round_id=mail.round_id)
    return redirect(here, 303)
