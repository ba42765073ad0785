"""Offers: in a division's own words, one a practice and kind, never overwritten unseen."""

from collections.abc import Iterator

import pytest

from benchmark.assessment.agreeing import NotNow
from benchmark.assessment.events import events_of
from benchmark.assessment.offering import (
    offer_stored,
    offers_of,
    save_offer,
    text_of,
    withdraw_offer,
)
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.following import Place, medicine_of, next_round, offer
from tests.databases import closing


@pytest.fixture
def medicine(released: str) -> Iterator[tuple[Place, int]]:
    with closing(released) as engine, transaction(engine, writes=True) as session:
        yield medicine_of(session)


# what is sent, on which version -> saved, and the version that is stored then
STEPS = [
    (offer(words="one"), 0, True, 1),
    (offer(words="one"), 0, True, 1),  # the same again: a second click
    (offer(words="two"), 0, False, 1),  # had not seen the first
    (offer(words="two"), 1, True, 2),
    (offer(words="one"), 1, False, 2),  # what was true before is stale now
    (offer(words="two", contact="Ward clerk"), 2, True, 3),
]


def test_an_offer_on_an_old_version_is_not_saved_and_gets_both_texts(
    medicine: tuple[Place, int],
) -> None:
    place, person = medicine
    kept = None
    for yours, version, saved, stored in STEPS:
        before = kept
        done = save_offer(*place, yours, version, person)
        kept = text_of(offer_stored(*place, "tracking", "shows"))
        assert (done.saved, done.version, done.yours) == (saved, stored, yours)
        assert kept == (yours if saved else before)
        if not saved:
            assert (done.theirs, done.by) == (before, "clinical")
    assert len(offers_of(*place)) == 1
    assert [event.kind for event in events_of(*place[:2])].count("offered") == 3
    assert all(not event.detail for event in events_of(*place[:2]) if event.kind == "offered")


def test_asking_and_showing_stand_beside_each_other(medicine: tuple[Place, int]) -> None:
    place, person = medicine
    for kind in ("shows", "asks"):
        assert save_offer(*place, offer(kind=kind), 0, person).saved
    assert {each.kind for each in offers_of(*place)} == {"shows", "asks"}


def test_what_is_withdrawn_can_be_offered_again_but_not_by_who_had_not_seen_it(
    medicine: tuple[Place, int],
) -> None:
    place, person = medicine
    save_offer(*place, offer(), 0, person)
    for _ in range(2):
        withdraw_offer(*place, "tracking", "shows", person)
    withdraw_offer(*place, "review", "shows", person)  # there never was one
    assert offers_of(*place) == ()
    late = save_offer(*place, offer(words="new words"), 1, person)
    assert (late.saved, late.theirs, late.version) == (False, None, 2)
    assert save_offer(*place, offer(words="new words"), 0, person).saved
    assert [each.words for each in offers_of(*place)] == ["new words"]
    kinds = [event.kind for event in events_of(*place[:2])]
    assert kinds.count("offer withdrawn") == 1


def test_offers_of_an_earlier_round_stay_as_they_are(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    save_offer(*place, offer(), 0, person)
    later = next_round(place[0], place, questionnaire)
    assert offers_of(*later) == ()
    for change in (
        lambda: save_offer(*place, offer(words="late"), 1, person),
        lambda: withdraw_offer(*place, "tracking", "shows", person),
    ):
        with pytest.raises(NotNow, match="gone on to"):
            change()
    assert [each.words for each in offers_of(*place)] == [offer().words]
    assert save_offer(*later, offer(), 0, person).saved


def test_nobody_offers_before_the_release(
    medicine: tuple[Place, int], questionnaire: Questionnaire
) -> None:
    place, person = medicine
    later = next_round(place[0], place, questionnaire, released=False)
    with pytest.raises(NotNow, match="released"):
        save_offer(*later, offer(), 0, person)
    assert offers_of(*later) == ()
