"""The whole questionnaire on one page: read before a round opens, printed, filled in by hand."""

from typing import Any

from flask import Blueprint, abort, current_app, g, render_template

from benchmark.assessment.freezing import thawed
from benchmark.assessment.statement import STATEMENT
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.security import EVERYBODY, access
from benchmark.web.vignettes.scenes import scenes_on

questionnaires = Blueprint("questionnaires", __name__)

USUAL_LEVEL = "L1"  # of rounds, unless the trust decides otherwise


@questionnaires.get("/questionnaires/<questionnaire:identity>")
@access("own", EVERYBODY)
def page(identity: str) -> Any:
    """Nothing in it is about anybody: whoever is signed in may read it."""
    asked = questionnaire_named(identity)
    return render_template(
        "questionnaires/questionnaire.html",
        questionnaire=asked,
        statement=STATEMENT[USUAL_LEVEL],
        names={practice.key: practice.name for practice in asked.practices},
        scenes=scenes_on(asked, {}),
    )


def questionnaire_named(identity: str) -> Questionnaire:
    """The text that rounds use; before any round has used it, the text of its file."""
    app: Any = current_app
    frozen = g.session.get(FrozenQuestionnaire, identity)
    if frozen is not None and frozen.content:
        return thawed(frozen)
    found: Questionnaire | None = app.questionnaires.get(identity)
    return found or abort(404)
