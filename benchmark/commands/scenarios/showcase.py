"""The showcase: one invented acute trust, seven divisions, three yearly rounds and an open one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import TypedDict

import numpy as np
from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.rounds import open_round
from benchmark.assessment.statement import acknowledge
from benchmark.commands.scenarios.agreements import (
    meeting_of_three,
    release_at,
    settle_at,
    tell_the_round,
)
from benchmark.commands.scenarios.invention import (
    DISAGREE,
    DIVISIONS,
    LEADERS,
    LEADS,
    Levels,
    invent,
)
from benchmark.commands.scenarios.people import add_person, add_tenure, add_trust
from benchmark.commands.scenarios.plans import plan_and_offer, plans_of_divisions
from benchmark.database.people import LEAD_ROLES, Trust
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.sheet import pack, sheet_hash

CODE, NAME, DOMAIN = "ZZF", "Fallowmere Hospitals NHS Trust (invented)", "fallowmere.example"
YEARS = (2023, 2024, 2025)
WITH_EVIDENCE, MAY_BE_SHARED = 0.22, 0.6


class Evidence(TypedDict):
    """A text that a lead might write beside an answer of one of the levels it fits."""

    role: str
    fits: list[int]
    text: str


Texts = dict[str, list[Evidence]]


def fill_showcase(session: Session, questionnaire: Questionnaire, password: str) -> None:
    trust = add_trust(session, CODE, NAME, DIVISIONS)
    _add_people(session, trust, password)
    texts = _evidence_texts()
    draw = np.random.default_rng(20231)
    rounds = {}
    for year, levels in zip(YEARS, invent(questionnaire.keys, len(YEARS)), strict=True):
        asked = open_round(
            session, trust, questionnaire, f"Round {year}", date(year, 10, 2), date(year, 10, 31)
        )
        asked.state = "closed"
        for response in asked.responses:
            _answer(session, response, questionnaire, levels, texts, draw)
            _submit(response, questionnaire, datetime.combine(asked.opens_on, time(9), UTC), draw)
        session.flush()
        _agree_and_release(session, asked, questionnaire)
        rounds[year] = asked
    plan_and_offer(session, rounds, plans_of_divisions())
    _open_this_years_round(session, trust, questionnaire, texts, draw)


def _agree_and_release(session: Session, asked: Round, questionnaire: Questionnaire) -> None:
    """After the round each division meets; the one that disagrees most says why, last year."""
    opened, closed = (
        datetime.combine(day, time(hour, tzinfo=UTC))
        for day, hour in ((asked.opens_on, 8), (asked.closes_on + timedelta(days=1), 0))
    )
    tell_the_round(session, asked, opened, closed)
    for place, division in enumerate(asked.trust.divisions):
        talks = division.key == DISAGREE and asked.opens_on.year == YEARS[-1]
        met_at = closed + timedelta(days=5 + place, hours=14, minutes=20)
        talk = meeting_of_three() if talks else {}
        settle_at(session, asked, division, questionnaire, talk, met_at)
        release_at(session, asked, division, questionnaire, met_at + timedelta(hours=2))


def _add_people(session: Session, trust: Trust, password: str) -> None:
    places = {division.key: division for division in trust.divisions}
    for place, role, name, since, until in LEADS:
        # whoever has left cannot sign in any more
        person = add_person(session, name, _email(name), None if until else password)
        add_tenure(session, person, role, trust, places[place], since, until)
    for role, name in LEADERS.items():
        email = "national@benchmark.example" if role == "national" else _email(name)
        person = add_person(session, name, email, password)
        add_tenure(
            session, person, role, None if role == "national" else trust, None, date(2022, 4, 1)
        )


def _email(name: str) -> str:
    words = [word for word in name.lower().replace("'", "").split() if word != "dr"]
    return f"{'.'.join(words)}@{DOMAIN}"


def _evidence_texts() -> Texts:
    source = files("benchmark.commands.scenarios") / "showcase-evidence.yaml"
    texts: Texts = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    return texts


def _answer(
    session: Session,
    response: Response,
    questionnaire: Questionnaire,
    levels: Levels,
    texts: Texts,
    draw: np.random.Generator,
) -> None:
    for person in response.people:
        acknowledge(session, response, person.id)
    for key in questionnaire.keys:
        level = levels[response.division.key, response.role, key]
        text = _fitting(texts[key], response.role, level, draw)
        share = bool(text) and draw.random() < MAY_BE_SHARED
        response.answers.append(
            Answer(practice=key, level=level, evidence=text, share=share, version=1)
        )


def _fitting(texts: Iterable[Evidence], role: str, level: int, draw: np.random.Generator) -> str:
    fitting = [each["text"] for each in texts if each["role"] == role and level in each["fits"]]
    if not fitting or draw.random() > WITH_EVIDENCE:
        return ""
    return fitting[draw.integers(len(fitting))]


def _submit(
    response: Response, questionnaire: Questionnaire, opened: datetime, draw: np.random.Generator
) -> None:
    moment = opened + timedelta(minutes=int(draw.integers(60, 25 * 24 * 60)))
    sheet = pack(questionnaire.keys, {answer.practice: answer.level for answer in response.answers})
    response.created_at = opened
    response.acknowledged_at = moment - timedelta(minutes=31)
    for answer in response.answers:
        answer.saved_at = moment - timedelta(minutes=2)
    response.submission = Submission(
        sheet=sheet,
        sheet_hash=sheet_hash(questionnaire.identity, sheet),
        submitted_by=response.people[0].id,
        submitted_at=moment,
    )


def _open_this_years_round(
    session: Session,
    trust: Trust,
    questionnaire: Questionnaire,
    texts: Texts,
    draw: np.random.Generator,
) -> Round:
    """A round for the visitor to answer in; one division waits for its third lead."""
    today = london_day(now())
    title = f"Round {max(today.year, YEARS[-1] + 1)}"
    since, until = today - timedelta(days=26), today + timedelta(days=28)
    asked = open_round(session, trust, questionnaire, title, since, until)
    opened = datetime.combine(since, time(9), UTC)
    levels = invent(questionnaire.keys, 1)[0]
    first = trust.divisions[0].key
    for response in asked.responses:
        if response.division.key == first and response.role != LEAD_ROLES[0]:
            _answer(session, response, questionnaire, levels, texts, draw)
            _submit(response, questionnaire, opened, draw)
    session.flush()
    tell_the_round(session, asked, opened - timedelta(hours=1), None)
    return asked
