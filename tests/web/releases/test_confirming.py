"""Whoever follows a lead who has left reads what would be released, and confirms for the post."""

from datetime import timedelta

from sqlalchemy import select

from benchmark.assessment.calendar import london_day
from benchmark.database.people import Membership, Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import browser_of, response_of

PLACE = "/divisions/zzn-medicine"
NEWCOMER = "improvement@south.example"


def test_a_successor_confirms_without_seeing_what_was_answered(settling_app: Benchmark) -> None:
    with transaction(settling_app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "nursing").people[0]
        tenure = session.scalars(select(Membership).where(Membership.person_id == lead.id)).one()
        newcomer = session.scalars(select(Person).where(Person.email == NEWCOMER)).one()
        today = london_day(now())
        tenure.to_date = today - timedelta(days=1)
        post = {"role": "nursing", "trust": tenure.trust, "division": tenure.division}
        session.add(Membership(person=newcomer, from_date=today, **post))
    successor = browser_of(settling_app, NEWCOMER)
    colleague = browser_of(settling_app, "clinical.medicine@north.example")
    colleague.send(f"{PLACE}/settle-near")
    colleague.send(f"{PLACE}/leave-open")
    page = successor.get(f"{PLACE}/release").text
    assert "Nursing lead (you)" in page
    assert "what clinical saw of reasons-for-standards" not in page  # not ticked as shared
    seen = page.split('name="preview" value="')[1][:64]
    assert successor.send(f"{PLACE}/release", preview=seen).status_code == 303
    assert "You have confirmed this" in successor.get(f"{PLACE}/release").text
    assert "Only the three people" in successor.get(f"{PLACE}/agreement").text
