"""What the three see of themselves is read for them, and for nobody else at all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.inside import a_respondent_of, decision_on, inside_for
from benchmark.assessment.sections import EndOfSection, save_section
from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.assessment.withdrawing import withdraw
from benchmark.comparison.inside import Inside
from benchmark.database.people import LEAD_ROLES, Person
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

OTHERS = (
    "clinical.surgery@north.example",
    "executive@north.example",
    "improvement@north.example",
    "coordinator@north.example",
    "clinical.medicine@south.example",
    "national@benchmark.example",
)
LEVELS = {"clinical": 2, "operational": 5, "nursing": 3}


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


def person(session: Session, email: str) -> Viewer:
    found = session.scalars(select(Person).where(Person.email == email)).one()
    return viewer_of(session, found, london_day(now()))


def lead(session: Session, role: str) -> Response:
    return response_of(session, "ZZN", "medicine", role)


def submit_all(session: Session, questionnaire: Questionnaire, *roles: str) -> None:
    for role in roles or LEAD_ROLES:
        save_section(
            session, lead(session, role), "operations",
            EndOfSection(continues="partly" if role == "nursing" else "yes"), EndOfSection(),
        )  # fmt: skip
        hand_in(session, lead(session, role), questionnaire, lambda _, n=LEVELS[role]: n)


def seen_by(session: Session, email: str, questionnaire: Questionnaire) -> Inside | None:
    place = lead(session, "clinical")
    viewer = person(session, email)
    return inside_for(session, viewer, place.round, place.division, questionnaire)


def test_each_of_the_three_reads_the_same_whole(
    session: Session, questionnaire: Questionnaire
) -> None:
    submit_all(session, questionnaire)
    place = lead(session, "clinical")
    author = place.people[0].id
    save_agreement(
        session, place.round, place.division, "talent", Settlement(4, "We looked."), 0, author
    )
    save_agreement(session, place.round, place.division, "review", Settlement(None), 0, author)
    save_dissent(session, place.round, place.division, "talent", "nursing", "I would say 3.", 0)
    found = [
        seen_by(session, f"{role}.medicine@north.example", questionnaire) for role in LEAD_ROLES
    ]
    assert found[0] == found[1] == found[2]
    inside = found[0]
    assert inside is not None
    talent = next(each for each in inside.practices if each.key == "talent")
    assert talent.said == "clinical 2, operational 5, nursing 3"
    assert (talent.agreed, talent.reason, talent.apart) == (4, "We looked.", 3)
    assert [(each.role, each.text) for each in talent.dissents] == [("nursing", "I would say 3.")]
    assert [voice.evidence for voice in talent.voices][2] == "what nursing saw of talent"
    review = next(each for each in inside.practices if each.key == "review")
    assert (review.settled, review.outcome) == ("open", "left open")
    assert [each.words for each in inside.sections] == [("Yes", "Yes", "Partly")]
    assert [post.role for post in inside.answered] == list(LEAD_ROLES)
    sent = [lead(session, role).submission for role in LEAD_ROLES]
    assert inside.data_cut == max(each.submitted_at for each in sent if each)


def test_nobody_else_gets_anything(session: Session, questionnaire: Questionnaire) -> None:
    submit_all(session, questionnaire)
    assert [seen_by(session, email, questionnaire) for email in OTHERS] == [None] * len(OTHERS)


def test_before_the_third_and_after_a_withdrawal_nobody_does(
    session: Session, questionnaire: Questionnaire
) -> None:
    submit_all(session, questionnaire, "clinical", "nursing")
    assert seen_by(session, "clinical.medicine@north.example", questionnaire) is None
    submit_all(session, questionnaire, "operational")
    assert seen_by(session, "clinical.medicine@north.example", questionnaire) is not None
    withdrawn = lead(session, "operational")
    withdraw(session, withdrawn, withdrawn.people[0].id)
    for role in LEAD_ROLES:
        assert seen_by(session, f"{role}.medicine@north.example", questionnaire) is None


def test_two_who_were_heard_read_each_other(session: Session, questionnaire: Questionnaire) -> None:
    submit_all(session, questionnaire, "clinical", "nursing")
    missing = lead(session, "operational")
    missing.outcome = "vacant"
    missing.round.state = "closed"
    session.flush()
    inside = seen_by(session, "nursing.medicine@north.example", questionnaire)
    assert inside is not None
    assert inside.they == "two"
    assert inside.posts[1].missing == "vacant"
    assert inside.practices[0].said == "clinical 2, operational no answer, nursing 3"


def test_an_operator_reads_as_one_who_answered(
    session: Session, questionnaire: Questionnaire
) -> None:
    place = lead(session, "clinical")
    nobody = a_respondent_of(session, place.round, place.division)
    assert not decision_on(session, nobody, place.round, place.division).show
    submit_all(session, questionnaire)
    somebody = a_respondent_of(session, place.round, place.division)
    assert decision_on(session, somebody, place.round, place.division).show
