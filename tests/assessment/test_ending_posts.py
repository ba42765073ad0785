"""A post ends in every way with the post of before a merger, and with no other."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.ending_posts import end_post
from benchmark.assessment.importing_people import record_people
from benchmark.assessment.organising import end_division
from benchmark.assessment.replacing import AGAIN, Newcomer, replace_lead
from benchmark.assessment.rounds import open_round
from benchmark.assessment.tenures import Post, add_tenure, change_details, end_tenure
from benchmark.database.people import Membership, Person, Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import (
    TODAY,
    coordinator_of,
    division_named,
    person_named,
    trust_named,
)
from tests.assessment.two_trusts import ONE_OF_THEM, Wish, as_one
from tests.databases import closing
from tests.servers import response_of

DAY = timedelta(days=1)
YESTERDAY, BEFORE = TODAY - DAY, TODAY - 10 * DAY
LEAD = "nursing.surgery@north.example"
OLD_SEAT = Seat("nursing", "ZZN", "surgery")


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def into(session: Session) -> Trust:
    """The merged trust, as it is ten days after."""
    return ten_days_on(session, as_one(session))


def ten_days_on(session: Session, into: Trust) -> Trust:
    posts = update(Membership).where(Membership.trust_id == into.id)
    session.execute(posts.values(from_date=BEFORE))
    return into


def post_in(session: Session, into: Trust, person: Person) -> Membership:
    query = select(Membership).where(Membership.trust_id == into.id)
    return session.scalars(query.where(Membership.person_id == person.id)).one()


def seats(session: Session, email: str = LEAD) -> tuple[Seat, ...]:
    session.flush()
    session.expire_all()
    return viewer_of(session, person_named(session, email), TODAY).seats


def by_its_page(session: Session, tenure: Membership) -> None:
    end_tenure(session, tenure, YESTERDAY)


def with_its_division(session: Session, tenure: Membership) -> None:
    assert tenure.division
    end_division(session, tenure.division, YESTERDAY)


def by_another_lead(session: Session, tenure: Membership, questionnaire: Questionnaire) -> None:
    trust = trust_named(session, "ZZM")
    open_round(session, trust, questionnaire, "Of one trust", BEFORE, TODAY + DAY)
    response = response_of(session, "ZZM", "surgery-zzn", "nursing")
    new = Newcomer("New Lead", "new.lead@north.example", TODAY)
    by = coordinator_of(session)
    replace_lead(session, response, tenure.person, new, AGAIN, by, now())


def by_a_file(session: Session, tenure: Membership, folder: Path) -> None:
    file = folder / "people.csv"
    place = f'ZZM,Surgery (ZZN),nursing,"{tenure.person.name}",{LEAD},{BEFORE},{YESTERDAY}'
    file.write_text(f"trust,division,role,name,email,from,to\n{place}\n", encoding="utf-8")
    assert record_people(session, file).changed_tenures == 1


@pytest.mark.parametrize("way", ["its page", "its division", "another lead", "a file"])
def test_the_old_post_ends_with_the_new_one_in_every_way(
    session: Session, into: Trust, way: str, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    ways: dict[str, Callable[[Membership], None]] = {
        "its page": lambda post: by_its_page(session, post),
        "its division": lambda post: with_its_division(session, post),
        "another lead": lambda post: by_another_lead(session, post, questionnaire),
        "a file": lambda post: by_a_file(session, post, tmp_path),
    }
    lead = person_named(session, LEAD)
    assert OLD_SEAT in seats(session)
    # another post of theirs must not keep the old one alive
    add_tenure(session, Post(into, "executive"), lead, BEFORE)
    mine = select(Membership).where(Membership.trust_id == into.id, Membership.role == "nursing")
    ways[way](session.scalars(mine.where(Membership.person_id == lead.id)).one())
    assert seats(session) == (Seat("executive", "ZZM"),)
    assert Seat("nursing", "ZZN", "medicine") in seats(session, "nursing.medicine@north.example")


def test_a_post_that_ended_before_stays_as_it_ended_and_a_correction_is_followed(
    session: Session, into: Trust
) -> None:
    lead = person_named(session, LEAD)
    old = next(each for each in lead.memberships if each.trust_id != into.id)
    new = post_in(session, into, lead)
    end_post(session, new, BEFORE + DAY)
    assert old.to_date == BEFORE + DAY
    end_post(session, new, BEFORE + 3 * DAY)  # a wrong day was written first
    assert old.to_date == BEFORE + 3 * DAY
    assert new.division
    again = add_tenure(session, Post(into, "nursing", new.division), lead, YESTERDAY)
    end_post(session, again, TODAY)
    assert old.to_date == BEFORE + 3 * DAY


@pytest.mark.usefixtures("into")
def test_through_a_second_merger_the_first_posts_end_too(session: Session) -> None:
    session.add(Trust(code="ZZE", name="Invented East NHS Trust", invented=True))
    session.flush()
    whole = ten_days_on(
        session, as_one(session, Wish(("ZZM", "ZZE"), "ZZL", "Invented Long NHS Trust"))
    )
    assert OLD_SEAT in seats(session)
    by_its_page(session, post_in(session, whole, person_named(session, LEAD)))
    assert seats(session) == ()


def test_a_post_of_one_trust_that_merged_ends_and_the_other_one_stays_another_persons(
    session: Session,
) -> None:
    """Where the code goes on, the old trust has a code of history: it is found all the same."""
    whole = ten_days_on(session, as_one(session, ONE_OF_THEM))
    by_its_page(session, post_in(session, whole, person_named(session, LEAD)))
    assert seats(session) == ()
    other = seats(session, "nursing.surgery@south.example")
    assert Seat("nursing", "ZZS", "surgery") in other


def test_a_post_that_begins_after_the_merger_reads_nothing_of_before(session: Session) -> None:
    north = trust_named(session)
    late, early = (Person(name=each, email=f"{each}@north.example") for each in ("late", "early"))
    session.add_all([late, early])
    session.flush()
    add_tenure(session, Post(north, "executive"), late, TODAY + DAY)
    division = division_named(north, "surgery")
    add_tenure(session, Post(north, "clinical", division), late, TODAY + DAY)
    add_tenure(session, Post(north, "executive"), early, TODAY)
    as_one(session)
    assert viewer_of(session, late, TODAY + DAY).seats == (
        Seat("executive", "ZZM"),
        Seat("clinical", "ZZM", "surgery-zzn"),
    )
    assert [seat.trust for seat in viewer_of(session, early, TODAY).seats] == ["ZZN", "ZZM"]


def test_who_was_in_one_of_the_trusts_is_no_stranger_to_the_coordinator(
    session: Session, into: Trust
) -> None:
    lead = person_named(session, LEAD)
    change_details(session, into, lead, "Married Name", LEAD)
    assert lead.name == "Married Name"
