"""For the three leads of a division only (L2): who said what, where they differ, their report."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, g, redirect, render_template

from benchmark.assessment.division_contents import content_inside
from benchmark.assessment.issuing import (
    OF_THE_THREE,
    issue_division_report,
    issued,
    reports_of,
)
from benchmark.comparison.division_content import DivisionContent
from benchmark.comparison.dumbbell import dumbbell
from benchmark.comparison.inside import Inside
from benchmark.web.charts import svg_pair
from benchmark.web.divisions.desk import Desk, desk_here, inside_of, waiting
from benchmark.web.formats import table_download
from benchmark.web.security import LEADS, access

three = Blueprint("three", __name__)


@three.get("/divisions/<trust:trust>-<division:division>/three")
@access("division", LEADS)
def page(trust: str, division: str) -> Any:
    desk = desk_here()
    inside = inside_of(desk)
    if inside is None:
        return waiting(desk)
    content, chart = content_of_desk(desk, inside), dumbbell(inside)
    known = content.content_hash if content else ""
    return render_template(
        "three/three.html",
        desk=desk,
        inside=inside,
        content=content,
        practices={practice.key: practice for practice in desk.questionnaire.practices},
        chart=chart,
        picture=svg_pair(chart),
        current=issued(g.session, desk.asked, desk.division, known, OF_THE_THREE),
        earlier=list(g.session.scalars(reports_of(desk.asked, desk.division, OF_THE_THREE))),
    )


@three.post("/divisions/<trust:trust>-<division:division>/three")
@access("division", LEADS)
def issue(trust: str, division: str) -> Any:
    desk = desk_here()
    inside = inside_of(desk)
    if inside is None:
        return waiting(desk, HTTPStatus.CONFLICT)
    content = content_of_desk(desk, inside)
    if content:
        issue_division_report(g.session, desk.asked, desk.division, content)
    return redirect(desk.address("three.page"), HTTPStatus.SEE_OTHER)


@three.get("/divisions/<trust:trust>-<division:division>/three.csv")
@access("division", LEADS)
def numbers(trust: str, division: str) -> Any:
    """The table beside the picture, or the page that says why there is none yet."""
    desk = desk_here()
    inside = inside_of(desk)
    if inside is None:
        return waiting(desk)
    name = f"{trust}-{division}-{desk.asked.opens_on:%Y-%m}"
    return table_download(dumbbell(inside).table, name, "three")


def content_of_desk(desk: Desk, inside: Inside) -> DivisionContent | None:
    return content_inside(g.session, desk.asked, desk.division, desk.questionnaire, inside)
