"""What has happened is only ever added to, on both databases."""

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from benchmark.assessment.events import events_of, record_event
from benchmark.database.events import RoundEvent
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import response_of


def test_events_come_in_order_and_nobody_changes_or_deletes_one(app_on_both: Benchmark) -> None:
    engine: Engine = app_on_both.engine
    with transaction(engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical")
        asked, person = lead.round, lead.people[0].id
        record_event(session, asked, "opened", detail="2026-10-31")
        record_event(
            session, asked, "submitted", division=lead.division, role="clinical", person=person
        )
        with pytest.raises(ValueError, match="'answered' is not a kind of event"):
            record_event(session, asked, "answered")
    with transaction(engine, writes=False) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical")
        kept = [(e.kind, e.role, e.detail) for e in events_of(session, lead.round)]
    assert kept[-2:] == [("opened", None, "2026-10-31"), ("submitted", "clinical", "")]
    for change in (update(RoundEvent).values(detail="nothing"), delete(RoundEvent)):
        with (
            pytest.raises(DBAPIError, match="only ever added to"),
            transaction(engine, writes=True) as session,
        ):
            session.execute(change)
