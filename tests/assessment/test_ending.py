"""Rounds whose last day has passed are written down as closed, once."""

from datetime import UTC, date, datetime

from sqlalchemy import select, update

from benchmark.assessment.ending import close_what_has_ended
from benchmark.assessment.events import events_of
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import at_once

LAST = date(2026, 7, 3)
GRACE_ENDS = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)  # half an hour after midnight in London


def test_a_round_is_closed_once_after_its_last_day_and_the_grace(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            ended, _ = session.scalars(select(Round))
            ended.opens_on, ended.closes_on = date(2026, 6, 1), LAST
            # the other one lasts, whenever this test is run
            others = update(Round).where(Round.id != ended.id)
            session.execute(others.values(opens_on=LAST, closes_on=date(2099, 1, 1)))
            assert close_what_has_ended(session, GRACE_ENDS.replace(minute=29)) == 0

        def close() -> int:
            with transaction(engine, writes=True) as session:
                return close_what_has_ended(session, GRACE_ENDS)

        assert sorted(at_once([close, close])) == [0, 1]
        with transaction(engine, writes=False) as session:
            kept = session.get_one(Round, ended.id)
            assert (kept.state, kept.closes_on) == ("closed", LAST)
            assert [event.kind for event in events_of(session, kept)] == ["closed"]
            states = session.scalars(select(Round.state).where(Round.id != ended.id))
            assert set(states) == {"open"}
