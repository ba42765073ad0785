"""Invented trusts whose round is over and whose divisions are all released, for packs."""

from datetime import date

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmark.database.agreements import Release
from benchmark.database.people import LEAD_ROLES, Division, Trust
from benchmark.database.rounds import Response, Round, Submission
from benchmark.questionnaire.definition import Questionnaire

SEED, DIVISIONS = 20_220_632, 8


def add_finished_trusts(session: Session, questionnaire: Questionnaire, trusts: int) -> list[Trust]:
    """``Y000``, ``Y001`` and so on; the questionnaire was frozen before."""
    return [
        _add_trust(session, questionnaire, number, levels)
        for number, levels in enumerate(_levels(trusts, len(questionnaire.keys)))
    ]


def _levels(trusts: int, practices: int) -> np.ndarray:
    """Invented levels as int8 (trusts, divisions, leads, practices)."""
    random = np.random.default_rng(SEED)
    shape = (trusts, DIVISIONS, len(LEAD_ROLES), practices)
    true = random.normal(3, 0.6, (trusts, DIVISIONS, 1, practices))
    return np.clip(np.rint(true + random.normal(0, 0.7, shape)), 1, 5).astype(np.int8)


def _add_trust(
    session: Session, questionnaire: Questionnaire, number: int, levels: np.ndarray
) -> Trust:
    trust = Trust(code=f"Y{number:03}", name=f"Invented Trust {number}", invented=True)
    trust.divisions = [
        Division(key=f"division-{place}", name=f"Division {place + 1}", position=place)
        for place in range(DIVISIONS)
    ]
    asked = Round(
        trust=trust,
        title="Invented round",
        questionnaire=questionnaire.identity,
        questionnaire_hash=questionnaire.content_hash,
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 2, 1),
        state="closed",
    )
    session.add_all([trust, asked])
    session.flush()
    for division, sheets in zip(trust.divisions, levels, strict=True):
        _add_division(session, asked, division, sheets)
    return trust


def _add_division(session: Session, asked: Round, division: Division, sheets: np.ndarray) -> None:
    leads = [Response(round=asked, division=division, role=role) for role in LEAD_ROLES]
    session.add_all(leads)
    session.flush()
    rows = [
        {"response_id": lead.id, "sheet": sheet.tobytes(), "sheet_hash": "", "submitted_by": 1}
        for lead, sheet in zip(leads, sheets, strict=True)
    ]
    session.execute(insert(Submission), rows)
    middle = np.median(sheets, axis=0).astype(np.int8).tobytes()
    where = {"round_id": asked.id, "division_id": division.id}
    session.execute(insert(Release), [where | {"preview_hash": "", "levels": middle}])
