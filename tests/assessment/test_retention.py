"""How long answers are kept: bounds, holds with a reason, and notices that do not outlive them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.preparing import open_draft, prepare
from benchmark.assessment.refusals import Refused
from benchmark.assessment.removal_notices import announce_removals
from benchmark.assessment.retention import (
    hold,
    keeping_in_words,
    keepings,
    kept_until,
    lift,
    may_fall_due,
    set_years,
    why_nothing_beside,
)
from benchmark.assessment.rounds import kept_years
from benchmark.assessment.statement import statement_words
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION, USUAL_RETENTION
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import coordinator_of, trust_named, winter
from tests.databases import closing
from tests.old_rounds import TODAY, announce, grow_old
from tests.servers import response_of

REASON = "Tribunal claim 1042 is not decided yet"


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    grow_old(engine)
    announce(engine)
    with transaction(engine, writes=True) as opened:
        yield opened


def old(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


CLOSED = {
    "a day of every year": (date(2026, 3, 31), 6, date(2032, 3, 31)),
    "a day that four years later is there": (date(2028, 2, 29), 4, date(2032, 2, 29)),
    "and six years later is not": (date(2028, 2, 29), 6, date(2034, 3, 1)),
}


@pytest.mark.parametrize("case", CLOSED)
def test_answers_are_kept_for_whole_years_after_the_last_day(session: Session, case: str) -> None:
    asked = old(session)
    asked.closes_on, asked.trust.retention_years, expected = CLOSED[case]
    assert kept_until(asked) == expected


@pytest.mark.parametrize("years", [-1, 0, SHORTEST_RETENTION - 1, LONGEST_RETENTION + 1, 1000])
def test_a_period_out_of_bounds_is_refused(session: Session, years: int) -> None:
    with pytest.raises(Refused, match="whole number of years from 2 to 20"):
        set_years(session, trust_named(session), years)
    assert trust_named(session).retention_years == USUAL_RETENTION


def test_a_period_changes_no_notice_that_stays_true(session: Session) -> None:
    asked = old(session)
    announced = asked.removal_on
    assert announced
    set_years(session, asked.trust, USUAL_RETENTION)
    set_years(session, asked.trust, SHORTEST_RETENTION)  # nothing goes earlier than it was told
    set_years(session, asked.trust, LONGEST_RETENTION)
    assert asked.removal_on == announced
    assert trust_named(session, "ZZS").retention_years == USUAL_RETENTION


def test_answers_are_kept_no_longer_than_their_leads_read(session: Session) -> None:
    """But shorter: and what was announced is taken back when the period is what it was."""
    asked = old(session)
    asked.removal_on, asked.closes_on = None, TODAY.date() - timedelta(days=800)
    promised = kept_until(asked)
    set_years(session, asked.trust, LONGEST_RETENTION)
    assert kept_until(asked) == promised
    assert f"a round for {USUAL_RETENTION} years" in statement_words(asked)
    set_years(session, asked.trust, SHORTEST_RETENTION)
    assert kept_until(asked) < TODAY.date()
    assert announce_removals(session, TODAY) == 1
    assert asked.removal_on
    set_years(session, asked.trust, LONGEST_RETENTION)
    assert (kept_until(asked), asked.removal_on) == (promised, None)


def test_a_round_promises_the_period_of_the_day_on_which_it_opens(
    session: Session, questionnaire: Questionnaire
) -> None:
    asked = old(session)
    set_years(session, asked.trust, 9)
    draft = prepare(session, asked.trust, winter(questionnaire))
    set_years(session, asked.trust, 4)
    assert (draft.promised_years, kept_years(draft)) == (None, 4)
    open_draft(session, draft, coordinator_of(session), TODAY.date())
    set_years(session, asked.trust, 12)
    assert (draft.promised_years, kept_years(draft)) == (4, 4)


def test_a_hold_needs_a_reason_and_takes_back_the_notice(session: Session) -> None:
    asked = old(session)
    for reason in ("", "because", "a very long word sequence " * 30, "x" * 40):
        with pytest.raises(Refused, match="reason"):
            hold(session, asked, reason)
    assert asked.removal_on
    assert may_fall_due(asked, TODAY)
    hold(session, asked, f" {REASON}\n")
    assert (asked.hold_reason, asked.removal_on) == (REASON, None)
    assert not may_fall_due(asked, TODAY)
    since = asked.held_at
    hold(session, asked, f"{REASON}, says the union")
    assert asked.held_at == since
    lift(session, asked)
    assert (asked.held_at, asked.hold_reason, asked.removal_on) == (None, "", None)
    assert may_fall_due(asked, TODAY)


def test_a_round_that_is_gone_can_be_neither_held_nor_lifted(session: Session) -> None:
    asked = old(session)
    asked.removed_at, asked.removed_after = now(), 6
    session.flush()
    for step in (lambda: hold(session, asked, REASON), lambda: lift(session, asked)):
        with pytest.raises(Refused, match="removed already"):
            step()


def test_each_round_says_what_becomes_of_it(session: Session) -> None:
    asked = old(session)
    (kept,) = keepings(session, asked.trust, TODAY)
    assert kept.state.startswith("Will be removed on ")
    assert kept.state.endswith(" or soon after")
    asked.removal_on = None
    asked.closes_on = date(2026, 3, 31)
    assert keeping_in_words(asked, now()) == "Kept until 31 March 2032"
    asked.state, asked.closes_on = "open", TODAY.date() + timedelta(days=9)
    assert keeping_in_words(asked, now()).startswith("Not over yet. Kept until ")
    asked.held_at, asked.hold_reason = TODAY.replace(year=2026, month=4, day=2), REASON
    assert keeping_in_words(asked, now()) == f"Held since 2 April 2026: {REASON}"
    asked.removed_at, asked.removed_after = TODAY.replace(year=2033, month=3, day=3), 6
    assert keeping_in_words(asked, now()) == "Removed on 3 March 2033, 6 years after the round"
    assert why_nothing_beside(asked) == (
        f"This round cannot be compared with {asked.title}: its answers were removed on "
        "3 March 2033, 6 years after it."
    )
