"""Who may use a view: declared on each view, checked before it runs, refused when absent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from benchmark.assessment.access import (
    find_division,
    find_job,
    find_response,
    find_trust,
)
from benchmark.assessment.inside import readable_correction, readable_report
from benchmark.assessment.saving import own_answer
from benchmark.database.people import LEAD_ROLES, ROLES, TRUST_ROLES
from benchmark.disclosure.levels import Viewer

View = TypeVar("View", bound=Callable[..., Any])

SUPPORT = frozenset({"support"})  # no post: only an access that somebody has opened
EVERYBODY = frozenset(ROLES) | SUPPORT
LEADS = frozenset(LEAD_ROLES)
TRUST_PEOPLE = frozenset((*LEAD_ROLES, *TRUST_ROLES))
COORDINATORS = frozenset({"coordinator"})
API = "/api/"


class NotTheirs(NotFound):
    """It looks like what does not exist; the record of who did what tells it apart."""


@dataclass(frozen=True, slots=True)
class Access:
    scope: str
    roles: frozenset[str]
    arriving: bool = False  # also for somebody who still owes their second factor
    # hundreds of leads save on the last day, and SQLite has one lock: who comes, whether they may
    # and what they send is found out before it is taken, from plain columns. Other steps are rare,
    # and take it at the start
    late: bool = False


def public(view: View) -> View:
    """Anybody may use this view."""
    return _declare(view, Access("public", frozenset()))


def access(
    scope: str, roles: frozenset[str], *, arriving: bool = False, late: bool = False
) -> Callable[[View], View]:
    """People with one of the roles, within the scope: own, division, trust, support or national.

    ``arriving`` is for the few views that ask for a second factor, ``late`` for the one that saves
    an answer.
    """
    if scope not in (ADMITTED_LATE if late else ADMITTED) or not roles <= EVERYBODY or not roles:
        raise ValueError(f"unknown scope {scope!r} or roles {sorted(roles)}")
    return lambda view: _declare(view, Access(scope, roles, arriving, late))


def _declare(view: View, declared: Access) -> View:
    vars(view)["access"] = declared  # the function itself carries its declaration
    return view


def declared_access(app: Flask, endpoint: str) -> Access | None:
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_undeclared(app: Flask) -> None:
    """The app does not start while any view lacks its declaration."""
    missing = sorted(name for name in app.view_functions if declared_access(app, name) is None)
    if missing:
        raise RuntimeError(f"no access declared on: {', '.join(missing)}")


def admit(declared: Access, viewer: Viewer | None, place: dict[str, Any]) -> Response | None:
    """None when the viewer may go on; what lies outside their reach does not exist for them."""
    if declared.scope == "public":
        return None
    if viewer is None and declared.arriving:
        viewer = g.get("arriving")
    if viewer is None:
        return ask_to_sign_in()
    admitted = ADMITTED_LATE if declared.late else ADMITTED
    if not admitted[declared.scope](viewer, declared.roles, place):
        raise NotTheirs
    return None


def ask_to_sign_in() -> Response:
    if wants_json():
        abort(401)
    if g.get("arriving"):
        return redirect(url_for("second_factor.ask", next=asked_page()), 303)
    if request.method not in ("GET", "HEAD"):
        return redirect(url_for("account.sign_in", unsaved="yes"), 303)
    return redirect(url_for("account.sign_in", next=asked_page()), 303)


def asked_page() -> str | None:
    """Where to go on afterwards, unless that is the start page or more than reading."""
    page = request.full_path.rstrip("?")
    return page if page != "/" and request.method in ("GET", "HEAD") else None


def local_address(address: str | None) -> str:
    """An address on this site, else the start page: a link may not send people elsewhere."""
    wanted = address or ""
    # browsers read "/\" as "//", and leave tabs and line ends out before they look
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if local and wanted.isprintable() else url_for("start.page")


def is_api() -> bool:
    """Whether this is asked of the API, where everything is JSON and nobody is sent elsewhere."""
    return request.path.startswith(API)


def wants_json() -> bool:
    return is_api() or request.accept_mimetypes.best == "application/json"


def _own(viewer: Viewer, _: frozenset[str], place: dict[str, Any]) -> bool:
    """One's own response, also after the tenure has ended; or one's own start page."""
    if "response_id" not in place:
        return True
    g.response = find_response(g.session, viewer, place["response_id"])
    return g.response is not None


def _own_answer(viewer: Viewer, _: frozenset[str], place: dict[str, Any]) -> bool:
    """One's own response with the answer to one practice: plain columns, and no object."""
    g.own = own_answer(g.session, viewer.person, place["response_id"], place["practice"])
    return g.own is not None


def _division(viewer: Viewer, roles: frozenset[str], place: dict[str, Any]) -> bool:
    """A division of which the viewer holds one of the roles."""
    g.division = find_division(g.session, place["trust"], place["division"])
    seats = [
        s for s in viewer.seats if (s.trust, s.division) == (place["trust"], place["division"])
    ]
    return g.division is not None and any(seat.role in roles for seat in seats)


def _trust(viewer: Viewer, roles: frozenset[str], place: dict[str, Any]) -> bool:
    """A trust, or something that belongs to it, in which the viewer holds one of the roles."""
    code = _trust_code(viewer, place)
    if code is None or not viewer.roles_in(code) & roles:
        return False
    g.trust = find_trust(g.session, code)
    if "division" in place:
        g.division = find_division(g.session, code, place["division"])
        return g.division is not None
    return g.trust is not None


def _trust_code(viewer: Viewer, place: dict[str, Any]) -> str | None:
    if "correction_id" in place:
        g.correction = readable_correction(g.session, viewer, place["correction_id"])
        return g.correction.round.trust.code if g.correction else None
    if "job_id" in place:
        g.job = find_job(g.session, viewer, place["job_id"])
        return g.job.trust.code if g.job else None
    if "report_id" not in place:
        return str(place["trust"])
    g.report = readable_report(g.session, viewer, place["report_id"])
    return g.report.round.trust.code if g.report else None


def _support(viewer: Viewer, _: frozenset[str], place: dict[str, Any]) -> bool:
    """A trust that the viewer may look into for support, now."""
    if place["trust"] not in viewer.supports:
        return False
    g.trust = find_trust(g.session, place["trust"])
    return g.trust is not None


def _national(viewer: Viewer, roles: frozenset[str], _: dict[str, Any]) -> bool:
    return any(seat.role in roles for seat in viewer.seats)


Admits = Callable[[Viewer, frozenset[str], dict[str, Any]], bool]
ADMITTED: dict[str, Admits] = {
    "own": _own,
    "division": _division,
    "trust": _trust,
    "support": _support,
    "national": _national,
}
ADMITTED_LATE: dict[str, Admits] = {"own": _own_answer}  # where the lock is taken late
