"""What a trust gives to the pool: released sheets of rounds that are over, and nothing else."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.merging_trusts import Wish
from benchmark.assessment.pooling import (
    MERGED,
    NEWER,
    about_round,
    rounds_to_pool,
    sections_of,
    sheets_of_partitions,
)
from benchmark.database.rounds import Response, Submission
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.decide import WITHHELD
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.sheet import unpack
from tests.assessment.pooled_rounds import Asked, give_round
from tests.assessment.two_trusts import close_all, merged
from tests.databases import closing


@pytest.fixture
def session(acceptance_on_both: str) -> Iterator[Session]:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as opened:
        yield opened


def given(session: Session) -> list[str]:
    return [asked.trust.code for asked in rounds_to_pool(session, now(), invented=False)[0]]


REFUSED = {
    "three divisions": (Asked("RAA", divisions=3, released=3), "needs at least 4 divisions"),
    "three of five released": (Asked("RAA", 5, 3), "needs at least 4 divisions"),
    "a release is still to come": (Asked("RAA", 5, 4), "shown when the round is over"),
    "levels stay with the three": (Asked("RAA", level="L0"), "needs at least 4 divisions"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_round_that_may_not_be_pooled_gives_nothing_and_the_rule(
    session: Session, questionnaire: Questionnaire, name: str
) -> None:
    asked, reason = REFUSED[name]
    give_round(session, questionnaire, Asked("RBB"))
    give_round(session, questionnaire, asked)
    rounds, left = rounds_to_pool(session, now(), invented=False)
    assert [each.trust.code for each in rounds] == ["RBB"]
    assert [(each.asked.trust.code, each.why) for each in left] == [("RAA", reason)]


def test_a_trust_that_was_merged_counts_until_what_it_became_does(
    session: Session, questionnaire: Questionnaire
) -> None:
    for code in ("RAA", "RBB", "RCC"):
        give_round(session, questionnaire, Asked(code))
    close_all(session)
    merged(session, Wish(("RAA", "RBB"), "RDD", "Both"))
    assert given(session) == ["RAA", "RBB", "RCC"]
    give_round(session, questionnaire, Asked("RDD", 8, 8, closes_on=date(2026, 9, 20)))
    rounds, left = rounds_to_pool(session, now(), invented=False)
    assert [each.trust.code for each in rounds] == ["RCC", "RDD"]
    assert [(each.asked.trust.code, each.why) for each in left] == [
        ("RAA", MERGED),
        ("RBB", MERGED),
    ]


def test_a_withdrawal_takes_the_trust_out_of_the_pool(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked = give_round(session, questionnaire, Asked("RAA", 6, 6))
    assert given(session) == ["RAA"]
    asked.responses[0].withdrawn_at = now()
    session.flush()
    rounds, left = rounds_to_pool(session, now(), invented=False)
    assert (rounds, [each.why for each in left]) == ([], [WITHHELD])


def test_invented_trusts_are_pooled_by_themselves(
    session: Session, questionnaire: Questionnaire
) -> None:
    give_round(session, questionnaire, Asked("RAA"))
    give_round(session, questionnaire, Asked("ZZA", invented=True))
    assert given(session) == ["RAA"]
    rounds, _ = rounds_to_pool(session, now(), invented=True)
    assert [asked.trust.code for asked in rounds] == ["ZZA"]


def test_of_two_rounds_in_a_month_the_newer_one_counts(
    session: Session, questionnaire: Questionnaire
) -> None:
    first = give_round(session, questionnaire, Asked("RAA", closes_on=date(2026, 3, 2)))
    second = give_round(session, questionnaire, Asked("RAA", closes_on=date(2026, 3, 30)))
    before = give_round(session, questionnaire, Asked("RAA", closes_on=date(2025, 3, 30)))
    rounds, left = rounds_to_pool(session, now(), invented=False)
    assert rounds == [before, second]
    assert [(each.asked, each.why) for each in left] == [(first, NEWER)]


def test_partitions_hold_the_sheets_of_their_region_and_month(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked = give_round(session, questionnaire, Asked("RAA", 6, 6))
    give_round(session, questionnaire, Asked("RBB"))
    give_round(session, questionnaire, Asked("RCC", region=None))
    give_round(session, questionnaire, Asked("RDD", closes_on=date(2025, 9, 1)))
    rounds, _ = rounds_to_pool(session, now(), invented=False)
    found = {
        (each.about.round, each.about.region): each
        for each in sheets_of_partitions(session, rounds)
    }
    assert {place: sorted(set(each.labels["trust"])) for place, each in found.items()} == {
        ("2026-03", "Y56"): ["RAA", "RBB"],
        ("2026-03", "none"): ["RCC"],
        ("2025-09", "Y56"): ["RDD"],
    }
    mine = found["2026-03", "Y56"]
    assert mine.about == about_round(asked)
    assert mine.about.sections == sections_of(questionnaire)
    rows = dict(zip(zip(*mine.labels.values(), strict=True), mine.levels, strict=True))
    query = select(Response, Submission).join(Submission).where(Response.round_id == asked.id)
    stored = session.execute(query).all()
    assert (len(stored), len(rows)) == (18, 30)
    for response, submission in stored:
        row = rows["RAA", response.role, response.division.key]
        np.testing.assert_array_equal(row, unpack(submission.sheet))
