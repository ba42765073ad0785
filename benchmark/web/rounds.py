"""Which round a page is about: the one that was asked for, or the newest with something to show."""

import re
from http import HTTPStatus

from flask import abort, g, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from benchmark.assessment.access import rounds_of
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.mergers import before
from benchmark.assessment.over_rounds import comparison_over_rounds
from benchmark.assessment.preparing import find_round
from benchmark.assessment.retention import removed_in_words
from benchmark.assessment.rounds import shows_something
from benchmark.comparison.content import Comparison
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.web.security import local_address, wants_json


def asked_round(trust: Trust) -> Round | None:
    """The round of ``?round=``, else the newest that shows something, else the newest.

    A round of another trust is as absent as one that does not exist. One whose answers were
    removed ends here, with a page that says so.
    """
    asked = g.asked = _asked_of(trust, rounds_here(trust))  # the record of who did what names it
    if asked is not None and asked.removed_at is not None:
        abort(_removed(asked))
    return asked


def _removed(asked: Round) -> Response:
    if wants_json():
        return make_response(jsonify(errors={"": removed_in_words(asked)}), HTTPStatus.GONE)
    page = render_template(
        "trusts/removed-round.html", trust=asked.trust, round=asked, division=g.get("division")
    )
    return make_response(page, HTTPStatus.GONE)


def _asked_of(trust: Trust, rounds: list[Round]) -> Round | None:
    wanted = request.args.get("round")
    if wanted:
        here = next((each for each in rounds if each.id == wanted), None)
        return here or abort(_before_a_merger(trust, wanted) or 404)
    shown = (each for each in rounds if shows_something(g.session, each))
    return next(shown, rounds[0] if rounds else None)


def _before_a_merger(trust: Trust, wanted: str) -> Response | None:
    """To where a round has gone with its trust, for those who may read it there."""
    for old in before(trust):
        if g.viewer.roles_in(old.code) and find_round(g.session, old, wanted):
            place = re.compile(rf"^/(\w+)/{trust.code}(?=[/-])", re.IGNORECASE)
            path = place.sub(rf"/\1/{old.code.lower()}", request.path)
            address = f"{path}?{request.query_string.decode()}"
            return redirect(local_address(address), 303)
    return None


def round_here() -> Round:
    """``asked_round`` of the trust in the address; before its first round, a page that says so."""
    asked = asked_round(g.trust)
    if asked is None:
        abort(make_response(render_template("trusts/no-round.html", trust=g.trust)))
    return asked


def rounds_here(trust: Trust) -> list[Round]:
    """The rounds of the trust that a page is about, newest first; read once for a page."""
    if "rounds" not in g:
        g.rounds = rounds_of(g.session, trust)
    rounds: list[Round] = g.rounds
    return rounds


def comparison_of(asked: Round) -> Comparison:
    return comparison_over_rounds(g.session, g.viewer, asked, questionnaire_of(asked))
