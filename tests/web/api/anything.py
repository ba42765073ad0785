"""Schemathesis asks the API whatever its own description allows, and what it does not.

Every answer must be one that the description promises: its status, its headers, its type and every
field of it. What fits must be taken and what does not must be refused.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from sqlalchemy import select

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.issuing import issue_round
from benchmark.database.people import Division
from benchmark.database.rounds import Report, Round
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark

DESCRIPTION = "/api/v1/openapi.json"
load_all_checks()
ASKED = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
    *("negative_data_rejection", "positive_data_acceptance"),
)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def ask_anything(
    app: Benchmark, each: int, headers: Mapping[str, str], cookies: Mapping[str, str]
) -> Counter[int]:
    """Ask every resource ``each`` times, half of it with what fits; returns the statuses."""
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    name_what_there_is(schema.raw_schema, app)
    statuses: Counter[int] = Counter()
    checks = [CHECKS.get_one(name) for name in ASKED]

    def ask(case: Case) -> None:
        answer = case.call(headers=dict(headers), cookies=dict(cookies))
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=checks)

    for result in schema.get_all_operations():
        for mode in MODES:
            ask_about(ask, result.ok().as_strategy(generation_mode=mode), each // len(MODES))
    return statuses


def ask_about(ask: Any, cases: Any, count: int) -> None:
    """Ask just so often: where few cases are possible, they are asked again."""
    asked = 0

    def counted(case: Case) -> None:
        nonlocal asked
        asked += 1
        ask(case)

    turn = 0
    while asked < count:
        usual = settings(
            max_examples=count - asked,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seed(turn)(usual(given(case=cases)(counted)))()
        turn += 1


def name_what_there_is(raw: dict[str, Any], app: Benchmark) -> None:
    """Places that exist, and half of the divisions: nobody guesses an id."""
    with transaction(app.engine, writes=False) as session:
        rounds = session.scalars(select(Round)).all()
        known = {
            "trust": sorted({each.trust.code.lower() for each in rounds}),
            "round_id": [each.id for each in rounds],
            "report_id": list(session.scalars(select(Report.id))),
        }
        divisions = list(session.scalars(select(Division.key)))
    for path in raw["paths"].values():
        for parameter in path["get"]["parameters"]:
            if known.get(parameter["name"]):
                parameter["schema"] = {"type": "string", "enum": known[parameter["name"]]}
            elif parameter["name"] == "division":
                parameter["schema"] = {"anyOf": [{"enum": divisions}, parameter["schema"]]}


def issue_some(app: Benchmark) -> None:
    """Two reports, so that there are some to list and to fetch."""
    with transaction(app.engine, writes=True) as session:
        closed = select(Round).where(Round.state == "closed").order_by(Round.opens_on.desc())
        asked = session.scalars(closed).first()
        assert asked
        division = asked.trust.divisions[0]
        assert len(issue_round(session, asked, questionnaire_of(asked), division)) == 2
