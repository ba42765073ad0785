"""The outbox takes each mail once, and nothing in it is more than a line."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from benchmark.assessment.mailing import LINK, Draft, end_of, letter, one_line, post_of, write_mail
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.servers import response_of

DRAFT = Draft("receipt", "A subject\r\nBcc: everybody", ("First.", LINK, "Last."), page="/here")


def test_an_occasion_has_one_mail(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        person = response.people[0]
        assert write_mail(session, "an occasion", person, DRAFT, response)
        assert not write_mail(session, "an occasion", person, DRAFT, response)
        assert write_mail(session, "another", person, DRAFT, response.round)
        first, second = session.scalars(select(Mail).order_by(Mail.response_id.is_(None)))
        assert (first.state, first.attempts, first.address) == ("waiting", 0, person.email)
        assert first.subject == "A subject Bcc: everybody"
        assert (first.round_id, first.response_id) == (response.round_id, response.id)
        assert (second.round_id, second.response_id) == (response.round_id, None)
        assert first.message_id != second.message_id


def test_nothing_is_written_to_a_disabled_account(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        response.people[0].disabled_at = now()
        assert not write_mail(session, "an occasion", response.people[0], DRAFT, response)


@given(st.text())
def test_no_name_ends_a_line(name: str) -> None:
    cleaned = one_line(name)
    assert len(cleaned.splitlines()) <= 1
    lines = letter(Person(name=name), ("text",)).split("\n")
    assert lines == [f"Dear {cleaned},", "", "text", "", "Management Practice Benchmark", ""]


def test_words(engine: Engine) -> None:
    with transaction(engine, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "nursing")
        assert post_of(response) == "nursing lead of Medicine"
        day = response.round.closes_on.replace(2026, 12, 18)
    assert end_of(day) == "23:59 on Friday 18 December 2026"
