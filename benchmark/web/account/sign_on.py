"""Sign-on through another organisation: there by a link, back to a page with a button.

Coming back is a GET and therefore changes nothing here; its button signs in.
"""

from typing import Any

from flask import (
    Blueprint,
    abort,
    after_this_request,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
)

from benchmark.assessment.signing_on import (
    counts_as_second_factor,
    keep_identity,
    person_of_claims,
)
from benchmark.database.session import transaction
from benchmark.web import login
from benchmark.web.account.provider import FAULTS, begin, claims_that_came_back
from benchmark.web.noticed import notice_way_in
from benchmark.web.security import local_address, public

sign_on = Blueprint("sign_on", __name__)
BACK = "/sign-on/back"
WANTED = "sign_on_next"


@sign_on.get("/sign-on")
@public
def start() -> Any:
    if current_app.config["SIGN_ON"] is None:
        abort(404)
    try:
        # never built from what the browser calls this service
        answer = begin(current_app.config["MAIL"].base_address + BACK)
    except FAULTS as fault:
        return _refused(fault)
    session[WANTED] = local_address(request.args.get("next"))
    return answer


@sign_on.get(BACK)
@public
def back() -> Any:
    """Where the organisation sends people back to, with a code that works once."""
    if current_app.config["SIGN_ON"] is None:
        abort(404)
    _hide_address()
    if not request.args.get("code") or not request.args.get("state"):
        return _refused(None)
    return render_template(
        "account/sign-on.html",
        label=current_app.config["SIGN_ON"].label,
        code=request.args["code"],
        state=request.args["state"],
    )


@sign_on.post(BACK)
@public
def finish() -> Any:
    settings = current_app.config["SIGN_ON"]
    if settings is None:
        abort(404)
    _hide_address()
    try:
        claims = claims_that_came_back()
    except FAULTS as fault:
        return _refused(fault)
    wanted = session.get(WANTED)
    app: Any = current_app
    with transaction(app.engine, writes=True) as g.session:
        person = person_of_claims(g.session, claims)
        if person is None:
            return _refused(None)
        keep_identity(g.session, claims, person)
        passed = counts_as_second_factor(claims, settings.second_factors)
        login.sign_in(person, "sign-on", passed=passed)
    return redirect(local_address(wanted), 303)


def _refused(fault: Exception | None) -> Any:
    """The same page whatever the reason: it does not tell who is known here."""
    notice_way_in("sign-in refused", "sign-on", "")
    if fault is not None:
        # the kind only: a message may hold a code or a token
        current_app.logger.warning("sign-on refused: %s", type(fault).__name__)
    label = current_app.config["SIGN_ON"].label
    return render_template("account/sign-on-refused.html", label=label), 400


def _hide_address() -> None:
    """The address holds a code: no other request may name it."""

    @after_this_request
    def hide(answer: Any) -> Any:
        answer.headers["Referrer-Policy"] = "strict-origin"
        return answer
