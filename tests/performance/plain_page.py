"""The executive's page of a trust of 30 divisions: ours beside the plain way to write it.

The plain way is that of a careful developer with an object-relational mapper and a template engine:
responses with their answers as entities, loops over them, every figure worked out at every request,
every mark of a picture set by a template. Sign-in, access check, rules of disclosure, statistics
and the page's own template are the same on both sides, so what is compared is loading, keeping and
painting. Nothing of the plain side is kept from one request to the next.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from flask import Blueprint, g, render_template, render_template_string, request
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from benchmark.assessment.access import rounds_of
from benchmark.assessment.changes_of_lead import changes_ahead, looks_ahead_from
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.plan_facts import actions_in, offers_in
from benchmark.assessment.rescoring import corrections_of
from benchmark.assessment.results import NORM, SOFTWARE, schedule_of
from benchmark.assessment.rounds import is_closed
from benchmark.comparison import judging, keeping
from benchmark.comparison.checks import check_table
from benchmark.comparison.compare import compare
from benchmark.comparison.drawing import Drawable, drawn
from benchmark.comparison.evidence_charts import line_up_answer
from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.comparison.following_told import following_told
from benchmark.comparison.norm_table import norm_words
from benchmark.comparison.numbers import charts_of, tables_of
from benchmark.database.agreements import Agreement, Release
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.database.unchanged import kept_while_unchanged
from benchmark.questionnaire.norms import norm_for
from benchmark.web import keeping as pieces
from benchmark.web.charts import NARROW, NARROW_TEXT, WIDE, WIDE_TEXT
from benchmark.web.security import TRUST_PEOPLE, access
from benchmark.web.trusts import choosing
from benchmark.web.trusts.choosing import choices_of
from tests.performance.big_trust import CODE, READER, big_trust
from tests.servers import Browser, browser_of, serving

PLAIN, OURS = f"/plain/{CODE.lower()}", f"/trusts/{CODE.lower()}/comparison"
ROWS_OF_LEVELS = 38  # of the shaded table: heading, 6 sections, 30 practices, all practices
plain = Blueprint("plain", __name__)

SVG = """{% macro mark(it) %}{% set kind = it.__class__.__name__ %}
{% if kind == "Rect" %}<rect x="{{ n(it.x) }}" y="{{ n(it.y) }}" width="{{ n(it.width) }}"
 height="{{ n(it.height) }}" {{ look(it) }}/>
{% elif kind == "Line" %}<line x1="{{ n(it.x1) }}" y1="{{ n(it.y1) }}" x2="{{ n(it.x2) }}"
 y2="{{ n(it.y2) }}" stroke="{{ it.stroke }}" stroke-width="{{ n(it.stroke_width) }}"/>
{% elif kind == "Ellipse" %}<ellipse cx="{{ n(it.x) }}" cy="{{ n(it.y) }}" rx="{{ n(it.x_radius) }}"
 ry="{{ n(it.y_radius) }}" {{ look(it) }}/>
{% elif kind == "Text" %}<text x="{{ n(it.x) }}" y="{{ n(it.y) }}" font-size="{{ n(it.size) }}"
{% if it.anchor != "start" %} text-anchor="{{ it.anchor }}"{% endif %}
{% if it.bold %} font-weight="bold"{% endif %} fill="{{ it.fill }}">{{ it.text }}</text>
{% elif it.corners %}<polygon
 points="{% for x, y in it.corners %}{{ n(x) }},{{ n(y) }} {% endfor %}"
 {{ look(it) }}/>
{% else %}<circle cx="{{ n(it.x) }}" cy="{{ n(it.y) }}" r="{{ n(it.radius) }}" {{ look(it) }}/>
{% endif %}{% endmacro %}
{% macro look(it) %}fill="{{ it.fill }}"{% if it.stroke %} stroke="{{ it.stroke }}"
 stroke-width="{{ n(it.stroke_width) }}"{% endif %}{% endmacro %}
{% for variant, picture in pictures %}<svg class="chart chart--{{ variant }}" role="img"
 viewBox="0 0 {{ n(picture.width) }} {{ n(picture.height) }}" width="{{ n(picture.width) }}"
 height="{{ n(picture.height) }}">
<title>{{ chart.title }}</title><desc>{{ chart.alternative }}</desc>
{% for it in picture.primitives %}{{ mark(it) }}{% endfor %}</svg>{% endfor %}"""


@plain.get("/plain/<trust:trust>")
@access("trust", TRUST_PEOPLE)
def page(**_place: str) -> Any:
    asked = rounds_of(g.session, g.trust)[0]
    compared = compare(_facts(asked), g.viewer)
    rounds = [(each.id, each.title) for each in rounds_of(g.session, g.trust)]
    choices = choices_of(compared, request.path, request.args, rounds)
    charts = charts_of(compared, choices.change_of)
    return render_template(
        "trusts/comparison.html",
        trust=g.trust,
        round=asked,
        comparison=compared,
        corrections=corrections_of(g.session, asked),
        pictures={chart.key: (chart, _painted(chart)) for chart in charts},
        line_up_answer=line_up_answer(compared),
        parts=tuple(tables_of(compared)),
        following=following_told(compared),
        choices=choices,
        norm=None,
        norm_words=norm_words(compared),
        checks=check_table(compared),
        kept=lambda make, *arguments: make(*arguments),
    )


def _painted(chart: Drawable) -> str:
    sizes = (("narrow", NARROW, NARROW_TEXT), ("wide", WIDE, WIDE_TEXT))
    pictures = [(variant, drawn(chart, *size)) for variant, *size in sizes]
    svg = render_template_string(SVG, chart=chart, pictures=pictures, n=_number)
    return pieces.Markup(svg)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _facts(asked: Round) -> RoundFacts:
    questionnaire = questionnaire_of(asked)
    divisions = list(asked.trust.divisions)
    agreements = g.session.scalars(select(Agreement).where(Agreement.round_id == asked.id)).all()
    query = select(Release.division_id).where(Release.round_id == asked.id)
    released = set(g.session.scalars(query))
    responses = g.session.scalars(
        select(Response)
        .where(Response.round_id == asked.id)
        .options(
            selectinload(Response.answers),
            selectinload(Response.submission),
            selectinload(Response.people),
        )
    ).all()
    levels = np.zeros((len(divisions), len(LEAD_ROLES), len(questionnaire.keys)), np.int8)
    agreed = np.zeros((len(divisions), len(questionnaire.keys)), np.int8)
    places = {division.id: place for place, division in enumerate(divisions)}
    columns = {key: place for place, key in enumerate(questionnaire.keys)}
    evidence: dict[str, dict[str, tuple[str, ...]]] = {}
    for response in responses:
        row = levels[places[response.division_id], LEAD_ROLES.index(response.role)]
        for answer in response.answers:
            row[columns[answer.practice]] = answer.level
            if answer.share and answer.evidence:
                texts = evidence.setdefault(response.division.key, {})
                known = texts.get(answer.practice, ())
                texts[answer.practice] = tuple(sorted((*known, answer.evidence)))
    for agreement in agreements:
        agreed[places[agreement.division_id], columns[agreement.practice]] = agreement.level or 0
    complete = [
        sum(each.division_id == division.id and each.submission is not None for each in responses)
        for division in divisions
    ]
    return RoundFacts(
        trust_code=asked.trust.code,
        trust_name=asked.trust.name,
        invented=asked.trust.invented,
        round_id=asked.id,
        round_title=asked.title,
        closed=is_closed(asked, now()),
        data_cut=max(each.submission.submitted_at for each in responses if each.submission),
        questionnaire=questionnaire,
        schedule=schedule_of(g.session, asked),
        norm=norm_for(questionnaire, NORM),
        divisions=tuple(
            DivisionFacts(
                division.key,
                division.name,
                count,
                released=division.id in released,
                respondents=_people(responses, division.id),
            )
            for division, count in zip(divisions, complete, strict=True)
        ),
        levels=levels,
        agreed=agreed,
        shared_evidence=evidence,
        software=SOFTWARE,
        visibility=asked.level,
        offers=offers_in(g.session, asked, [each.key for each in divisions], questionnaire.keys),
        actions=actions_in(g.session, asked, [each.key for each in divisions]),
        lead_changes=changes_ahead(g.session, asked, tuple(each.key for each in divisions)),
        lead_changes_from=looks_ahead_from(asked),
    )


def _people(responses: Sequence[Response], division: int) -> frozenset[int]:
    own = (each for each in responses if each.division_id == division and each.submission)
    return frozenset(person.id for response in own for person in response.people)


@contextmanager
def reader() -> Iterator[Browser]:
    """The executive of the big trust, signed in, over an application that has both pages."""
    with big_trust() as address, serving(address) as app:
        app.register_blueprint(plain)
        yield browser_of(app, READER)


def ours(browser: Browser) -> str:
    return _read(browser, OURS)


def ours_after_a_change(browser: Browser) -> str:
    """The first reading after anything has changed: nothing of the round is kept."""
    forget(browser)
    return _read(browser, OURS)


def theirs(browser: Browser) -> str:
    forget(browser)
    return _read(browser, PLAIN)


def forget(browser: Browser) -> None:
    app: Any = browser.application
    with transaction(app.engine, writes=False) as session:
        kept_while_unchanged(session).clear()
    for each in (judging._parts, keeping._compare, pieces._made, choosing._choices):
        each.cache_clear()


def _read(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status}")
    text: str = answer.text
    return text


def check(one: object, other: object) -> None:
    """Every cell of every table, every mark and word of every picture, and all other text."""
    here, there = _said(str(one)), _said(str(other))
    assert here == there
    assert str(one).count('<tr class="app-heat') == ROWS_OF_LEVELS - 1


def _said(page: str) -> list[str]:
    """The page's texts and the places of its marks, without tokens, addresses and spaces."""
    main = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    marks = re.findall(r"(?:<(?:rect|line|circle|ellipse|polygon)|viewBox)[^>]*", main)
    numbers = [" ".join(re.findall(r"-?\d+(?:\.\d+)?", mark)) for mark in marks]
    texts = (" ".join(text.split()) for text in re.findall(r">([^<]+)", main))
    return [*filter(None, texts), *numbers]
