"""The acceptance scenario: two invented trusts with an open round and no answers."""

from datetime import timedelta

from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.rounds import open_round
from benchmark.assessment.statement import acknowledge
from benchmark.commands.scenarios.people import LONG_AGO, add_person, add_tenure, add_trust
from benchmark.database.people import LEAD_ROLES, TRUST_ROLES, Trust
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire

TRUSTS = {"ZZN": ("Invented North NHS Trust", "north.example"),
          "ZZS": ("Invented South NHS Trust", "south.example")}  # fmt: skip
DIVISIONS = {"medicine": "Medicine", "surgery": "Surgery"}


def fill_acceptance(session: Session, questionnaire: Questionnaire, password: str) -> None:
    today = london_day(now())
    since = today - LONG_AGO
    national = add_person(session, "National Team", "national@benchmark.example", password)
    add_tenure(session, national, "national", None, None, since)
    for code, (name, domain) in TRUSTS.items():
        trust = add_trust(session, code, name, DIVISIONS)
        _add_people(session, trust, domain, password)
        opened = open_round(
            session, trust, questionnaire, f"Round {today.year}", today, today + timedelta(days=28)
        )
        for response in opened.responses:
            for person in response.people:
                acknowledge(session, response, person.id)
    disabled = add_person(session, "Disabled Account", "disabled@north.example", password)
    disabled.disabled_at = now()


def _add_people(session: Session, trust: Trust, domain: str, password: str) -> None:
    since = london_day(now()) - LONG_AGO
    for division in trust.divisions:
        for role in LEAD_ROLES:
            email = f"{role}.{division.key}@{domain}"
            lead = add_person(
                session, f"{role.capitalize()} Lead, {division.name}", email, password
            )
            add_tenure(session, lead, role, trust, division, since)
    for role in TRUST_ROLES:
        person = add_person(session, role.capitalize(), f"{role}@{domain}", password)
        add_tenure(session, person, role, trust, None, since)
