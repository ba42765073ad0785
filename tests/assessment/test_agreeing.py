"""What the three can settle together, and until when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import (
    NotNow,
    Standing,
    agreements_of,
    leave_rest_open,
    refuse_unless_open,
    roles_of,
    settle_near,
    standings,
    unsettled,
)
from benchmark.database.agreements import Release
from benchmark.database.rounds import Response
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import copied, response_of

NEAR = {
    (0, 3): True,
    (1, 3): True,
    (2, 3): False,
    (None, None): False,
    (1, None): False,  # one of the three gave no level: there is no middle to agree on
}


@pytest.fixture(scope="module")
def engine(settling_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(copied(settling_model, tmp_path_factory.mktemp("agreeing"))) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose changes are gone after the test."""
    with Session(engine) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def lead(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


@pytest.mark.parametrize("case", NEAR)
def test_what_is_near(case: tuple[int | None, int | None]) -> None:
    apart, middle = case
    assert Standing("patient-flow", middle, apart, settled=False).near == NEAR[case]


def test_one_step_settles_what_is_near_and_leaves_alone_what_is_settled(
    session: Session, lead: Response, questionnaire: Questionnaire
) -> None:
    place = (session, lead.round, lead.division, questionnaire)
    before = standings(*place)
    assert [each.apart for each in before] == [0, 1, 2] * 10
    assert {each.middle for each in before} == {3}
    assert settle_near(*place, 1) == 20
    assert settle_near(*place, 1) == 0  # a second click
    assert leave_rest_open(*place, 2) == 10
    assert unsettled(*place) == ()
    kept = agreements_of(session, lead.round, lead.division)
    assert {(each.level, each.state, each.saved_by) for each in kept.values()} == {
        (3, "agreed", 1),
        (None, "open", 2),
    }
    assert {each.version for each in kept.values()} == {1}


def test_nothing_is_settled_after_the_release_or_in_an_abandoned_round(
    session: Session, lead: Response, questionnaire: Questionnaire
) -> None:
    lead.round.state = "abandoned"
    with pytest.raises(NotNow, match="abandoned"):
        settle_near(session, lead.round, lead.division, questionnaire, 1)
    lead.round.state = "open"
    released = Release(round=lead.round, division=lead.division, preview_hash="", levels=b"")
    session.add(released)
    session.flush()
    for settle in (settle_near, leave_rest_open):
        with pytest.raises(NotNow, match="released"):
            settle(session, lead.round, lead.division, questionnaire, 1)
    other = response_of(session, "ZZN", "surgery", "clinical").division
    refuse_unless_open(session, lead.round, other)  # another division goes on
    assert agreements_of(session, lead.round, lead.division) == {}


def test_as_which_lead_a_person_has_submitted(session: Session, lead: Response) -> None:
    person = lead.people[0].id
    assert roles_of(session, lead.round, lead.division, person) == ("clinical",)
    nursing = response_of(session, "ZZN", "medicine", "nursing")
    nursing.people.append(lead.people[0])  # one person in two posts
    session.flush()
    assert roles_of(session, lead.round, lead.division, person) == ("clinical", "nursing")
    surgery = response_of(session, "ZZN", "surgery", "clinical")
    assert roles_of(session, lead.round, surgery.division, surgery.people[0].id) == ()
