"""A version is stored when a round first uses it, and rounds keep to it whatever the files say."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import (
    MOST_SHOWN,
    FrozenFault,
    freeze,
    give_texts,
    questionnaire_of,
    refuse_changed,
    versions_without_text,
)
from benchmark.assessment.rounds import open_round
from benchmark.database.people import Division, Trust
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Practice, Questionnaire
from tests.samples import sample_questionnaire
from tests.servers import at_once

FIRST = sample_questionnaire()


def anew(questionnaire: Questionnaire, **changes: object) -> Questionnaire:
    """A questionnaire with other fields, read again: a mere copy would keep the hash it knows."""
    text = questionnaire.model_copy(update=changes).model_dump_json(exclude_defaults=True)
    return Questionnaire.model_validate_json(text)


def reworded(change: Callable[[Practice], dict[str, object]]) -> Questionnaire:
    """The sample under the same version, with something else in every practice."""
    sections = [
        section.model_copy(
            update={
                "practices": tuple(p.model_copy(update=change(p)) for p in section.practices),
            }
        )
        for section in FIRST.sections
    ]
    return anew(FIRST, sections=tuple(sections))


def one_word() -> Questionnaire:
    key = FIRST.keys[4]
    return reworded(lambda p: {"name": f"{p.name} today"} if p.key == key else {})


@pytest.fixture
def used(database: Engine) -> Engine:
    """A database with one round of version 1.0."""
    with transaction(database, writes=True) as session:
        use(session, FIRST)
    return database


def use(session: Session, questionnaire: Questionnaire) -> Round:
    trust = session.scalar(select(Trust))
    if trust is None:
        trust = Trust(code="ZZN", name="Invented North", invented=True)
        session.add(Division(trust=trust, key="medicine", name="Medicine"))
    day = date(2026, 3, 2)
    return open_round(session, trust, questionnaire, "Round", day, day)


def stored(engine: Engine) -> list[tuple[str, str, str]]:
    with engine.connect() as connection:
        query = text("SELECT identity, content_hash, content FROM questionnaires")
        return [(*row,) for row in connection.execute(query)]


def told(engine: Engine, *files: Questionnaire) -> str:
    """What a start with these files is refused with."""
    with transaction(engine, writes=False) as session, pytest.raises(FrozenFault) as refused:
        refuse_changed(session, {file.identity: file for file in files})
    return str(refused.value)


def test_the_first_round_stores_the_version_whole_and_the_next_finds_it(used: Engine) -> None:
    before = stored(used)
    ((identity, content_hash, content),) = before
    assert (identity, content_hash) == (FIRST.identity, FIRST.content_hash)
    assert Questionnaire.model_validate_json(content) == FIRST
    with transaction(used, writes=True) as session:
        use(session, FIRST)
    assert stored(used) == before


def test_a_round_reads_its_stored_copy(used: Engine) -> None:
    with transaction(used, writes=False) as session:
        asked = session.scalars(select(Round)).one()
        assert questionnaire_of(asked) == FIRST
        assert questionnaire_of(asked).content_hash == asked.questionnaire_hash


def test_a_round_with_another_text_under_a_used_version_is_not_opened(used: Engine) -> None:
    before = stored(used)
    with (
        pytest.raises(FrozenFault, match="has changed"),
        transaction(used, writes=True) as session,
    ):
        use(session, one_word())
    assert stored(used) == before
    with transaction(used, writes=False) as session:
        assert len(session.scalars(select(Round)).all()) == 1


def test_a_new_version_is_stored_beside_the_old_one(used: Engine) -> None:
    second = anew(one_word(), version="1.1")
    with transaction(used, writes=True) as session:
        asked = use(session, second)
        assert questionnaire_of(asked) == second
    assert [row[0] for row in stored(used)] == [FIRST.identity, second.identity]
    with transaction(used, writes=False) as session:
        refuse_changed(session, {FIRST.identity: FIRST, second.identity: second})


def test_the_same_files_missing_files_and_unused_files_are_fine(used: Engine) -> None:
    unused = anew(one_word(), version="7.0")
    with transaction(used, writes=False) as session:
        refuse_changed(session, {FIRST.identity: FIRST, unused.identity: unused})
        refuse_changed(session, {})


def test_a_changed_file_is_refused_with_the_difference_and_what_to_do(used: Engine) -> None:
    before = stored(used)
    practice = FIRST.practices[4]
    words = told(used, one_word())
    assert f"practice {practice.key}, name\n  - {practice.name}\n  + {practice.name} today" in words
    assert words.startswith(f"{FIRST.identity} has changed since a round first used it")
    assert "new version" in words
    assert "Nothing was changed" in words
    assert len(words.splitlines()) < 10
    assert stored(used) == before


def test_many_differences_are_counted_and_not_poured_out(used: Engine) -> None:
    words = told(used, reworded(lambda p: {"name": f"{p.name} today", "why": "Because."}))
    assert f"and {2 * len(FIRST.keys) - MOST_SHOWN} more differences" in words


def test_every_changed_file_is_told_at_once(used: Engine) -> None:
    second = anew(FIRST, version="1.1")
    with transaction(used, writes=True) as session:
        use(session, second)
    words = told(used, one_word(), anew(second, title="Another"))
    assert f"{FIRST.identity} has changed" in words
    assert f"{second.identity} has changed" in words


def test_rounds_opened_at_once_store_a_version_once(database: Engine) -> None:
    def opening() -> str:
        with transaction(database, writes=True) as session:
            return freeze(session, FIRST).content_hash

    assert at_once([opening] * 4) == [FIRST.content_hash] * 4
    assert len(stored(database)) == 1


def without_text(engine: Engine, content_hash: str) -> None:
    row = FrozenQuestionnaire(identity="management-practice-1.0", content="")
    row.content_hash = content_hash
    with transaction(engine, writes=True) as session:
        session.add(row)


def test_a_version_of_older_software_is_given_the_text_with_its_hash(database: Engine) -> None:
    without_text(database, FIRST.content_hash)
    words = told(database, FIRST)
    assert FIRST.content_hash in words
    assert "run benchmark migrate" in words
    with transaction(database, writes=True) as session:
        assert give_texts(versions_without_text(session), {FIRST.identity: FIRST}) == ""
    with transaction(database, writes=False) as session:
        assert versions_without_text(session) == []
        refuse_changed(session, {FIRST.identity: FIRST})


def test_a_version_of_older_software_is_not_given_another_text(database: Engine) -> None:
    without_text(database, FIRST.content_hash)
    with transaction(database, writes=True) as session:
        files = {FIRST.identity: one_word()}
        assert FIRST.content_hash in give_texts(versions_without_text(session), files)
    assert stored(database) == [(FIRST.identity, FIRST.content_hash, "")]
    assert "run benchmark migrate" in told(database, one_word())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "cannot be read by this software"),
        (one_word().model_dump_json(exclude_defaults=True), "is not what was stored there"),
    ],
)
def test_a_stored_text_that_was_tampered_with_is_refused(
    database: Engine, content: str, words: str
) -> None:
    row = FrozenQuestionnaire(identity=FIRST.identity, content=content)
    row.content_hash = FIRST.content_hash
    with transaction(database, writes=True) as session:
        session.add(row)
    assert words in told(database)
