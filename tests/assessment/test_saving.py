"""One answer of one's own: what is true once others are locked out decides, and nothing before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.responding import Content, Edit, NotOpen, Saved
from benchmark.assessment.saving import NotRead, has_read, own_answer, save_own
from benchmark.assessment.statement import acknowledge, must_acknowledge
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.changes import has_changed
from benchmark.database.people import Person
from benchmark.database.rounds import Answer, Respondent, Response
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

EDIT = Edit(Content(4, "seen"), 0)


@pytest.fixture
def engine(acceptance_on_both: str) -> Iterator[Engine]:
    with closing(acceptance_on_both) as opened:
        with transaction(opened, writes=True) as session:
            own = lead(session)
            acknowledge(session, own, own.people[0].id)
        yield opened


@pytest.fixture
def place(engine: Engine, questionnaire: Questionnaire) -> tuple[str, str]:
    with transaction(engine, writes=False) as session:
        return lead(session).id, questionnaire.keys[0]


@pytest.fixture
def person(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        return lead(session).people[0].id


def lead(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


def saved(session: Session, person: int, place: tuple[str, str], edit: Edit) -> Saved:
    """Look whether it is theirs and save, as the page does."""
    seen = own_answer(session, person, *place)
    assert seen is not None
    return save_own(session, seen, person, place, edit)


def test_only_whoever_gives_a_response_finds_it(
    engine: Engine, place: tuple[str, str], person: int
) -> None:
    with transaction(engine, writes=False) as session:
        everybody = set(session.scalars(select(Person.id)))
        assert {each for each in everybody if own_answer(session, each, *place)} == {person}
        assert own_answer(session, person, "a" * 16, place[1]) is None


def test_what_is_found_is_the_response_and_the_answer_to_the_practice(
    engine: Engine, place: tuple[str, str], person: int
) -> None:
    with transaction(engine, writes=True) as session:
        assert saved(session, person, place, EDIT).version == 1
        assert has_changed(session)
    with transaction(engine, writes=False) as session:
        own, found = lead(session), own_answer(session, person, *place)
        assert found is not None
        assert (found.id, found.round_id, found.trust_id, found.division_id) == (
            *(own.id, own.round_id, own.round.trust_id, own.division_id),
        )
        assert (found.level, found.evidence, found.version) == (4, "seen", 1)
        other = own_answer(session, person, place[0], "another")
        assert other is not None
        assert other.version is None


def test_what_is_given_by_hand_is_what_the_mapped_answer_holds(
    engine: Engine, place: tuple[str, str], person: int
) -> None:
    edit = Edit(Content(2, "é\n", share=True), 0, "tab", 7, 40)
    with transaction(engine, writes=True) as session:
        saved(session, person, place, edit)
        kept = session.get_one(Answer, place)
        assert (kept.level, kept.evidence, kept.share, kept.version) == (2, "é\n", True, 1)
        assert (kept.tab, kept.sequence, kept.seconds) == ("tab", 7, 40)
        assert now() - kept.saved_at < timedelta(minutes=1)


def unread(session: Session) -> None:
    own = lead(session)
    own.statement_hash = own.acknowledged_at = None


def another_period(session: Session) -> None:
    """The statement says for how long answers are kept."""
    lead(session).round.trust.retention_years = 3


def longer_period(session: Session) -> None:
    """Which is for rounds that open later: nobody is asked to read this one's statement again."""
    lead(session).round.trust.retention_years = 19


def stricter(session: Session) -> None:
    lead(session).round.level = "L0"


def taken_back(session: Session) -> None:
    withdraw(session, lead(session), lead(session).people[0].id)


def over(session: Session) -> None:
    lead(session).round.opens_on = london_day(now()) - timedelta(days=9)
    lead(session).round.closes_on = london_day(now()) - timedelta(days=3)


def recorded(session: Session) -> None:
    lead(session).outcome = "not submitted"


def set_aside(session: Session) -> None:
    lead(session).set_aside_at = now()


def not_theirs(session: Session) -> None:
    own = lead(session)
    session.delete(session.get_one(Respondent, (own.id, own.people[0].id)))


REFUSED: dict[str, tuple[Callable[[Session], None], type[Exception], str]] = {
    "not read": (unread, NotRead, "^$"),
    "other words": (another_period, NotRead, "^$"),
    "another level": (stricter, NotRead, "^$"),
    "withdrawn": (taken_back, NotOpen, "You have withdrawn"),
    "over": (over, NotOpen, "This round is not open"),
    "recorded": (recorded, NotOpen, "The coordinator has closed"),
    "set aside": (set_aside, NotOpen, "The coordinator has closed"),
    "not theirs": (not_theirs, NotOpen, "The coordinator has closed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_changed_since_the_first_look_refuses_the_save(
    engine: Engine, place: tuple[str, str], person: int, name: str
) -> None:
    meanwhile, refused, words = REFUSED[name]
    with transaction(engine, writes=True, late=True) as session:
        seen = own_answer(session, person, *place)
        assert seen is not None
        assert has_read(seen)
        with transaction(engine, writes=True) as other:
            meanwhile(other)
        with pytest.raises(refused, match=words):
            save_own(session, seen, person, place, EDIT)
        assert not has_changed(session)
    with transaction(engine, writes=False) as session:
        assert session.get(Answer, place) is None


def test_submitted_answers_are_final(
    engine: Engine, place: tuple[str, str], person: int, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True, late=True) as session:
        seen = own_answer(session, person, *place)
        assert seen is not None
        with transaction(engine, writes=True) as other:
            hand_in(other, lead(other), questionnaire)
        with pytest.raises(NotOpen, match="You have submitted"):
            save_own(session, seen, person, place, EDIT)


def test_of_two_saves_on_one_version_the_second_is_given_both_texts(
    engine: Engine, place: tuple[str, str], person: int
) -> None:
    with transaction(engine, writes=True, late=True) as session:
        seen = own_answer(session, person, *place)
        assert seen is not None
        with transaction(engine, writes=True, late=True) as other:
            assert saved(other, person, place, EDIT).saved
        later = replace(EDIT, content=replace(EDIT.content, evidence="another text"))
        refused = save_own(session, seen, person, place, later)
    assert not refused.saved
    assert refused.theirs == EDIT.content


def test_both_ways_to_ask_for_the_statement_agree(
    engine: Engine, place: tuple[str, str], person: int
) -> None:
    for step in (lambda _: None, longer_period, another_period, stricter, unread):
        with transaction(engine, writes=True) as session:
            step(session)
        with transaction(engine, writes=False) as session:
            found = own_answer(session, person, *place)
            assert found is not None
            assert has_read(found) != must_acknowledge(session, lead(session), person)
