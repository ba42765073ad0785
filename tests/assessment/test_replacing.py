"""A new lead never sees the first one's answers; whoever answered can still read their own."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_response, viewer_of
from benchmark.assessment.refusals import Refused
from benchmark.assessment.replacing import (
    AGAIN,
    KEEP,
    Newcomer,
    add_second_person,
    may_keep,
    replace_lead,
    response_in_force,
)
from benchmark.assessment.rounds import progress_of
from benchmark.assessment.running_a_round import close_now
from benchmark.database.people import Person
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import TODAY, coordinator_of, happened, person_named
from tests.databases import closing
from tests.servers import give, hand_in, response_of

NEW = Newcomer("New Lead", "new.lead@north.example", TODAY)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def response(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


def replaced(
    session: Session, response: Response, choice: str, newcomer: Newcomer = NEW
) -> Response:
    coordinator, leaving = coordinator_of(session), response.people[0]
    return replace_lead(session, response, leaving, newcomer, choice, coordinator, now())


def may_read(session: Session, person: Person, response: Response) -> bool:
    return find_response(session, viewer_of(session, person, TODAY), response.id) is not None


def last_days(person: Person) -> list[date | None]:
    return [tenure.to_date for tenure in person.memberships]


def test_kept_answers_count_and_the_new_lead_never_sees_them(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    hand_in(session, response, questionnaire)
    first = response.people[0]
    for _ in range(2):  # a second click changes nothing
        assert replaced(session, response, KEEP) is response
    new = person_named(session, NEW.email)
    assert (may_read(session, first, response), may_read(session, new, response)) == (True, False)
    assert (last_days(first), last_days(new)) == ([YESTERDAY], [None])
    progress = progress_of(session, response.round)["medicine"]
    assert (progress.complete, progress.withheld) == (1, False)
    changes = [event for event in happened(session, response.round) if event[0] == "lead changed"]
    assert changes == [("lead changed", "the answers are kept")]


def test_begun_again_after_submitting_withholds_the_divisions_score(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    hand_in(session, response, questionnaire)
    first = response.people[0]
    again = replaced(session, response, AGAIN)
    new = person_named(session, NEW.email)
    assert (again.people, again.answers, again.submission) == ([new], [], None)
    assert response_in_force(session, response.round, response.division, "clinical") is again
    for person, own, other in ((first, response, again), (new, again, response)):
        assert may_read(session, person, own)
        assert not may_read(session, person, other)
    progress = progress_of(session, response.round)["medicine"]
    assert (progress.complete, progress.withheld) == (0, True)
    assert replaced(session, again, AGAIN) is again  # a second click
    assert [kind for kind, _ in happened(session, response.round)][-2:] == [
        "lead changed",
        "set aside",
    ]


def test_answers_that_were_not_submitted_cannot_be_kept(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    give(session, response, questionnaire)
    assert not may_keep(response, response.people[0])
    with pytest.raises(Refused, match="what happens to the answers") as refused:
        replaced(session, response, KEEP)
    assert refused.value.field == "choice"
    replaced(session, response, AGAIN)
    assert not progress_of(session, response.round)["medicine"].withheld
    assert len(response.answers) == len(questionnaire.keys)  # kept


def test_a_second_person_joins_what_is_in_progress(session: Session, response: Response) -> None:
    coordinator = coordinator_of(session)
    for _ in range(2):
        add_second_person(session, response, NEW, coordinator, now())
    assert [person.email for person in response.people].count(NEW.email) == 1
    assert len(response.people) == 2
    assert response.statement_hash is None  # whoever joins reads the statement first
    third = Newcomer("Third", "third@north.example", TODAY)
    with pytest.raises(Refused, match="Two people"):
        add_second_person(session, response, third, coordinator, now())


def test_of_two_who_share_one_goes_on_alone_or_both_begin_again(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    leaving, coordinator = response.people[0], coordinator_of(session)
    add_second_person(session, response, NEW, coordinator, now())
    give(session, response, questionnaire)
    third = Newcomer("Third", "third@north.example", TODAY)
    assert may_keep(response, leaving)
    again = replace_lead(session, response, leaving, third, AGAIN, coordinator, now())
    assert {person.email for person in again.people} == {NEW.email, third.email}
    fourth = Newcomer("Fourth", "fourth@north.example", TODAY)
    with pytest.raises(Refused, match="began on"):
        replace_lead(session, again, again.people[0], fourth, KEEP, coordinator, now())
    with pytest.raises(Refused, match="Choose who leaves"):
        replace_lead(session, again, leaving, fourth, AGAIN, coordinator, now())


def test_a_vacant_post_is_filled(session: Session, response: Response) -> None:
    response.people.clear()
    session.flush()
    add_second_person(session, response, NEW, coordinator_of(session), now())
    assert [person.name for person in response.people] == [NEW.name]
    assert happened(session, response.round) == [("lead changed", "the vacant post is filled")]


def test_what_is_not_possible_is_refused(
    session: Session, response: Response, questionnaire: Questionnaire
) -> None:
    coordinator = coordinator_of(session)
    own = Newcomer("Coordinator", "coordinator@north.example", TODAY)
    later = Newcomer(NEW.name, NEW.email, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="put yourself"):
        add_second_person(session, response, own, coordinator, now())
    with pytest.raises(Refused, match="today or earlier"):
        replaced(session, response, AGAIN, later)
    hand_in(session, response, questionnaire)
    with pytest.raises(Refused, match="submitted"):
        add_second_person(session, response, NEW, coordinator, now())
    close_now(session, response.round, coordinator, now())
    with pytest.raises(Refused, match="only while the round is open"):
        replaced(session, response, AGAIN)
