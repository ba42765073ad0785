"""A coordinator reaches people through their own trust's tenures, and nobody else's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.refusals import Refused
from benchmark.assessment.tenures import (
    LAST_COORDINATOR,
    NOT_FREE,
    NOT_TOGETHER,
    SHARED,
    Post,
    add_tenure,
    change_details,
    end_tenure,
    is_only_here,
    person_for,
    shared_people,
    tenures_of,
)
from benchmark.database.people import Trust
from benchmark.database.session import transaction
from tests.assessment.posts import TODAY, division_named, person_named, trust_named
from tests.databases import closing

SOUTH = "clinical.medicine@south.example"
OWN = "clinical.medicine@north.example"
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def trust(session: Session) -> Trust:
    return trust_named(session)


def post(trust: Trust, role: str = "nursing", division: str = "surgery") -> Post:
    return Post(trust, role, division_named(trust, division) if division else None)


def test_a_post_is_one_that_a_trust_can_give(trust: Trust) -> None:
    for role, division in (("national", ""), ("nursing", ""), ("executive", "surgery")):
        with pytest.raises(Refused, match="Choose a post"):
            post(trust, role, division)


def test_one_person_holds_several_posts_and_is_found_by_address(
    session: Session, trust: Trust
) -> None:
    known = person_for(session, trust, "clinical lead,  MEDICINE", OWN.upper())
    assert known is person_named(session, OWN)
    first = add_tenure(session, post(trust), known, TODAY)
    assert add_tenure(session, post(trust), known, TODAY) is first  # a second click
    assert len(known.memberships) == 2
    with pytest.raises(Refused, match="holds this post already, from"):
        add_tenure(session, post(trust), known, TODAY + timedelta(days=3))
    end_tenure(session, first, TODAY)
    add_tenure(session, post(trust), known, TODAY + timedelta(days=3))
    with pytest.raises(Refused, match="on or after the first"):
        add_tenure(session, post(trust), known, TODAY, YESTERDAY)


def test_a_known_address_under_another_name_is_refused(session: Session, trust: Trust) -> None:
    with pytest.raises(Refused, match="Clinical Lead, Medicine has this email address"):
        person_for(session, trust, "Somebody Else", OWN)
    with pytest.raises(Refused, match="like name@example") as refused:
        person_for(session, trust, "Somebody", "no address")
    assert refused.value.field == "email"
    assert person_for(session, trust, "New Lead", "New@North.example").email == "new@north.example"


@pytest.mark.parametrize("elsewhere", [SOUTH, "national@benchmark.example"])
def test_people_of_other_trusts_are_neither_shown_nor_changed(
    session: Session, trust: Trust, elsewhere: str
) -> None:
    theirs = person_named(session, elsewhere)
    with pytest.raises(Refused) as refused:
        person_for(session, trust, "A Guess", elsewhere)
    assert str(refused.value) == NOT_TOGETHER
    assert theirs.name not in str(refused.value)
    with pytest.raises(Refused) as refused:
        change_details(session, trust, person_named(session, OWN), "Any Name", elsewhere)
    assert str(refused.value) == NOT_FREE
    # whoever knows both may give them a post; their name and address stay out of reach
    name = theirs.name
    tenure = add_tenure(session, post(trust), person_for(session, trust, name, elsewhere), TODAY)
    assert shared_people(session, trust) == {theirs.id}
    assert not is_only_here(session, trust, theirs)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            change_details(session, trust, theirs, "Renamed", "taken.over@north.example")
        assert str(refused.value) == SHARED
        end_tenure(session, tenure, TODAY)  # nor after the tenure here has ended
    assert (theirs.name, theirs.email) == (name, elsewhere)


def test_one_who_was_elsewhere_earlier_is_still_shared(session: Session, trust: Trust) -> None:
    south = trust_named(session, "ZZS")
    own = person_named(session, OWN)
    add_tenure(session, post(south), own, YESTERDAY - timedelta(days=9), YESTERDAY)
    with pytest.raises(Refused, match="national team keeps"):
        change_details(session, trust, own, "Renamed", OWN)


def test_a_new_name_and_address_keep_the_person(session: Session, trust: Trust) -> None:
    own = person_named(session, OWN)
    before = (own.id, [tenure.id for tenure in own.memberships])
    change_details(session, trust, own, "Married Name", "Married.Name@north.example")
    change_details(session, trust, own, "Married Name", "married.name@north.example")
    after = person_named(session, "married.name@north.example")
    assert (after.id, [tenure.id for tenure in after.memberships]) == before
    with pytest.raises(Refused, match="like name@example"):
        change_details(session, trust, own, "Married Name", "nowhere")


def test_a_tenure_ends_and_a_trust_keeps_a_coordinator(session: Session, trust: Trust) -> None:
    own = person_named(session, OWN).memberships[0]
    with pytest.raises(Refused, match="cannot end before"):
        end_tenure(session, own, own.from_date - timedelta(days=1))
    end_tenure(session, own, YESTERDAY)
    assert not own.holds_on(TODAY)
    only = person_named(session, "coordinator@north.example").memberships[0]
    with pytest.raises(Refused) as refused:
        end_tenure(session, only, TODAY)
    assert str(refused.value) == LAST_COORDINATOR
    add_tenure(session, post(trust, "coordinator", ""), own.person, TODAY)
    end_tenure(session, only, TODAY)


def test_only_the_trusts_own_tenures_are_listed(session: Session, trust: Trust) -> None:
    listed = tenures_of(session, trust)
    assert {tenure.trust_id for tenure in listed} == {trust.id}
    assert len(listed) == 6 + 3
    ended = division_named(trust, "surgery")
    ended.ended_on = TODAY
    with pytest.raises(Refused, match="ends on"):
        add_tenure(session, post(trust), person_named(session, OWN), TODAY)
