"""What is held about oneself, to download: everybody for themselves, and nobody for another."""

from typing import Any

from flask import Blueprint, g, render_template
from flask_login import current_user

from benchmark.assessment.calendar import london_day
from benchmark.assessment.subject_access import ABOUT, give_own_data
from benchmark.database.schema import now
from benchmark.web.formats import download
from benchmark.web.security import EVERYBODY, access

own_data = Blueprint("own_data", __name__)


@own_data.get("/account/data")
@access("own", EVERYBODY)
def page() -> Any:
    return render_template("account/own-data.html", about=list(ABOUT.values()))


@own_data.post("/account/data")
@access("own", EVERYBODY)
def give() -> Any:
    """A form and no link: it leaves an entry in the record."""
    given = give_own_data(g.session, current_user.person)
    day = london_day(now()).isoformat()
    return download(given.content, f"held-about-you-{day}.zip", "application/zip")
