"""An invented trust of 30 divisions, 3 leads each and 30 practices: all released, round over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy.orm import Session

from benchmark.assessment.rounds import open_round
from benchmark.commands.scenarios.people import add_person, add_tenure, add_trust
from benchmark.database.agreements import Agreement, Release
from benchmark.database.migration import migrate
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.sheet import pack, sheet_hash

CODE, READER, PASSWORD = "ZZB", "executive@big.example", "an invented pass phrase"
DIVISIONS, QUESTIONNAIRE, SEED = 30, "management-practice-1.0", 30_330
OPENS, CLOSES = date(2025, 10, 2), date(2025, 10, 31)
SINCE, SUBMITTED = date(2022, 4, 1), datetime(2025, 10, 20, 9, tzinfo=UTC)
WITH_EVIDENCE, EXACT = 0.1, 0.5  # of the answers; of the practices with an agreed level


@contextmanager
def big_trust() -> Iterator[str]:
    """Address of a SQLite file with the trust; every figure of its page may be shown."""
    with TemporaryDirectory() as folder:
        address = sqlite_url(Path(folder))
        engine = open_database(address)
        migrate(engine)
        questionnaire = read_questionnaires(questionnaire_folder())[QUESTIONNAIRE]
        with transaction(engine, writes=True) as session:
            _fill(session, questionnaire)
        engine.dispose()
        yield address


def _fill(session: Session, questionnaire: Questionnaire) -> None:
    names = {f"division-{place:02}": f"Division of care {place}" for place in range(DIVISIONS)}
    trust = add_trust(session, CODE, "Big Invented Hospitals NHS Trust", names)
    leads = add_person(session, "Invented Leads", "leads@big.example", None)
    for division in trust.divisions:
        for role in LEAD_ROLES:
            add_tenure(session, leads, role, trust, division, SINCE)
    reader = add_person(session, "Executive", READER, PASSWORD)
    add_tenure(session, reader, "executive", trust, None, SINCE)
    session.flush()
    asked = open_round(session, trust, questionnaire, "Round 2025", OPENS, CLOSES)
    asked.state = "closed"
    draw = np.random.default_rng(SEED)
    levels = dict(zip(names, invented_levels(draw), strict=True))
    for response in asked.responses:
        own = levels[response.division.key][LEAD_ROLES.index(response.role)]
        _submit(response, questionnaire, own, leads.id, draw)
    for division in trust.divisions:
        _release(session, asked, division, questionnaire, levels[division.key])


def invented_levels(draw: np.random.Generator) -> np.ndarray:
    """Levels (divisions, roles, practices) with divisions, practices and leads that differ."""
    shape = (DIVISIONS, len(LEAD_ROLES), 30)
    values = draw.normal(3.0, 0.5, (1, 1, 30)) + draw.normal(0, 0.4, (DIVISIONS, 1, 1))
    values = values + draw.normal(0, 0.5, (DIVISIONS, 1, 30)) + draw.normal(0, 0.6, shape)
    levels = np.clip(np.round(values), 1, 5).astype(int)
    levels[draw.random(shape) < 0.03] = -1
    return levels


def _submit(
    response: Response,
    questionnaire: Questionnaire,
    levels: np.ndarray,
    person: int,
    draw: np.random.Generator,
) -> None:
    given = dict(zip(questionnaire.keys, levels.tolist(), strict=True))
    for key, level in given.items():
        text = f"What is seen of {key}" if draw.random() < WITH_EVIDENCE else ""
        response.answers.append(
            Answer(practice=key, level=level, evidence=text, share=bool(text), version=1)
        )
    sheet = pack(questionnaire.keys, given)
    response.submission = Submission(
        sheet=sheet,
        sheet_hash=sheet_hash(questionnaire.identity, sheet),
        submitted_by=person,
        submitted_at=SUBMITTED,
    )


def _release(
    session: Session,
    asked: Round,
    division: Division,
    questionnaire: Questionnaire,
    levels: np.ndarray,
) -> None:
    """The three agree on the middle level of what they see within one level of each other."""
    (person,) = {post.people[0].id for post in asked.responses if post.division is division}
    for key, three in zip(questionnaire.keys, levels.T, strict=True):
        near = three.min() > 0 and three.max() - three.min() <= 1
        session.add(
            Agreement(
                round=asked,
                division=division,
                practice=key,
                state="agreed" if near else "open",
                level=int(np.median(three)) if near else None,
                version=1,
                saved_by=person,
            )
        )
    session.add(Release(round=asked, division=division, preview_hash="", levels=b""))
