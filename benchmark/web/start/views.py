"""The start page: what this person can do next, first."""

from typing import Any

from flask import Blueprint, current_app, g, jsonify, render_template

from benchmark.web.security import EVERYBODY, access, wants_json
from benchmark.web.start.content import start_content

start = Blueprint("start", __name__)


@start.get("/")
@access("own", EVERYBODY)
def page() -> Any:
    content = start_content(g.session, g.viewer)
    if wants_json():
        return jsonify(content.links)
    app: Any = current_app
    return render_template(
        "start/start.html",
        content=content,
        # the national team writes them; everybody else comes to theirs through a round
        questionnaires=app.questionnaires.values() if content.national else (),
    )
