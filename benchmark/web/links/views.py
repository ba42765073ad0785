"""A link in a mail: opening it changes nothing, the button on its page signs its reader in.

Mail scanners open every link before a person does. So reading a page spends nothing, and a link
that does not work looks the same whether it was used, has expired or was never made.
"""

from typing import Any

from flask import (
    Blueprint,
    abort,
    after_this_request,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from benchmark.assessment.mail_links import (
    ask_for_new_link,
    live_link,
    owner_of,
    too_many_unknown,
    use_link,
)
from benchmark.database.mail import MailLink
from benchmark.database.schema import now
from benchmark.web import login
from benchmark.web.formats import response_title
from benchmark.web.noticed import notice_way_in
from benchmark.web.security import public

links = Blueprint("links", __name__)


@links.get("/links/<token:token>")
@public
def page(token: str) -> Any:
    hide_address()
    link = live_link(g.session, token, now())
    if link is None:
        return gone()
    return render_template(
        "links/link.html",
        name=link.person.name,
        title=response_title(link.response),
        other=bool(g.viewer and g.viewer.person != link.person_id),
    )


@links.post("/links/<token:token>")
@public
def follow(token: str) -> Any:
    hide_address()
    if too_many_unknown(g.session, request.remote_addr or ""):
        abort(429)
    if request.form.get("again") == "yes":
        ask_for_new_link(g.session, token, request.remote_addr or "", now())
        return redirect(url_for("links.sent"), 303)
    link = use_link(g.session, token, request.remote_addr or "", now())
    if link is not None:
        login.sign_in(link.person, "link")
        return on_to_the_answers(link)
    # the same button in another tab: whoever it has just signed in goes on
    spent = owner_of(g.session, token)
    if spent and g.viewer and g.viewer.person == spent.person_id:
        return on_to_the_answers(spent)
    return gone()


@links.get("/link-sent")
@public
def sent() -> Any:
    """The same for everybody: it does not tell whether a link was known."""
    return render_template("links/sent.html")


def on_to_the_answers(link: MailLink) -> Any:
    here = url_for("responses.task_list", response_id=link.response_id)
    return redirect(here, 303)


def gone() -> Any:
    notice_way_in("sign-in refused", "link", "")
    return render_template("links/gone.html"), 404


def hide_address() -> None:
    """The address of this page is a secret: no other request, not even to us, may name it."""

    @after_this_request
    def hide(answer: Any) -> Any:
        # not no-referrer: the check of forms over TLS wants to read where they come from
        answer.headers["Referrer-Policy"] = "strict-origin"
        return answer
