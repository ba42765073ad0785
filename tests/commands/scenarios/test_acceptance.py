"""The acceptance scenario, through the command: see tests/commands/test_demo.py."""

from sqlalchemy import Engine, func, select

from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.database.people import Person
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from tests.comparison.facts import QUESTIONNAIRE


def test_it_fills_sqlite_and_postgresql_alike(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        fill_acceptance(session, QUESTIONNAIRE, "an invented pass phrase")
    with transaction(database, writes=False) as session:
        assert session.scalar(select(func.count(Person.id))) == 20
        assert session.scalar(select(func.count(Response.id))) == 12
