"""Invented trusts and people are stored as such."""

from datetime import date

from sqlalchemy import Engine, select

from benchmark.commands.scenarios.people import add_person, add_tenure, add_trust
from benchmark.database.people import Membership, Trust
from benchmark.database.session import transaction


def test_a_trust_keeps_the_order_of_its_divisions(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        trust = add_trust(session, "ZZZ", "Invented", {"surgery": "Surgery", "eyes": "Eyes"})
        person = add_person(session, "A Person", "a.person@north.example", None)
        add_tenure(session, person, "nursing", trust, trust.divisions[1], date(2026, 1, 1))
    with transaction(database, writes=False) as session:
        kept = session.scalars(select(Trust)).one()
        assert kept.invented
        assert [division.key for division in kept.divisions] == ["surgery", "eyes"]
        tenure = session.scalars(select(Membership)).one()
        assert tenure.division is not None
        assert (tenure.division.key, tenure.person.password_hash) == ("eyes", None)
