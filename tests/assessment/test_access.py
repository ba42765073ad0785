"""Finding things as a person: what is not theirs does not exist for them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import (
    find_division,
    find_response,
    find_trust,
    is_let_in,
    own_responses,
    rounds_of,
    seats_that_count,
    supported_by,
    viewer_of,
)
from benchmark.assessment.calendar import london_day
from benchmark.assessment.rounds import open_round
from benchmark.database.people import Membership, Person, SupportAccess, Trust
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from tests.servers import response_of

LEAD = "clinical.medicine@north.example"


def today() -> date:
    return london_day(now())


def person(session: Session, email: str) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def viewer(session: Session, email: str = LEAD) -> Viewer:
    return viewer_of(session, person(session, email), today())


SEATS = {
    LEAD: (Seat("clinical", "ZZN", "medicine"),),
    "coordinator@south.example": (Seat("coordinator", "ZZS", None),),
    "national@benchmark.example": (Seat("national", None, None),),
    "disabled@north.example": (),
}


@pytest.mark.parametrize("email", SEATS)
def test_a_person_sits_where_their_tenures_say(session: Session, email: str) -> None:
    assert viewer(session, email).seats == SEATS[email]


def helper(*ends: timedelta) -> Person:
    """Somebody of support, with an access to a trust of its own that ends in each of these."""
    moment = now()
    return Person(
        name="Sam Support",
        support=[
            SupportAccess(trust=Trust(code=f"ZZ{place}"), opened_at=moment, ends_at=moment + left)
            for place, left in enumerate(ends)
        ],
    )


def test_support_reads_of_the_trusts_whose_access_lasts_and_comes_in_for_no_other() -> None:
    hour, moment = timedelta(hours=1), now()
    assert supported_by(helper(hour, -hour), moment) == {"ZZ0"}
    assert is_let_in(helper(hour, -hour), moment)
    assert not is_let_in(helper(-hour), moment)
    ended = helper(hour)
    ended.support[0].ended_at = moment
    assert not is_let_in(ended, moment)
    disabled = helper(hour)
    disabled.disabled_at = moment
    assert not is_let_in(disabled, moment)


def test_whoever_has_a_post_supports_nobody_and_comes_in_by_the_post() -> None:
    posted = helper(timedelta(hours=1))
    posted.memberships = [Membership(role="executive", from_date=today())]
    assert supported_by(posted, now()) == frozenset()
    assert is_let_in(posted, now())
    assert is_let_in(Person(name="Nobody's yet"), now())


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [(0, None, True), (-9, 0, True), (0, 0, True), (1, None, False), (-9, -1, False)],
)
def test_only_tenures_in_force_today_count(
    session: Session, begins: int, ends: int | None, *, counts: bool
) -> None:
    tenure = session.scalars(
        select(Membership).where(Membership.person_id == person(session, LEAD).id)
    ).one()
    tenure.from_date = today() + timedelta(begins)
    tenure.to_date = None if ends is None else today() + timedelta(ends)
    session.flush()
    assert bool(viewer(session).seats) == counts


@pytest.mark.parametrize(
    ("held", "counting"),
    [
        ([(1, None)], {1}),
        ([(None, None), (1, None)], {None, 1}),  # national too
        ([(1, 3), (3, None)], {1, 3}),  # there before the merger, and there still
        ([(1, 3)], set()),  # gone from the trust that goes on
        ([(1, 3), (2, None)], {2}),
        ([(1, 3), (3, 4), (4, None)], {1, 3, 4}),  # merged twice
        ([(1, 3), (3, 4)], set()),
        ([(1, 3), (4, None)], {4}),  # came back by another way
    ],
)
def test_a_seat_of_before_a_merger_counts_with_one_in_what_goes_on(
    held: list[tuple[int | None, int | None]], counting: set[int | None]
) -> None:
    assert seats_that_count(held) == counting


def test_a_response_is_found_by_its_author_only(session: Session) -> None:
    own = response_of(session, "ZZN", "medicine", "clinical")
    assert find_response(session, viewer(session), own.id) is own
    others = session.scalars(select(Response).where(Response.id != own.id)).all()
    assert len(others) == 11
    assert not any(find_response(session, viewer(session), other.id) for other in others)
    assert find_response(session, viewer(session), "a" * 16) is None
    for email in ("executive@north.example", "coordinator@north.example"):
        assert find_response(session, viewer(session, email), own.id) is None


def test_a_joint_response_belongs_to_both(session: Session) -> None:
    own = response_of(session, "ZZN", "medicine", "clinical")
    own.people.append(person(session, "executive@south.example"))
    session.flush()
    for email in (LEAD, "executive@south.example"):
        assert own_responses(session, viewer(session, email)) == [own]


def test_own_answers_stay_after_the_tenure_has_ended(session: Session) -> None:
    own = response_of(session, "ZZN", "medicine", "clinical")
    session.execute(Membership.__table__.delete())
    assert viewer(session).seats == ()
    assert find_response(session, viewer(session), own.id) is own


def test_the_newest_round_comes_first_and_drafts_are_nobodys(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust = find_trust(session, "zzn")
    assert trust is not None
    (first,) = rounds_of(session, trust)
    later = today() + timedelta(days=40)
    second = open_round(session, trust, questionnaire, "Second", later, later)
    draft = open_round(session, trust, questionnaire, "Draft", later, later)
    draft.state = "draft"
    session.flush()
    assert rounds_of(session, trust) == [second, first]
    assert [r.round for r in own_responses(session, viewer(session))][-1] is first


def test_places_are_found_by_code_and_key(session: Session) -> None:
    division = find_division(session, "zzs", "medicine")
    assert division is not None
    assert division.trust is find_trust(session, "ZZS")
    assert find_division(session, "ZZX", "medicine") is None
    assert find_division(session, "ZZN", "oncology") is None
    assert find_trust(session, "ZZX") is None
