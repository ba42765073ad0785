"""What the layout of every page reads."""

import hmac
from typing import Any

from flask import Flask, current_app, g
from flask_login import current_user
from sqlalchemy import exists, select

from benchmark.assessment.signing_in import IDLE
from benchmark.database.people import Trust
from benchmark.disclosure.levels import Viewer

ANY_INVENTED = select(exists().where(Trust.invented))


def add_context(app: Flask) -> None:
    app.context_processor(_layout)


def _layout() -> dict[str, Any]:
    viewer = g.get("viewer")
    return {
        "viewer": viewer,
        "viewer_mark": mark_of(viewer, current_app.config["SECRET_KEY"]) if viewer else "",
        "idle_seconds": int(IDLE.total_seconds()),
        "invented": g.get("invented", False),
    }


def mark_of(viewer: Viewer, secret: str) -> str:
    """Tells a browser whether text that it keeps belongs to this person; says nothing of them."""
    return hmac.new(secret.encode(), f"person {viewer.person}".encode(), "sha256").hexdigest()[:16]


def shows_invented(viewer: Viewer | None) -> bool:
    """Whether the reader's trusts are invented; before signing in, whether any trust is."""
    codes = {seat.trust for seat in viewer.seats if seat.trust} if viewer else set()
    if not codes:
        return bool(g.session.scalar(ANY_INVENTED))
    return not codes.isdisjoint(current_user.known.invented)
