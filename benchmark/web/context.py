"""What the layout of every page reads."""

from typing import Any

from flask import Flask, g
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from benchmark.database.people import Trust
from benchmark.disclosure.levels import Viewer


def add_context(app: Flask) -> None:
    app.context_processor(_layout)


def _layout() -> dict[str, Any]:
    return {"viewer": g.get("viewer"), "invented": g.get("invented", False)}


def shows_invented(session: Session, viewer: Viewer | None) -> bool:
    """Whether the reader's trusts are invented; before signing in, whether any trust is."""
    codes = {seat.trust for seat in viewer.seats if seat.trust} if viewer else set()
    invented = exists().where(Trust.invented)
    if codes:
        invented = invented.where(Trust.code.in_(codes))
    return bool(session.scalar(select(invented)))
