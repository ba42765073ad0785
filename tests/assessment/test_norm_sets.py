"""Norm sets: versions that never change, and the one that a round stands beside."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from benchmark.assessment.merging_trusts import Wish
from benchmark.assessment.norm_sets import (
    PublishedPool,
    PublishingRefused,
    comparable,
    norm_set_for,
    publish,
    read_pools,
)
from benchmark.assessment.results import NORM, comparison_for, facts_of, facts_with, reader_of
from benchmark.database.agreements import Release
from benchmark.database.norm_sets import NormSet
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.pooled_rounds import Asked, give_round, written_pool
from tests.assessment.posts import TODAY
from tests.assessment.two_trusts import close_all, merged

LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def asked(session: Session, questionnaire: Questionnaire) -> Round:
    """A round of RAA whose four divisions were released on 20 March."""
    made = give_round(session, questionnaire, Asked("RAA"))
    for release in session.scalars(select(Release).where(Release.round_id == made.id)):
        release.released_at = LONG_AGO + 10 * DAY
    session.flush()
    return made


def pool(questionnaire: Questionnaire, *trusts: str, month: str = "2026-03") -> PublishedPool:
    (found,) = read_pools(written_pool(questionnaire, trusts, month))
    return found


SIX = ("RBA", "RBB", "RBC", "RBD", "RBE", "RBF")


def test_norm_sets_are_numbered_and_each_keeps_its_date_and_size(
    session: Session, questionnaire: Questionnaire, asked: Round
) -> None:
    first = publish(session, pool(questionnaire, *SIX), LONG_AGO)
    second = publish(session, pool(questionnaire, *SIX, month="2026-09"), LONG_AGO + DAY)
    assert [(each.number, each.trusts) for each in (first, second)] == [(1, 6), (2, 6)]
    found = norm_set_for(session, asked, questionnaire, NORM, LONG_AGO)
    assert found
    assert (found.number, found.published.isoformat(), found.of_this_trust) == (
        1, "2026-01-05", 0
    )  # fmt: skip
    assert {key: value for key, value, _ in found.figures}["overall"] == 3.25


def test_a_round_stands_beside_the_newest_set_of_its_last_release(
    session: Session, questionnaire: Questionnaire, asked: Round
) -> None:
    def number() -> int | None:
        found = facts_of(session, asked, questionnaire).pool
        return found.number if found else None

    assert number() is None
    publish(session, pool(questionnaire, *SIX), LONG_AGO)
    assert number() == 1
    before = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    publish(session, pool(questionnaire, *SIX, month="2026-09"), LONG_AGO + 20 * DAY)
    after = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    assert (number(), after.content_hash) == (1, before.content_hash)
    last = session.scalars(select(Release).where(Release.round_id == asked.id)).first()
    assert last
    last.released_at = LONG_AGO + 21 * DAY
    session.flush()
    assert number() == 2


def test_a_preview_stands_beside_the_set_that_its_release_would_take(
    session: Session, questionnaire: Questionnaire
) -> None:
    waiting = give_round(session, questionnaire, Asked("RAA", 4, 3))
    publish(session, pool(questionnaire, *SIX), LONG_AGO)
    found = facts_with(session, waiting, questionnaire, "division-3").pool
    assert found
    assert found.number == 1


def test_a_trust_of_the_pool_needs_five_others(
    session: Session, questionnaire: Questionnaire, asked: Round
) -> None:
    publish(session, pool(questionnaire, "RAA", *SIX[:4]), LONG_AGO)
    found = comparison_for(session, reader_of(asked.trust), asked, questionnaire).pool
    assert found
    assert found.overall.reason == "needs at least 5 trusts besides this one"


def test_a_pool_of_four_trusts_is_a_set_that_shows_nothing(
    session: Session, questionnaire: Questionnaire, asked: Round
) -> None:
    publish(session, pool(questionnaire, *SIX[:4]), LONG_AGO)
    found = comparison_for(session, reader_of(asked.trust), asked, questionnaire).pool
    assert found
    figures = [found.overall, found.comparable, *found.sections.values()]
    assert {(each.value, each.reason) for each in figures} == {
        (None, "needs at least 5 trusts besides this one")
    }


def test_a_set_from_which_fewer_than_five_trusts_could_be_subtracted_is_refused(
    session: Session, questionnaire: Questionnaire
) -> None:
    give_round(session, questionnaire, Asked("RAA"))
    publish(session, pool(questionnaire, *SIX), LONG_AGO)
    for other in (SIX[:5], (*SIX, "RBG"), (*SIX[1:], "RBG"), SIX[:2]):
        with pytest.raises(PublishingRefused, match="of its trusts differ from norm set 1"):
            publish(session, pool(questionnaire, *other), LONG_AGO)
    more = [f"RC{letter}" for letter in "ABCDE"]
    assert publish(session, pool(questionnaire, *SIX, *more), LONG_AGO).number == 2
    assert publish(session, pool(questionnaire, *SIX, *more), LONG_AGO).number == 3


def test_trusts_that_became_one_are_one_to_their_readers_and_to_whoever_subtracts(
    session: Session, questionnaire: Questionnaire, asked: Round
) -> None:
    """A set of seven with both trusts has five others, and one of six has four."""
    give_round(session, questionnaire, Asked("RBA"))
    close_all(session)
    publish(session, pool(questionnaire, "RAA", *SIX), LONG_AGO)
    found = norm_set_for(session, asked, questionnaire, NORM, LONG_AGO)
    assert found
    assert found.of_this_trust == 1
    merged(session, Wish(("RBA",), "RAA", "Both"))
    found = norm_set_for(session, asked, questionnaire, NORM, LONG_AGO)
    assert (asked.trust.code, found and found.of_this_trust) == (f"RAA{TODAY.year}", 2)
    # four codes differ, and two more than that are of one trust
    others = ("RBB", "RBC", "RBD", "RBE", "RBF", "RCA", "RCB", "RCC")
    with pytest.raises(PublishingRefused, match="only 4 of its trusts differ"):
        publish(session, pool(questionnaire, *others), LONG_AGO + DAY)


FOUR = ("RCA", "RCB", "RCC", "RCD")
HISTORY = f"RAA{TODAY.year}"  # what RAA was until it became one with RBA and its code went on


@pytest.fixture
def merged_under_its_code(session: Session, questionnaire: Questionnaire, asked: Round) -> Round:
    """The round of RAA, from before its merger with RBA; the set of both and five more is out."""
    give_round(session, questionnaire, Asked("RBA"))
    close_all(session)
    publish(session, pool(questionnaire, "RAA", *SIX), LONG_AGO)
    merged(session, Wish(("RBA",), "RAA", "Both"))
    return asked


@pytest.mark.usefixtures("merged_under_its_code")
@pytest.mark.parametrize("code", ["RAA", HISTORY])  # as exported before the merger, and after it
def test_a_trust_whose_code_went_to_the_merged_one_has_not_changed(
    session: Session, questionnaire: Questionnaire, code: str
) -> None:
    with pytest.raises(PublishingRefused, match="only 4 of its trusts differ from norm set 1"):
        publish(session, pool(questionnaire, code, *SIX, *FOUR), LONG_AGO + DAY)
    # the same once more tells of nobody, and five others are enough
    assert publish(session, pool(questionnaire, code, *SIX), LONG_AGO + DAY).number == 2
    more = pool(questionnaire, code, *SIX, *FOUR, "RCE")
    assert publish(session, more, LONG_AGO + DAY).number == 3


def test_what_a_trust_was_called_changes_nothing_for_its_readers(
    session: Session, questionnaire: Questionnaire, merged_under_its_code: Round
) -> None:
    """RAA of before and RBA are two trusts of each set, in whichever words, and one to readers."""
    publish(session, pool(questionnaire, HISTORY, *SIX), LONG_AGO + DAY)
    for moment in (LONG_AGO, LONG_AGO + DAY):
        found = norm_set_for(session, merged_under_its_code, questionnaire, NORM, moment)
        assert found
        assert (found.trusts, found.of_this_trust) == (7, 2)


@pytest.mark.usefixtures("merged_under_its_code")
def test_one_of_two_trusts_that_became_one_is_not_the_other(
    session: Session, questionnaire: Questionnaire
) -> None:
    """Without RBA of before, one trust has changed, though RAA goes on for both."""
    for code in ("RAA", HISTORY):
        with pytest.raises(PublishingRefused, match="only 1 of its trusts differ"):
            publish(session, pool(questionnaire, code, *SIX[1:]), LONG_AGO + DAY)


@pytest.mark.usefixtures("merged_under_its_code")
def test_the_merged_trust_under_the_same_code_is_a_change(
    session: Session, questionnaire: Questionnaire
) -> None:
    give_round(session, questionnaire, Asked("RAA", closes_on=TODAY))
    (found,) = read_pools(written_pool(questionnaire, (*SIX[1:], *FOUR), "2026-03"))
    grown = found.model_copy(
        update={"members": (*found.members, ("RAA", f"{TODAY:%Y-%m}"))}
    )  # RAA and RBA of March went out, RAA of today came in: one trust; and four
    assert publish(session, grown, LONG_AGO + DAY).number == 2
    fewer = grown.model_copy(update={"members": grown.members[:-2] + grown.members[-1:]})
    with pytest.raises(PublishingRefused, match="only 4 of its trusts differ from norm set 1"):
        publish(session, fewer, LONG_AGO + DAY)


@pytest.mark.usefixtures("merged_under_its_code")
def test_a_round_that_two_exports_call_differently_is_refused(
    session: Session, questionnaire: Questionnaire
) -> None:
    twice = pool(questionnaire, "RAA", HISTORY, *SIX, *FOUR, "RCE")
    with pytest.raises(PublishingRefused, match=rf"RAA 2026-03 and {HISTORY} 2026-03 are one rou"):
        publish(session, twice, LONG_AGO + DAY)


def test_where_two_trusts_of_one_code_closed_a_round_in_a_month_both_readings_must_hold(
    session: Session, questionnaire: Questionnaire
) -> None:
    month = f"{TODAY:%Y-%m}"
    for code in ("RAA", "RBA"):
        give_round(session, questionnaire, Asked(code, closes_on=TODAY))
    close_all(session)
    publish(session, pool(questionnaire, "RAA", *SIX, month=month), LONG_AGO)
    merged(session, Wish(("RBA",), "RAA", "Both"))
    give_round(session, questionnaire, Asked("RAA", closes_on=TODAY))
    for more in ((), FOUR):
        with pytest.raises(PublishingRefused, match=f"perhaps only {len(more)} of its trusts"):
            publish(session, pool(questionnaire, "RAA", *SIX, *more, month=month), LONG_AGO + DAY)
    more = (*FOUR, "RCE")
    made = publish(session, pool(questionnaire, "RAA", *SIX, *more, month=month), LONG_AGO + DAY)
    assert made.number == 2


def test_a_pool_of_another_text_is_refused(session: Session, questionnaire: Questionnaire) -> None:
    other = pool(questionnaire, *SIX).model_copy(update={"content_hash": "0" * 64})
    with pytest.raises(PublishingRefused, match="no round here uses"):
        publish(session, other, LONG_AGO)


@pytest.mark.parametrize("content", ["", "{}", '{"pools": [{"questionnaire": 1}]}'])
def test_a_text_that_is_no_pool_is_refused(content: str) -> None:
    with pytest.raises(PublishingRefused, match="this is no pool"):
        read_pools(content)


@pytest.mark.parametrize("change", ["UPDATE norm_sets SET trusts = 9", "DELETE FROM norm_sets"])
def test_the_database_refuses_to_change_a_norm_set(
    engine: Engine, questionnaire: Questionnaire, change: str
) -> None:
    with transaction(engine, writes=True) as session:
        give_round(session, questionnaire, Asked("RAA"))
        publish(session, pool(questionnaire, *SIX), LONG_AGO)
    refused = pytest.raises(DatabaseError, match="a published norm set is never changed")
    with refused, transaction(engine, writes=True) as session:
        session.execute(text(change))
    with transaction(engine, writes=False) as session:
        assert [each.trusts for each in session.scalars(select(NormSet))] == [6]


def test_a_comparable_figure_is_of_as_many_trusts_as_its_least_practice() -> None:
    stored = {"a": ("a", 2.0, 9), "b": ("b", 4.0, 7), "c": ("c", None, 0)}
    assert comparable(stored, ("a", "b")) == ("comparable", 3.0, 7)
    assert comparable(stored, ("a", "b", "c")) == ("comparable", None, 0)
