"""A whole country on the last day of its round: 215 trusts, 8 divisions, 3 leads, half answered.

All of it is invented. Nobody's password is hashed: the leads of the test are signed in by rows,
as if they had come in before.
"""

from datetime import date, timedelta
from secrets import token_hex
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import freeze
from benchmark.assessment.rounds import open_round
from benchmark.assessment.signing_in import Entry, start_sign_in
from benchmark.assessment.statement import STATEMENT_VERSION, statement_hash, statement_words
from benchmark.database.events import Acknowledgement
from benchmark.database.migration import migrate
from benchmark.database.people import LEAD_ROLES, Division, Membership, Person, Trust
from benchmark.database.rounds import Answer, Response, Round
from benchmark.database.schema import now
from benchmark.database.session import open_database, transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.web.app import create_app
from tests.servers import local_settings

TRUSTS, DIVISIONS, SEED = 215, 8, 20_220_633
QUESTIONNAIRE, ANSWERED = "management-practice-1.0", 0.5


def fill(address: str, trusts: int = TRUSTS, answered: float = ANSWERED) -> None:
    """Make the database at ``address``: every lead has answered a part, nobody has submitted."""
    engine = open_database(address)
    migrate(engine)
    questionnaire = read_questionnaires(questionnaire_folder())[QUESTIONNAIRE]
    random = np.random.default_rng(SEED)
    with transaction(engine, writes=True) as session:
        freeze(session, questionnaire)
        for number in range(trusts):
            asked = _add_trust(session, questionnaire, number)
            _have_begun(session, asked, questionnaire, random, answered)
    engine.dispose()


def _add_trust(session: Session, questionnaire: Questionnaire, number: int) -> Round:
    trust = Trust(code=f"Y{number:03}", name=f"Invented Trust {number}", invented=True)
    trust.divisions = [
        Division(key=f"division-{place}", name=f"Division {place + 1}", position=place)
        for place in range(DIVISIONS)
    ]
    session.add(trust)
    session.flush()
    today = london_day(now())
    for division in trust.divisions:
        for role in LEAD_ROLES:
            name = f"{role}-{division.position}-{number}"
            person = Person(name=f"Invented {name}", email=f"{name}@load.example")
            seat = {"role": role, "trust_id": trust.id, "division_id": division.id}
            person.memberships = [Membership(**seat, from_date=date(2022, 4, 1))]
            session.add(person)
    session.flush()
    dates = today - timedelta(30), today + timedelta(1)
    return open_round(session, trust, questionnaire, "Invented round", *dates)


def _have_begun(
    session: Session,
    asked: Round,
    questionnaire: Questionnaire,
    random: np.random.Generator,
    answered: float,
) -> None:
    words, version = statement_words(asked), STATEMENT_VERSION
    answers: list[dict[str, Any]] = []
    for response in asked.responses:
        response.statement_hash = statement_hash(asked)
        read = {"response_id": response.id, "person_id": response.people[0].id}
        known = {"version": version, "statement": words, "statement_hash": response.statement_hash}
        session.add(Acknowledgement(**read, **known))
        answers.extend(
            {"response_id": response.id, "practice": key, "level": int(level), "version": 1}
            for key, level in zip(questionnaire.keys, random.integers(1, 6, 99), strict=False)
            if random.random() < answered
        )
    session.flush()
    session.execute(insert(Answer), answers)


def signed_in(address: str, people: int) -> list[dict[str, str]]:
    """Sign ``people`` leads in: whose response it is, and the cookie of each browser."""
    app = create_app(local_settings(address))
    cookies: Any = app.session_interface
    serializer = cookies.get_signing_serializer(app)
    with transaction(app.engine, writes=True) as session:
        rows = session.execute(
            select(Response.id, Person)
            .select_from(Response)
            .join(Response.people)
            .order_by(Response.id)
            .limit(people)
        )
        found = [
            {"response": response, "cookie": serializer.dumps(_kept(session, person))}
            for response, person in rows.all()
        ]
    app.engine.dispose()
    return found


def _kept(session: Session, person: Person) -> dict[str, object]:
    """What a signed cookie holds: a sign-in, and the secret behind the tokens of forms."""
    token = start_sign_in(session, person, Entry(way="link"))
    return {"_user_id": token, "_fresh": True, "csrf_token": token_hex(20)}
