"""A mail about a change of an account: what, and what to do if it was somebody else."""

from sqlalchemy import Engine, select

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.outbox import claim
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction


def test_each_change_is_told_and_names_the_way_out(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        person = Person(name="Reader", email="reader@north.example")
        session.add(person)
        session.flush()
        for _ in range(2):
            assert tell_of_account(session, person, "Changed", "Something\nhas changed.")
        assert len(session.scalars(select(Mail)).all()) == 2
        letter = claim(session, now(), "https://benchmark.example")
        assert letter
        assert "Something has changed." in letter.text
        assert "\nhttps://benchmark.example/forgotten-password\n" in letter.text
        person.disabled_at = now()
        assert not tell_of_account(session, person, "Changed")
