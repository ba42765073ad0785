"""The improvement pack: who offers to show how, who asks, shared evidence and actions."""

from typing import Any

from flask import Blueprint, abort, g, render_template

from benchmark.comparison.practice_pack import NO_NAMES, practice_pack
from benchmark.web.rounds import asked_round, comparison_of, round_here
from benchmark.web.security import TRUST_PEOPLE, access

practices = Blueprint("practices", __name__)


@practices.get("/trusts/<trust:trust>/practices")
@access("trust", TRUST_PEOPLE)
def every(trust: str) -> Any:
    asked = round_here()
    pack = practice_pack(comparison_of(asked))
    return render_template(
        "practices/practices.html", trust=g.trust, round=asked, pack=pack, about=NO_NAMES
    )


@practices.get("/trusts/<trust:trust>/practices/<practice:practice>")
@access("trust", TRUST_PEOPLE)
def one(trust: str, practice: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    pack = practice_pack(comparison_of(asked))
    entry = pack.entry(practice) or abort(404)
    return render_template(
        "practices/practice.html",
        trust=g.trust,
        round=asked,
        pack=pack,
        entry=entry,
        about=NO_NAMES,
    )
