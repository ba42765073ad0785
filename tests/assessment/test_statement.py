"""The visibility statement: what it promises, and when it is asked for again."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from benchmark.assessment import statement
from benchmark.assessment.statement import (
    STATEMENT,
    Paragraph,
    must_acknowledge,
    statement_for,
    statement_hash,
)
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import response_of


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


@pytest.fixture
def response(engine: Engine) -> Iterator[Response]:
    with transaction(engine, writes=True) as session:
        yield response_of(session, "ZZN", "medicine", "clinical")


def test_the_scenario_has_acknowledged_the_present_words(response: Response) -> None:
    assert not must_acknowledge(response)
    response.statement_hash = None
    assert must_acknowledge(response)


def test_changed_words_are_asked_for_again(
    response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = statement_hash(response.round)
    first, *others = STATEMENT["L1"]
    changed = Paragraph(first.heading, (*first.sentences, "One sentence more."))
    monkeypatch.setitem(statement.STATEMENT, "L1", (changed, *others))
    assert statement_hash(response.round) != before
    assert must_acknowledge(response)


@pytest.mark.parametrize(
    "promise",
    [
        "Only you see your answers.",
        "“2 of 3 complete”",
        "The coordinator does not see your answers, unless you give them on paper.",
        "the middle one of your three",
        "only where you tick “May be shared outside the three of us”",
        "freedom of information",
        "not for appraisal, pay or discipline",
    ],
)
def test_the_statement_says_who_sees_what(response: Response, promise: str) -> None:
    words = " ".join(line for part in statement_for(response.round) for line in part.sentences)
    assert promise in words


def test_answers_are_never_called_anonymous(response: Response) -> None:
    words = " ".join(line for part in statement_for(response.round) for line in part.sentences)
    assert words.count("anonymous") == words.count("nobody can be anonymous") == 1
