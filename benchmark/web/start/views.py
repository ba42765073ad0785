"""The start page: what this person can do next, first."""

from typing import Any

from flask import Blueprint, g, jsonify, render_template

from benchmark.web.security import EVERYBODY, access, wants_json
from benchmark.web.start.content import start_content

start = Blueprint("start", __name__)


@start.get("/")
@access("own", EVERYBODY)
def page() -> Any:
    content = start_content(g.session, g.viewer)
    if wants_json():
        return jsonify(content.links)
    return render_template("start/start.html", content=content)
