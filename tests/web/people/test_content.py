"""Who holds which post, as the coordinator's page lists it."""

from datetime import timedelta

from sqlalchemy.orm import Session

from benchmark.assessment.tenures import add_tenure, tenures_of
from benchmark.database.session import transaction
from benchmark.web.people.content import (
    Place,
    find_tenure,
    places_of,
    post_choices,
    post_of,
    role_in_words,
    tenure_key,
)
from tests.assessment.posts import TODAY, division_named, person_named, trust_named
from tests.databases import closing

YESTERDAY = TODAY - timedelta(days=1)
SECRET = "invented"


def listed(session: Session) -> dict[str, Place]:
    return {place.name: place for place in places_of(session, trust_named(session), SECRET, TODAY)}


def test_places_posts_and_addresses(acceptance_sqlite: str) -> None:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as session:
        north, south = trust_named(session), trust_named(session, "ZZS")
        shared = person_named(session, "clinical.medicine@south.example")
        add_tenure(session, post_of(north, "nursing surgery"), shared, TODAY)
        gone = person_named(session, "clinical.surgery@north.example").memberships[0]
        gone.to_date = YESTERDAY
        session.flush()
        places = listed(session)
        assert list(places) == ["Medicine", "Surgery", "The whole trust"]
        surgery = places["Surgery"]
        assert surgery.vacant == ("Clinical lead",)
        assert [line.tenure for line in surgery.earlier] == [gone]
        emails = [line.email for line in surgery.lines]
        # the address of one whom another trust knows too is not shown
        assert emails == ["operational.surgery@north.example", "nursing.surgery@north.example", ""]
        division_named(north, "surgery").ended_on = YESTERDAY
        assert list(listed(session)) == ["Medicine", "The whole trust", "Surgery (ended)"]
        assert [value for value, _ in post_choices(north, TODAY)] == [
            *("clinical medicine", "operational medicine", "nursing medicine"),
            *("executive", "improvement", "coordinator"),
        ]
        own, theirs = tenures_of(session, north)[0], tenures_of(session, south)[0]
        assert find_tenure(session, north, SECRET, tenure_key(SECRET, own)) is own
        assert find_tenure(session, north, SECRET, tenure_key(SECRET, theirs)) is None
        assert tenure_key("another secret", own) != tenure_key(SECRET, own)


def test_roles_in_words() -> None:
    assert [role_in_words(role) for role in ("nursing", "improvement", "coordinator")] == [
        "Nursing lead",
        "Improvement team",
        "Coordinator",
    ]
