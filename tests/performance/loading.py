"""A national set of invented submissions in a temporary SQLite file, read in two ways."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session, selectinload

from benchmark.database.migration import migrate
from benchmark.database.people import LEAD_ROLES, Division, Person, Trust
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.scoring.grid import ROLES, grid_of

IDENTITY = "invented-1.0"
DIVISIONS_EACH = 8


@contextmanager
def national_database(levels: np.ndarray) -> Iterator[Session]:
    """Session of a file that holds ``levels`` (divisions, roles, practices) as int8, submitted."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(sqlite_url(Path(folder)))
        migrate(engine)
        with transaction(engine, writes=True) as session:
            _fill(session, levels)
        with transaction(engine, writes=False) as session:
            yield session
        engine.dispose()


def _fill(session: Session, levels: np.ndarray) -> None:
    trusts = range(1, len(levels) // DIVISIONS_EACH + 1)
    frozen = {"identity": IDENTITY, "content_hash": "", "content": "{}"}
    rounds = [
        {
            "id": f"round-{trust}",
            "trust_id": trust,
            "title": "Invented",
            "questionnaire": IDENTITY,
            "questionnaire_hash": "",
            "opens_on": date(2026, 1, 1),
            "closes_on": date(2026, 2, 1),
        }
        for trust in trusts
    ]
    _add(session, FrozenQuestionnaire, [frozen])
    _add(session, Person, [{"id": 1, "name": "Invented", "email": "lead@benchmark.example"}])
    _add(session, Trust, [{"id": t, "code": f"Z{t:04}", "name": f"Invented {t}"} for t in trusts])
    _add(session, Division, [_division(place) for place in range(len(levels))])
    _add(session, Round, rounds)
    leads = [(place, role) for place in range(len(levels)) for role in LEAD_ROLES]
    _add(session, Response, [_response(*lead) for lead in leads])
    sheets = [levels[place, ROLES.index(role)] for place, role in leads]
    _add(
        session,
        Submission,
        [
            {
                "response_id": _response(*lead)["id"],
                "sheet": sheet.tobytes(),
                "sheet_hash": "",
                "submitted_by": 1,
            }
            for lead, sheet in zip(leads, sheets, strict=True)
        ],
    )
    _add(
        session,
        Answer,
        [
            {
                "response_id": _response(*lead)["id"],
                "practice": practice_key(place),
                "level": level,
                "version": 1,
            }
            for lead, sheet in zip(leads, sheets, strict=True)
            for place, level in enumerate(sheet.tolist())
        ],
    )


def _add(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table), rows)


def _division(place: int) -> dict[str, Any]:
    key = f"division-{place}"
    return {"id": place + 1, "trust_id": place // DIVISIONS_EACH + 1, "key": key, "name": key}


def _response(place: int, role: str) -> dict[str, Any]:
    round_id = f"round-{place // DIVISIONS_EACH + 1}"
    made = {"round_id": round_id, "division_id": place + 1, "role": role}
    return {"id": f"{place}-{role}", **made}


def practice_key(place: int) -> str:
    return f"practice-{place}"


SHEETS = str(
    select(Response.division_id, Response.role, Submission.sheet)
    .select_from(Submission)
    .join(Response)
    .compile(dialect=sqlite.dialect())
)


def by_sheets(session: Session, divisions: int, practices: int) -> np.ndarray:
    """Ours: the packed sheets, one statement, one array (divisions, roles, practices).

    By the driver's own rows (SQLAlchemy: *Working with Driver SQL and Raw DBAPI Connections*),
    which leaves out a ``Row`` object a sheet; by ids, since keys differ only within a trust.
    """
    cursor = session.connection().connection.cursor()
    cursor.execute(SHEETS)
    keys = [practice_key(place) for place in range(practices)]
    return grid_of(cursor.fetchall(), range(1, divisions + 1), keys).levels


def by_entities(session: Session, divisions: int, practices: int) -> np.ndarray:
    """The plain way: responses and their answers as entities, read one by one."""
    levels = np.zeros((divisions, len(ROLES), practices), np.int8)
    practice_place = {practice_key(place): place for place in range(practices)}
    query = select(Response).join(Submission).options(selectinload(Response.answers))
    for response in session.scalars(query):
        own = levels[response.division_id - 1, ROLES.index(response.role)]
        for answer in response.answers:
            own[practice_place[answer.practice]] = answer.level
    session.expunge_all()
    return levels
