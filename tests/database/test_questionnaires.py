"""A stored questionnaire cannot be changed, whoever writes to the database and in whatever way."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.schema import now
from benchmark.database.session import transaction

KEPT = ("invented-1.0", "abc", "the text")
EMPTY = ("invented-0.1", "def", "")
REFUSAL = "a questionnaire that a round uses is frozen"
CHANGES = {
    "another text": "UPDATE questionnaires SET content = 'another' WHERE identity = 'invented-1.0'",
    "no text": "UPDATE questionnaires SET content = '' WHERE identity = 'invented-1.0'",
    "another hash": "UPDATE questionnaires SET content_hash = 'x' WHERE identity = 'invented-1.0'",
    "another name": "UPDATE questionnaires SET identity = 'x' WHERE identity = 'invented-1.0'",
    "another day": "UPDATE questionnaires SET frozen_at = '2020-01-01 00:00:00'",
    "the hash of an empty one": "UPDATE questionnaires SET content_hash = 'x' WHERE content = ''",
    "the name of an empty one": "UPDATE questionnaires SET identity = 'x' WHERE content = ''",
    "away with one": "DELETE FROM questionnaires WHERE identity = 'invented-1.0'",
    "away with an empty one": "DELETE FROM questionnaires WHERE content = ''",
    "away with all": "DELETE FROM questionnaires",
}
UPSERT = """
INSERT INTO questionnaires VALUES ('invented-1.0', 'x', 'y', '2020-01-01 00:00:00')
ON CONFLICT (identity) DO UPDATE SET content = 'y'
"""
WAYS_OF_ONE_DATABASE = {
    "sqlite": (
        "INSERT OR REPLACE INTO questionnaires VALUES ('invented-1.0', 'x', 'y', '2020-01-01')",
        "REPLACE INTO questionnaires VALUES ('invented-1.0', 'x', 'y', '2020-01-01')",
        UPSERT,
        "UPDATE OR REPLACE questionnaires SET identity = 'invented-1.0' WHERE content = ''",
    ),
    "postgresql": (
        "TRUNCATE questionnaires CASCADE",
        UPSERT,
    ),
}


@pytest.fixture
def filled(database: Engine) -> Engine:
    with transaction(database, writes=True) as session:
        for identity, content_hash, content in (KEPT, EMPTY):
            row = FrozenQuestionnaire(
                identity=identity, content_hash=content_hash, content=content, frozen_at=now()
            )
            session.add(row)
    return database


def rows(engine: Engine) -> list[tuple[str, str, str]]:
    query = text("SELECT identity, content_hash, content FROM questionnaires ORDER BY content DESC")
    with engine.connect() as connection:
        return [(*row,) for row in connection.execute(query)]


def refuse(engine: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSAL), engine.begin() as connection:
        connection.execute(text(statement))
    assert rows(engine) == [KEPT, EMPTY]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_stored_questionnaire_cannot_be_changed_or_deleted(filled: Engine, change: str) -> None:
    refuse(filled, change)


def test_nor_in_the_ways_that_only_one_of_the_databases_knows(filled: Engine) -> None:
    for statement in WAYS_OF_ONE_DATABASE[filled.dialect.name]:
        refuse(filled, statement)


def test_a_version_without_its_text_is_given_it_once(filled: Engine) -> None:
    give = "UPDATE questionnaires SET content = '{}' WHERE identity = 'invented-0.1'"
    with filled.begin() as connection:
        connection.execute(text(give.format("the text of 0.1")))
    with pytest.raises(DBAPIError, match=REFUSAL), filled.begin() as connection:
        connection.execute(text(give.format("another")))
    assert rows(filled) == [(*EMPTY[:2], "the text of 0.1"), KEPT]


def test_a_new_version_can_always_be_stored(filled: Engine) -> None:
    with transaction(filled, writes=True) as session:
        session.add(FrozenQuestionnaire(identity="invented-1.1", content_hash="x", content="a"))
    assert len(rows(filled)) == 3
