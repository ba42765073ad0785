"""The visibility statement: what it promises, and when it is asked for again."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from benchmark.assessment import statement
from benchmark.assessment.statement import (
    STATEMENT,
    STATEMENT_VERSION,
    Paragraph,
    acknowledge,
    must_acknowledge,
    statement_at,
    statement_for,
    statement_hash,
    statement_words,
)
from benchmark.database.events import Acknowledgement
from benchmark.database.people import Person
from benchmark.database.rounds import Response
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import response_of


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


def read_by(session: Session, response: Response) -> list[Acknowledgement]:
    query = select(Acknowledgement).where(Acknowledgement.response_id == response.id)
    return list(session.scalars(query.order_by(Acknowledgement.at)))


def test_the_scenario_has_acknowledged_the_present_words(
    session: Session, response: Response
) -> None:
    reader = response.people[0].id
    assert not must_acknowledge(session, response, reader)
    (read,) = read_by(session, response)
    assert (read.person_id, read.version) == (reader, STATEMENT_VERSION)
    assert hashlib.sha256(read.statement.encode()).hexdigest() == read.statement_hash
    response.statement_hash = None
    assert must_acknowledge(session, response, reader)


# The words of each version. Whoever changes a word changes STATEMENT_VERSION, and adds a row here:
# people are asked again by themselves, and what earlier readers have read stays known.
GOLDEN = {
    ("2.0", "L0"): "4fb567a313ca803b5a026f24e479b441b4b717eea16ddfca393a4bc25194fb27",
    ("2.0", "L1"): "d506dee131b86fbfce147fa851df91fb111d2d39b87e533f121ea72b786cd2b6",
    ("2.1", "L0"): "bb50640d4425e98f72671cff744af2e8fda348c27c2f4c32d3aad16e3ae95f3b",
    ("2.1", "L1"): "3a0d093faa381c1c1483e22a4a67d4e1474f80f5de8dd84fe08bbec9aaf940cc",
    ("2.2", "L0"): "359df100999028427123ab9ec4b9582ae47d855f891d9e33203316516b3ea458",
    ("2.2", "L1"): "7e5ccbe2617ed7cfb448d74cb9c2b8beaa93dd011fbccdd0d3b4dd4453fda66b",
    ("2.3", "L0"): "df2ee239b2a60c2f16f248913e24c11d2abb813a0c5d3309ce62d3648211d49f",
    ("2.3", "L1"): "7c2daf430869f6268b29b08299990ca3121c37d8a1919460faa8d783b1e82cb0",
}


@pytest.mark.parametrize("level", ["L0", "L1"])
def test_other_words_need_another_version(response: Response, level: str) -> None:
    response.round.level = level
    assert statement_hash(response.round) == GOLDEN[STATEMENT_VERSION, level]


def test_changed_words_are_asked_for_again(
    session: Session, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, reader = statement_hash(response.round), response.people[0].id
    first, *others = STATEMENT["L1"]
    changed = Paragraph(first.heading, (*first.sentences, "One sentence more."))
    monkeypatch.setitem(statement.STATEMENT, "L1", (changed, *others))
    assert statement_hash(response.round) != before
    assert must_acknowledge(session, response, reader)
    acknowledge(session, response, reader)
    assert not must_acknowledge(session, response, reader)
    assert [row.statement_hash == before for row in read_by(session, response)] == [True, False]


def test_a_stricter_level_is_asked_for_again(session: Session, response: Response) -> None:
    reader = response.people[0].id
    response.round.level = "L0"
    assert must_acknowledge(session, response, reader)
    acknowledge(session, response, reader)
    assert not must_acknowledge(session, response, reader)


def test_each_of_two_who_share_a_job_reads_for_themselves(
    session: Session, response: Response
) -> None:
    second = Person(name="Second half", email="second@north.example")
    response.people.append(second)
    session.flush()
    first = response.people[0].id
    assert not must_acknowledge(session, response, first)
    assert must_acknowledge(session, response, second.id)
    moment = response.acknowledged_at
    for _ in range(2):
        acknowledge(session, response, second.id)
    assert not must_acknowledge(session, response, second.id)
    assert [row.person_id for row in read_by(session, response)] == [first, second.id]
    assert response.acknowledged_at == moment


def test_what_was_read_can_be_neither_changed_nor_deleted(engine: Engine) -> None:
    for change in (update(Acknowledgement).values(version="9.9"), delete(Acknowledgement)):
        with (
            pytest.raises(DatabaseError, match="only ever added to"),
            transaction(engine, writes=True) as session,
        ):
            session.execute(change)


def test_at_the_strictest_level_nothing_is_promised_to_others(response: Response) -> None:
    response.round.level = "L0"
    words = statement_words(response.round)
    assert "nobody outside the three of you sees a level" in words
    assert "released" not in words.lower()
    assert "the middle one of your three" not in words


@pytest.mark.parametrize(
    "promise",
    [
        "Only you see your answers.",
        "“2 of 3 complete”",
        "The coordinator does not see your answers, unless you give them on paper.",
        "Support staff of this service may be let in to see that too, by post and without names.",
        "the middle one of your three",
        "The third confirmation releases it.",
        "whoever types your answers in reads them",
        "You can withdraw them at any time",
        "For 30 minutes more you can still save and submit",
        "only where you tick “May be shared outside the three of us”",
        "freedom of information",
        "for 6 years after its last day",
        "They are then removed for good, with everything that was made of them.",
        "not for appraisal, pay or discipline",
    ],
)
def test_the_statement_says_who_sees_what(response: Response, promise: str) -> None:
    words = " ".join(line for part in statement_for(response.round) for line in part.sentences)
    assert promise in words


def test_another_period_is_asked_for_again_and_paper_is_for_every_trust(
    session: Session, response: Response
) -> None:
    reader = response.people[0].id
    assert not must_acknowledge(session, response, reader)
    response.round.trust.retention_years = 4
    assert "for 4 years after its last day" in statement_words(response.round)
    assert must_acknowledge(session, response, reader)
    on_paper = " ".join(line for part in statement_at("L1") for line in part.sentences)
    assert "Your trust sets how long the answers of a round are kept, in years." in on_paper
    assert "None" not in on_paper


def test_answers_are_never_called_anonymous(response: Response) -> None:
    words = " ".join(line for part in statement_for(response.round) for line in part.sentences)
    assert words.count("anonymous") == words.count("nobody can be anonymous") == 1
