"""Pages for everybody, and the health of the service for those who run it."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy import text

from benchmark.assessment.retention import NOTICE_DAYS
from benchmark.database.migration import SchemaMismatch, check_schema
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION, USUAL_RETENTION
from benchmark.variation.dossier import own_dossier
from benchmark.web.cookies import DEVICE_COOKIE, SIGN_IN_COOKIE, cookie_name
from benchmark.web.information.methods import (
    elsewhere_rows,
    example_tables,
    simulation_tables,
)
from benchmark.web.metrics import Counts, may_read, told
from benchmark.web.security import public

KEPT = {
    "usual": USUAL_RETENTION,
    "shortest": SHORTEST_RETENTION,
    "longest": LONGEST_RETENTION,
    "notice": NOTICE_DAYS,
}
information = Blueprint("information", __name__)


@information.get("/privacy")
@public
def privacy() -> Any:
    return render_template("information/privacy.html", years=KEPT)


@information.get("/cookies")
@public
def cookies() -> Any:
    return render_template(
        "information/cookies.html",
        sign_in_cookie=cookie_name(SIGN_IN_COOKIE),
        device_cookie=cookie_name(DEVICE_COOKIE),
    )


@information.get("/accessibility")
@public
def accessibility() -> Any:
    return render_template("information/accessibility.html")


@information.get("/help")
@public
def help_page() -> Any:
    return render_template("information/help.html")


@information.get("/methods/validation")
@public
def validation() -> Any:
    """Published figures beside ours, and what simulations say of the intervals."""
    dossier = own_dossier()
    return render_template(
        "information/validation.html",
        checks=len(dossier.checks),
        missed=dossier.missed,
        examples=example_tables(dossier),
        elsewhere=elsewhere_rows(dossier.elsewhere),
        simulations=simulation_tables(dossier),
    )


@information.get("/healthz")
@public
def alive() -> Any:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@information.get("/readyz")
@public
def ready() -> Any:
    """The database answers and has the schema of this software."""
    app: Any = current_app
    try:
        check_schema(app.engine)
    except SchemaMismatch:
        abort(503)
    with app.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}


@information.get("/metrics")
@public
def metrics() -> Any:
    """For a program that has the token; for everybody else there is no such page."""
    counts: Counts | None = current_app.config["METRICS"]
    if counts is None or not may_read(counts, request.headers.get("Authorization", "")):
        abort(404)
    return Response(told(counts, g.session), content_type=CONTENT_TYPE_PLAIN_0_0_4)
