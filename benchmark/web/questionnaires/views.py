"""The whole questionnaire on one page: read before a round opens, printed, filled in by hand."""

from typing import Any

from flask import Blueprint, abort, current_app, g, render_template

from benchmark.assessment.freezing import thawed
from benchmark.assessment.statement import statement_at
from benchmark.comparison import paper
from benchmark.comparison.paper import PaperForm, Statement, paper_form
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.paper import questionnaire_pdf
from benchmark.web.formats import pdf_download
from benchmark.web.security import EVERYBODY, access

questionnaires = Blueprint("questionnaires", __name__)

USUAL_LEVEL = "L1"  # of rounds, unless the trust decides otherwise


@questionnaires.get("/questionnaires/<questionnaire:identity>")
@access("own", EVERYBODY)
def page(identity: str) -> Any:
    """Nothing in it is about anybody: whoever is signed in may read it."""
    return render_template(
        "questionnaires/questionnaire.html",
        form=form_of(questionnaire_named(identity)),
        words=paper,
    )


@questionnaires.get("/questionnaires/<questionnaire:identity>.pdf")
@access("own", EVERYBODY)
def paper_file(identity: str) -> Any:
    form = form_of(questionnaire_named(identity))
    return pdf_download(questionnaire_pdf(form), form.identity)


def form_of(asked: Questionnaire) -> PaperForm:
    """What page and PDF show: with the statement of rounds at their usual level."""
    parts = statement_at(USUAL_LEVEL)
    return paper_form(asked, [Statement(part.heading, " ".join(part.sentences)) for part in parts])


def questionnaire_named(identity: str) -> Questionnaire:
    """The text that rounds use; before any round has used it, the text of its file."""
    app: Any = current_app
    frozen = g.session.get(FrozenQuestionnaire, identity)
    if frozen is not None and frozen.content:
        return thawed(frozen)
    found: Questionnaire | None = app.questionnaires.get(identity)
    return found or abort(404)
