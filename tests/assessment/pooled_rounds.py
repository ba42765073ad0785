"""Rounds that a national pool is made of: trusts whose divisions have released their levels."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import freeze
from benchmark.database.agreements import Release
from benchmark.database.people import LEAD_ROLES, Division, Person, Trust
from benchmark.database.rounds import Response, Round, Submission
from benchmark.questionnaire.definition import Questionnaire


@dataclass(frozen=True)
class Asked:
    """A round to make: how many divisions take part, and how many of them release."""

    code: str
    divisions: int = 4
    released: int = 4
    region: str | None = "Y56"
    closes_on: date = date(2026, 3, 20)
    invented: bool = False
    level: str = "L1"


def give_round(session: Session, questionnaire: Questionnaire, asked: Asked) -> Round:
    """A closed round of a trust; every lead has submitted levels drawn from its code."""
    trust = session.query(Trust).filter_by(code=asked.code).one_or_none() or _trust(session, asked)
    made = Round(
        trust=trust,
        title=f"Round of {asked.closes_on:%B %Y}",
        frozen=freeze(session, questionnaire),
        questionnaire_hash=questionnaire.content_hash,
        opens_on=date(2024, 1, 1),
        closes_on=asked.closes_on,
        state="closed",
        level=asked.level,
    )
    person = session.query(Person).order_by(Person.id).first()
    assert person is not None
    random = np.random.default_rng(sum(asked.code.encode()) + asked.closes_on.toordinal())
    for place, division in enumerate(trust.divisions):
        for role in LEAD_ROLES:
            sheet = random.integers(1, 6, len(questionnaire.keys)).astype(np.int8).tobytes()
            response = Response(round=made, division=division, role=role, people=[person])
            session.add(response)
            session.flush()
            session.add(
                Submission(response=response, sheet=sheet, sheet_hash="", submitted_by=person.id)
            )
        if place < asked.released:
            levels = bytes(len(questionnaire.keys))
            session.add(Release(round=made, division=division, preview_hash="", levels=levels))
    session.flush()
    return made


def _trust(session: Session, asked: Asked) -> Trust:
    trust = Trust(
        code=asked.code,
        name=f"Invented {asked.code}",
        region=asked.region,
        invented=asked.invented,
        divisions=[
            Division(key=f"division-{place}", name=f"Division {place}", position=place)
            for place in range(asked.divisions)
        ],
    )
    session.add(trust)
    session.flush()
    return trust


def written_pool(
    questionnaire: Questionnaire,
    trusts: Sequence[str],
    month: str = "2026-03",
    *,
    invented: bool = False,
) -> str:
    """What ``benchmark pool run`` writes of such trusts, with the figures that norm sets take."""
    number = len(trusts)
    figure = {"trusts": number, "mean": 3.25, "low": 3.0, "high": 3.5, "sd": 0.2, "quarters": None}
    group = {"all": figure if number >= 5 else "not shown: needs at least 5 trusts"}
    norms = {
        "overall": group,
        "sections": {section.key: group for section in questionnaire.sections},
        "practices": dict.fromkeys(questionnaire.keys, group),
    }
    pool = {
        "questionnaire": questionnaire.identity,
        "content_hash": questionnaire.content_hash,
        "invented": invented,
        "members": [[trust, month] for trust in trusts],
        "norms": norms,
    }
    return json.dumps({"pools": [pool]})
