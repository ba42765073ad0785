"""Before three of three, and whatever colleagues do, one's own file says one's own and no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import settle_near
from benchmark.assessment.planning import Report, report_progress, write_action
from benchmark.assessment.sections import EndOfSection, save_section
from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.people import Person
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.following import medicine_of, merged_on
from tests.assessment.following import step as action_step
from tests.assessment.held import OWN, answers_only, held
from tests.databases import closing
from tests.servers import copied, give, hand_in, replaced, response_of

Step = Callable[[Session, Questionnaire], object]


@pytest.fixture
def engine(acceptance_sqlite: str) -> Iterator[Engine]:
    with closing(acceptance_sqlite) as opened:
        yield opened


@pytest.fixture
def settling(settling_model: Path, tmp_path: Path) -> Iterator[Engine]:
    with closing(copied(settling_model, tmp_path)) as opened:
        yield opened


def step(engine: Engine, act: Step, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        act(session, questionnaire)


def begins(session: Session, questionnaire: Questionnaire) -> None:
    give(session, response_of(session, "ZZN", "medicine", "nursing"), questionnaire)


def submits(role: str) -> Step:
    def act(session: Session, questionnaire: Questionnaire) -> None:
        hand_in(session, response_of(session, "ZZN", "medicine", role), questionnaire)

    return act


def test_what_colleagues_do_before_three_of_three_changes_no_byte(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        give(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
    before = answers_only(held(engine))
    assert len(before["answers"]) == len(questionnaire.keys)
    for act in (begins, submits("operational")):
        step(engine, act, questionnaire)
        assert answers_only(held(engine)) == before


def test_what_the_three_settle_is_there_for_each_with_their_own_words_only(
    settling: Engine, questionnaire: Questionnaire
) -> None:
    mine, theirs = questionnaire.keys[0], questionnaire.keys[1]
    with transaction(settling, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        other = response_of(session, "ZZN", "medicine", "nursing")
        place = (session, own.round, own.division)
        for key, who in ((mine, own), (theirs, other)):
            settled = Settlement(3, f"because of {who.role}")
            save_agreement(*place, key, settled, 0, who.people[0].id)
            save_dissent(*place, key, who.role, f"{who.role} sees it otherwise", 0)
    found = held(settling)
    told = {row["agreed"]: row for row in found["agreements"]}
    assert told.keys() == {3}
    rows = [(row["last saved by you"], row["reason"]) for row in found["agreements"]]
    assert sorted(rows) == [("no", ""), ("yes", "because of clinical")]
    assert [row["in your words"] for row in found["dissents"]] == ["clinical sees it otherwise"]
    assert "nursing" not in repr(found)


def test_once_an_answer_is_taken_back_what_was_settled_is_not_shown(
    settling: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(settling, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        settle_near(session, own.round, own.division, questionnaire, own.people[0].id)
        nursing = response_of(session, "ZZN", "medicine", "nursing")
        withdraw(session, nursing, nursing.people[0].id)
    found = held(settling)
    (row,) = found["agreements"]
    assert row["agreed"] == "not shown: withheld: an answer was withdrawn or begun again"
    assert len(found["answers"]) == len(questionnaire.keys)  # one's own stay one's own


def test_ones_own_withdrawn_answers_are_still_there(
    settling: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(settling, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        withdraw(session, own, own.people[0].id)
    found = held(settling)
    assert found["responses"][0]["withdrawn"]
    assert len(found["answers"]) == len(questionnaire.keys)
    assert found["agreements"] == []


def test_who_follows_gets_nothing_of_who_was_before(settling: Engine) -> None:
    newcomer = replaced(settling)
    found = held(settling, newcomer)
    assert [name for name, rows in found.items() if rows] == ["account", "posts"]
    assert len(held(settling)["answers"]) == 30  # who has left still gets their own


def test_two_who_share_a_post_get_what_they_gave_together(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        own = response_of(session, "ZZN", "medicine", "clinical")
        sharing = session.scalars(select(Person).where(Person.name == "Executive")).first()
        assert sharing
        own.people.append(sharing)
        give(session, own, questionnaire)
        said = EndOfSection(completed=True, continues="partly")
        assert save_section(session, own, questionnaire.sections[0].key, said, EndOfSection())
    found = held(engine)
    (response,) = found["responses"]
    assert response["given by"] == "you and 1 other"
    assert "Executive" not in repr(found)
    assert found["sections"][0]["would this continue"] == "partly"
    shared = held(engine, sharing.email)["answers"]
    assert shared == found["answers"]
    assert OWN not in repr(shared)


def test_a_note_is_told_with_the_division_in_whose_plan_it_was_written(
    released: str, questionnaire: Questionnaire
) -> None:
    with closing(released) as opened:
        with transaction(opened, writes=True) as session:
            place, person = medicine_of(session)
            key = write_action(*place, action_step(), person).id
            report_progress(*place, key, Report("in progress", "of Medicine"), 1, person)
            east, _ = merged_on(place, questionnaire, split=True)
            report_progress(*east, key, Report("done", "of East"), 2, person)
        found = {row["words"]: row["division"] for row in held(opened)["plans and offers"]}
    assert (found["of Medicine"], found["of East"]) == ("Medicine", "East")
