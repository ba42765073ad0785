"""Opening rounds, the London days they last, and how far they have come."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.calendar import london_day
from benchmark.assessment.responding import Content, Edit, save
from benchmark.assessment.rounds import (
    Progress,
    complete_leads,
    is_closed,
    is_open,
    lead_states,
    open_round,
    progress_of,
    shows_something,
    state_for,
    state_from,
)
from benchmark.database.people import Membership, Person
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import RoundState
from benchmark.questionnaire.definition import Questionnaire
from tests.servers import complete_division, hand_in, response_of


def only_round(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def lasting(first: date, last: date, state: str = "open") -> Round:
    return Round(opens_on=first, closes_on=last, state=state)


SUMMER = (date(2026, 7, 1), date(2026, 7, 31))
MOMENTS = {
    "a second too early": (datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), False, False),
    "the first second in London": (datetime(2026, 6, 30, 23, 0, 0, tzinfo=UTC), True, False),
    "the last second in London": (datetime(2026, 7, 31, 22, 59, 59, tzinfo=UTC), True, False),
    "a second into the grace": (datetime(2026, 7, 31, 23, 0, 0, tzinfo=UTC), True, False),
    "the last second of the grace": (datetime(2026, 7, 31, 23, 29, 59, tzinfo=UTC), True, False),
    "a second too late": (datetime(2026, 7, 31, 23, 30, 0, tzinfo=UTC), False, True),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_a_round_lasts_from_its_first_to_its_last_london_second(name: str) -> None:
    moment, opened, closed = MOMENTS[name]
    assert is_open(lasting(*SUMMER), moment) is opened
    assert is_closed(lasting(*SUMMER), moment) is closed


@pytest.mark.parametrize("state", ["draft", "closed", "abandoned"])
def test_a_round_that_is_not_open_stays_shut_on_its_days(state: str) -> None:
    moment = datetime(2026, 7, 15, 12, tzinfo=UTC)
    assert not is_open(lasting(*SUMMER, state), moment)
    assert is_closed(lasting(*SUMMER, state), moment) is (state == "closed")


def test_a_round_asks_whoever_holds_the_post_on_its_first_day(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust = find_trust(session, "ZZN")
    assert trust is not None
    first_day = london_day(now()) + timedelta(days=60)
    gone, joins = (
        session.scalars(select(Person).where(Person.email == f"{role}.surgery@north.example")).one()
        for role in ("clinical", "nursing")
    )
    tenure = session.scalars(select(Membership).where(Membership.person_id == gone.id)).one()
    tenure.to_date = first_day - timedelta(days=1)
    medicine = trust.divisions[0]
    share = {"person": joins, "role": "clinical", "trust": trust, "division": medicine}
    session.add(Membership(**share, from_date=first_day))
    session.flush()
    opened = open_round(session, trust, questionnaire, "Next", first_day, first_day)
    posts = {(r.division.key, r.role): [p.email for p in r.people] for r in opened.responses}
    assert len(posts) == 6
    assert posts["surgery", "clinical"] == []  # vacant
    assert posts["surgery", "nursing"] == ["nursing.surgery@north.example"]
    assert sorted(posts["medicine", "clinical"]) == [  # one job, shared by two
        "clinical.medicine@north.example",
        "nursing.surgery@north.example",
    ]
    assert opened.questionnaire == "management-practice-1.0"
    assert opened.questionnaire_hash == questionnaire.content_hash


def test_how_far_a_round_has_come(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        asked = only_round(session)
        assert complete_leads(session, asked) == {"medicine": 0, "surgery": 0}
        hand_in(session, response_of(session, "ZZN", "surgery", "nursing"), questionnaire)
        edit = Edit(Content(2), 0)
        save(session, response_of(session, "ZZN", "surgery", "clinical"), "patient-flow", edit)
        session.flush()
        assert complete_leads(session, asked) == {"medicine": 0, "surgery": 1}
        assert not shows_something(session, asked)
        assert lead_states(session, asked) == {
            ("medicine", "clinical"): "not started",
            ("medicine", "operational"): "not started",
            ("medicine", "nursing"): "not started",
            ("surgery", "clinical"): "in progress",
            ("surgery", "operational"): "not started",
            ("surgery", "nursing"): "submitted",
        }
    complete_division(engine, questionnaire)
    with transaction(engine, writes=False) as session:
        asked = only_round(session)
        assert complete_leads(session, asked) == {"medicine": 3, "surgery": 1}
        assert shows_something(session, asked)
        assert state_for(session, asked, "medicine", now()) == RoundState(3, 1, released_here=True)
        assert state_for(session, asked, "surgery", now()) == RoundState(1, 1, over=False)
        south = response_of(session, "ZZS", "medicine", "clinical").round
        assert complete_leads(session, south) == {"medicine": 0, "surgery": 0}


OPEN = Progress(complete=3, released=True)
READY = Progress(complete=3)
TWO = Progress(complete=2)
HEARD = Progress(complete=2, heard=True)
TAKEN_BACK = Progress(complete=2, released=True, withheld=True)
STATES = [
    ({"a": OPEN, "b": TWO}, "a", False, RoundState(3, 1, released_here=True)),
    ({"a": OPEN, "b": TWO}, "b", True, RoundState(2, 1, over=True)),
    ({"a": OPEN, "b": READY}, "b", False, RoundState(3, 1)),
    ({"a": OPEN, "b": OPEN}, "b", False, RoundState(3, 2, over=True, released_here=True)),
    ({"a": OPEN, "b": OPEN}, None, False, RoundState(0, 2, over=True)),
    ({"a": Progress(complete=1)}, "unknown", False, RoundState()),
    # why the third is missing counts when nothing can come any more
    ({"a": HEARD}, "a", False, RoundState(2)),
    ({"a": HEARD}, "a", True, RoundState(2, over=True, heard=True)),
    (
        {"a": OPEN, "b": TAKEN_BACK},
        "b",
        True,
        RoundState(2, 1, over=True, released_here=True, withheld=True, taken_back=True),
    ),
    # a division that may still be released would show itself in what is pooled
    ({"a": OPEN, "b": READY}, "a", True, RoundState(3, 1, released_here=True)),
]


@pytest.mark.parametrize(("progress", "division", "closed", "state"), STATES)
def test_the_state_that_the_rules_ask_for(
    progress: dict[str, Progress], division: str | None, state: RoundState, *, closed: bool
) -> None:
    asked = Round(state="closed" if closed else "open", closes_on=date(2999, 1, 1), level="L1")
    assert state_from(progress, asked, division, now()) == state


def test_in_a_round_that_only_the_three_see_nothing_counts_as_released() -> None:
    asked = Round(state="open", closes_on=date(2999, 1, 1), level="L0")
    state = state_from({"a": OPEN}, asked, "a", now())
    assert (state.released, state.level) == (0, "L0")


def test_withdrawn_and_restarted_answers_are_withheld(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    complete_division(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        asked = only_round(session)
        response_of(session, "ZZN", "medicine", "clinical").withdrawn_at = now()
        session.flush()
        assert progress_of(session, asked)["medicine"] == TAKEN_BACK
    with transaction(engine, writes=True) as session:
        asked = only_round(session)
        first = response_of(session, "ZZN", "medicine", "clinical")
        first.withdrawn_at, first.set_aside_at = None, now()
        session.flush()
        again = Response(round=asked, division=first.division, role="clinical", people=first.people)
        session.add(again)
        session.flush()
        assert progress_of(session, asked)["medicine"] == TAKEN_BACK
