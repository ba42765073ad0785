"""One trust: the comparison of its divisions, and the trust's report."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from benchmark.assessment.inside import readable_of
from benchmark.assessment.issuing import TRUST_REPORT, issue_trust_report, issued, reports_of
from benchmark.assessment.rescoring import corrections_of
from benchmark.comparison.checks import check_table
from benchmark.comparison.evidence_charts import line_up_answer
from benchmark.comparison.following_told import following_told
from benchmark.comparison.norm_table import norm_table, norm_words
from benchmark.comparison.numbers import tables_of
from benchmark.web.formats import table_download
from benchmark.web.keeping import kept, parts_of, pictures_of
from benchmark.web.rounds import asked_round, comparison_of, round_here, rounds_here
from benchmark.web.security import TRUST_PEOPLE, access
from benchmark.web.trusts.choosing import NORM, choices_of

trusts = Blueprint("trusts", __name__)


@trusts.get("/trusts/<trust:trust>/comparison")
@access("trust", TRUST_PEOPLE)
def comparison(trust: str) -> Any:
    asked = round_here()
    compared = comparison_of(asked)
    rounds = [(each.id, each.title) for each in rounds_here(g.trust)]
    choices = choices_of(compared, request.path, request.args, rounds)
    return render_template(
        "trusts/comparison.html",
        trust=g.trust,
        round=asked,
        comparison=compared,
        corrections=corrections_of(g.session, asked),
        pictures=kept(pictures_of, compared, choices.change_of),
        line_up_answer=kept(line_up_answer, compared),
        parts=kept(parts_of, compared),
        following=kept(following_told, compared),
        choices=choices,
        norm=kept(norm_table, compared) if choices.comparator == NORM else None,
        norm_words=norm_words(compared),
        checks=kept(check_table, compared),
    )


@trusts.get("/trusts/<trust:trust>/comparison.csv")
@access("trust", TRUST_PEOPLE)
def numbers(trust: str) -> Any:
    """One table of the comparison page: the numbers that stand beside a picture."""
    asked = asked_round(g.trust) or abort(404)
    compared = comparison_of(asked)
    tables = tables_of(compared, choices_of(compared, "", request.args).change_of)
    part = request.args.get("part", "lists")
    table = tables.get(part) or abort(404)
    return table_download(table, f"{trust}-{asked.opens_on:%Y-%m}", part)


@trusts.get("/trusts/<trust:trust>/report")
@access("trust", TRUST_PEOPLE)
def report(trust: str) -> Any:
    asked = round_here()
    compared = comparison_of(asked)
    return render_template(
        "trusts/report.html",
        trust=g.trust,
        round=asked,
        comparison=compared,
        corrections=corrections_of(g.session, asked),
        current=issued(g.session, asked, None, compared.content_hash, TRUST_REPORT),
        earlier=readable_of(g.session, g.viewer, asked, reports_of(asked, None, TRUST_REPORT)),
    )


@trusts.post("/trusts/<trust:trust>/report")
@access("trust", TRUST_PEOPLE)
def issue(trust: str) -> Any:
    asked = asked_round(g.trust) or abort(404)
    compared = comparison_of(asked)
    if compared.released:
        issue_trust_report(g.session, asked, compared)
    return redirect(url_for("trusts.report", trust=trust, round=asked.id), 303)
