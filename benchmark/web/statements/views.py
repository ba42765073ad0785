"""A lead reads who will see what, acknowledges it, and may take their answers back."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for

from benchmark.assessment.example import example_comparison
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.statement import acknowledge, must_acknowledge, statement_for
from benchmark.assessment.withdrawing import issued_with, withdraw
from benchmark.comparison.numbers import charts_of
from benchmark.web.charts import svg_pair
from benchmark.web.formats import error_links, response_title
from benchmark.web.security import LEADS, access
from benchmark.web.statements.forms import WithdrawalForm

statements = Blueprint("statements", __name__)


@statements.get("/statements/<id:response_id>")
@access("own", LEADS)
def statement(response_id: str) -> Any:
    asked = g.response.round
    example = example_comparison(questionnaire_of(asked), asked.level)
    return render_template(
        "statements/statement.html",
        response=g.response,
        title=response_title(g.response),
        statement=statement_for(asked),
        must_acknowledge=must_acknowledge(g.session, g.response, g.viewer.person),
        comparison=example,
        pictures={chart.key: (chart, svg_pair(chart)) for chart in charts_of(example)},
    )


@statements.post("/statements/<id:response_id>")
@access("own", LEADS)
def acknowledge_statement(response_id: str) -> Any:
    acknowledge(g.session, g.response, g.viewer.person)
    return redirect(url_for("responses.task_list", response_id=response_id), 303)


@statements.get("/withdrawals/<id:response_id>")
@access("own", LEADS)
def withdrawal(response_id: str) -> Any:
    return withdrawal_page()


@statements.post("/withdrawals/<id:response_id>")
@access("own", LEADS)
def withdraw_answers(response_id: str) -> Any:
    form = WithdrawalForm()
    if not form.validate():
        return withdrawal_page(error_links(form)), 400
    withdraw(g.session, g.response, g.viewer.person)
    return redirect(url_for("statements.withdrawal", response_id=response_id), 303)


def withdrawal_page(errors: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "statements/withdrawal.html",
        response=g.response,
        title=response_title(g.response),
        issued=issued_with(g.session, g.response),
        error_summary=errors or [],
    )
